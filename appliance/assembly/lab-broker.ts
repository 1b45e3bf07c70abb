import { randomInt, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { Aedes } from "aedes";
import type { Settings } from "../contract/settings.ts";
import type { Store } from "../edge/store/store.ts";
import type { HostPort } from "./options.ts";

export type BrokerLogin = { user: string; password: string };

/** An MQTT broker for trying things out: one account, nothing is kept. Rejects when the port is taken. */
export async function startLabBroker({ host, port }: HostPort, login: BrokerLogin): Promise<{ port: number; stop(): void }> {
  const broker = await Aedes.createBroker();
  const wanted = accountOf(login.user, login.password);
  broker.authenticate = (_client, user = "", password, done) => {
    const said = accountOf(user, password?.toString("utf8") ?? "");
    done(null, said.length === wanted.length && timingSafeEqual(said, wanted));
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    broker.handle(socket);
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(port, host, done));
  return {
    port: (server.address() as { port: number }).port,
    stop() {
      server.close();
      broker.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const accountOf = (user: string, password: string): Buffer => Buffer.from(JSON.stringify([user, password]), "utf8");
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** The broker's account: made once, and kept with the lab's other passwords. */
export function labBrokerLogin(dataDir: string): BrokerLogin {
  const file = join(dataDir, "lab-credentials.json");
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { broker?: BrokerLogin }) : {};
  if (known.broker) return known.broker;
  const password = Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join("");
  const broker = { user: "lab", password };
  writeFileSync(file, `${JSON.stringify({ ...known, broker }, null, 2)}\n`, { mode: 0o600 });
  console.log(`lab broker: user ${broker.user}, password ${broker.password}`);
  return broker;
}

/** The lab tells its broker everything, unless its settings name another. */
export async function withLabBroker(
  settings: Settings,
  { host, port }: HostPort,
  { user, password }: BrokerLogin,
  store: Pick<Store, "putSecret">,
): Promise<Settings> {
  if (settings.mqtt) return settings;
  await store.putSecret("mqtt", "password", password);
  const homeAssistant = { prefix: "homeassistant" };
  return { ...settings, mqtt: { enabled: true, host, port, security: "none", user, homeAssistant } };
}
