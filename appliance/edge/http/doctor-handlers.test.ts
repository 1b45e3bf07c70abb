import { describe, expect, test } from "vitest";
import type { DoctorReport } from "../../contract/doctor.ts";
import { doctorHandlers } from "./doctor-handlers.ts";
import type { HttpPorts } from "./http-ports.ts";

const report = (id: string, more: Partial<DoctorReport> = {}): DoctorReport => ({
  id,
  line: "fxo1",
  kind: "analog-line",
  by: "admin",
  startedAtMs: 0,
  state: "done",
  findings: [],
  ...more,
});

/** What is asked of the routes while an examination is in this state and these rows can be read. */
function asked(rows: DoctorReport[], now?: DoctorReport, newest?: DoctorReport) {
  const ports = {
    doctor: { now: () => now, newest: () => newest },
    store: {
      doctorReport: (id: string) => rows.find((one) => one.id === id),
      doctorReports: ({ line }: { line?: string }) => rows.filter((one) => line === undefined || one.line === line),
    },
  } as unknown as HttpPorts;
  const handlers = doctorHandlers(ports);
  return {
    list: (line?: string) =>
      (handlers.doctorReports({ query: line === undefined ? {} : { line } } as never) as DoctorReport[]).map(({ id }) => id),
    one: (id: string) => (handlers.doctorReport({ params: { id } } as never) as DoctorReport).id,
  };
}

describe("a report", () => {
  const over = report("b");
  test("can be read at once when the examination is over, before its row can", () => {
    const before = asked([report("a")], undefined, over);
    expect(before.one("b")).toBe("b");
    expect(before.list("fxo1")).toEqual(["b", "a"]);
    expect(asked([over, report("a")], undefined, over).list()).toEqual(["b", "a"]);
  });
  test("stands among those of its own line, while it is made too", () => {
    const running = report("c", { state: "running", line: "fxo2" });
    const now = asked([report("a")], running, over);
    expect(now.list("fxo2")).toEqual(["c"]);
    expect(now.list("fxo1")).toEqual(["b", "a"]);
    expect(now.list()).toEqual(["c", "b", "a"]);
    expect(now.one("c")).toBe("c");
  });
  test("that nobody knows is a fault", () => {
    expect(() => asked([]).one("z")).toThrow();
  });
});
