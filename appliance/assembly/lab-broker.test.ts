import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Settings } from "../contract/settings.ts";
import { defaultSettings } from "../core/settings/default-settings.ts";
import { labBrokerLogin, startLabBroker, withLabBroker } from "./lab-broker.ts";

const login = { user: "lab", password: "right one" };
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "linebox-lab-broker-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("who has the account publishes and hears; a wrong password and nobody at all are refused", async () => {
  const broker = await startLabBroker({ host: "127.0.0.1", port: 0 }, login);
  const to = (options: object) =>
    connectAsync({ host: "127.0.0.1", port: broker.port, protocolVersion: 4, reconnectPeriod: 0, ...options });
  try {
    const ear = await to({ username: "lab", password: "right one" });
    const heard = new Promise<string>((done) => ear.on("message", (topic, payload) => done(`${topic} ${payload.toString()}`)));
    await ear.subscribeAsync("linebox/#", { qos: 1 });
    const mouth = await to({ username: "lab", password: "right one" });
    await mouth.publishAsync("linebox/status", "online", { qos: 1 });
    expect(await heard).toBe("linebox/status online");
    for (const wrong of [{ username: "lab", password: "wrong" }, { username: "other", password: "right one" }, {}])
      await expect(to(wrong)).rejects.toThrow(/not authorized/i);
    await Promise.all([ear.endAsync(true), mouth.endAsync(true)]);
  } finally {
    broker.stop();
  }
});

test("the account is made once, kept with the other passwords, and the box is told of it unless it has a broker of its own", async () => {
  const file = join(dir, "lab-credentials.json");
  writeFileSync(file, JSON.stringify({ admin: { user: "admin", password: "x" } }));
  const made = labBrokerLogin(dir);
  expect(labBrokerLogin(dir)).toEqual(made);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ admin: { user: "admin", password: "x" }, broker: made });
  const kept: string[][] = [];
  const store = { putSecret: async (...words: [string, string, string]) => void kept.push(words) };
  const at = { host: "127.0.0.1", port: 1883 };
  const settings = defaultSettings("Lab", "en");
  const told = await withLabBroker(settings, at, made, store);
  expect(told.mqtt).toMatchObject({ enabled: true, ...at, user: "lab" });
  expect(kept).toEqual([["mqtt", "password", made.password]]);
  const own: Settings = { ...settings, mqtt: { enabled: true, host: "broker", port: 1883, security: "tls" } };
  expect(await withLabBroker(own, at, made, store)).toBe(own);
  expect(kept).toHaveLength(1);
});
