import { expect, test } from "vitest";
import { PortHealth } from "./port-health.ts";

test("newest values of each port: merged, told when they change, bounded, and gone when the port is let go", () => {
  const changed: string[] = [];
  const health = new PortHealth((port) => changed.push(port));
  health.tell("gsm1", { signalDbm: -71, operator: "CMCC" });
  health.tell("gsm1", { signalDbm: -71 });
  health.tell("gsm1", { signalDbm: -75 });
  expect(changed).toEqual(["gsm1", "gsm1"]);
  expect(health.of("gsm1")).toEqual({ signalDbm: -75, operator: "CMCC" });
  health.tell("gsm1", { "bad name": 1, operator: "x".repeat(500) });
  expect(health.of("gsm1")).toEqual({ signalDbm: -75, operator: "x".repeat(200) });
  health.tell("gsm2", Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`v${n}`, n])));
  expect(Object.keys(health.of("gsm2"))).toHaveLength(40);
  health.keep(new Set(["gsm2"]));
  expect(health.of("gsm1")).toEqual({});
  expect(changed.at(-1)).toBe("gsm1");
});
