import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { ScriptRunner } from "../../appliance/assembly/script-runner.ts";
import { SettingsDesk } from "../../appliance/assembly/settings-desk.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { HttpPorts } from "../../appliance/edge/http/http-ports.ts";
import { httpServer } from "../../appliance/edge/http/http-server.ts";
import { openStore, type Store } from "../../appliance/edge/store/store.ts";
import { HostClock } from "../../appliance/runtime/host-clock.ts";

type Reply<T> = { status: number; json: T; raw: Buffer };

export type EditingApp = {
  dir: string;
  store: Store;
  /** The settings as they are in force now. */
  inForce(): Settings;
  ask<T>(method: "GET" | "PUT" | "POST" | "DELETE", url: string, body?: Buffer | object, headers?: object): Promise<Reply<T>>;
  close(): Promise<void>;
};

/** A true store, settings desk, scripts and HTTP server without the rest of a box, and an administrator who is signed in. */
export async function editingApp(first: Settings, more: (dir: string) => Partial<HttpPorts> = () => ({})): Promise<EditingApp> {
  const dir = mkdtempSync(join(tmpdir(), "linebox-editing-"));
  const store = await openStore({ dir, hear: () => undefined });
  let inForce = first;
  const revision = await store.saveSettings(inForce, "lab", 0);
  const clock = new HostClock();
  const scripts = new ScriptRunner(store, clock);
  const put = async (settings: Settings) => {
    inForce = settings;
  };
  const ports = {
    store,
    scripts,
    settings: new SettingsDesk(store, clock, { revision, settings: inForce }, put, scripts),
    events: { after: () => [], ends: () => undefined, onMore: () => () => undefined },
    live: { state: () => ({}), onChange: () => () => {} },
    nowMs: () => clock.nowMs(),
    dataDir: dir,
    ...more(dir),
  } as unknown as HttpPorts;
  const app = await httpServer({ consoleDir: dir, version: "1", ports, log: pino({ level: "silent" }) });
  await store.createFirstUser({ user: "admin", name: "Admin", role: "administrator" }, "correct horse battery");
  const cookie = `linebox_session=${await store.openSession("admin", "127.0.0.1")}`;
  return {
    dir,
    store,
    inForce: () => inForce,
    async ask<T>(method: "GET" | "PUT" | "POST" | "DELETE", url: string, body?: Buffer | object, headers = {}) {
      const answer = await app.inject({
        method,
        url,
        headers: { host: "box.local", cookie, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const isJson = answer.headers["content-type"]?.toString().startsWith("application/json");
      return { status: answer.statusCode, json: (isJson ? answer.json() : undefined) as T, raw: answer.rawPayload };
    },
    async close() {
      await app.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
