import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, expect, test } from "vitest";
import type { MqttRow, MqttSettings } from "../../contract/mqtt.ts";
import type { Sentence } from "../../contract/words.ts";
import { HostClock } from "../../runtime/host-clock.ts";
import { MqttEdge } from "./mqtt-edge.ts";

type Heard = { topic: string; payload: string; retain: boolean };
const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Rows as a table would hold them. */
function outbox() {
  const table = new Map<number, MqttRow>();
  let n = 0;
  return {
    table,
    put: (topic: string, payload: string, retain = false) =>
      void table.set(++n, { n, topic, payload, retain, kind: retain ? "state" : "event", madeAtMs: 0 }),
    rows: (after: number, limit: number) => [...table.values()].filter((row) => row.n > after).slice(0, limit),
    drop: async (ns: number[]) => {
      for (const row of ns) table.delete(row);
    },
  };
}

function edgeOver(box: ReturnType<typeof outbox>, secrets: Record<string, string> = {}) {
  const commands: string[] = [];
  const faults: string[] = [];
  const details: (string | Sentence)[] = [];
  const edge = new MqttEdge({
    clock: new HostClock(),
    secret: (id) => secrets[id],
    flushed: async () => {},
    rows: box.rows,
    waiting: () => ({ count: box.table.size }),
    drop: box.drop,
    introduction: ({ homeAssistant }) => (homeAssistant ? [{ topic: "homeassistant/x/config", payload: "{}" }] : []),
    command: (topic, payload) => void commands.push(`${topic} ${payload}`),
    fault(code, _subject, detail) {
      faults.push(code);
      details.push(detail);
    },
    mended: () => {},
  });
  ends.push(() => edge.stop());
  return { edge, commands, faults, details };
}

const settingsAt = (port: number, more: Partial<MqttSettings> = {}): MqttSettings => ({
  enabled: true,
  host: "127.0.0.1",
  port,
  security: "none",
  ...more,
});

/** A broker of 3.1.1 only, in this process. */
async function aedesBroker(port = 0, refuse: (topic: string) => boolean = () => false) {
  /** What clients gave it, before it says that it has it: other clients hear of it later. */
  const taken: { topic: string; payload: string }[] = [];
  const broker = await Aedes.createBroker({
    authorizePublish: (_client, { topic, payload }, done) => {
      if (refuse(topic)) return done(new Error("not allowed"));
      taken.push({ topic, payload: payload.toString() });
      done(null);
    },
  });
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    broker.handle(socket);
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((done) => broker.close(done));
    await new Promise<void>((done) => server.close(() => done()));
  };
  return { port: (server.address() as { port: number }).port, taken, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise<void>((done) => server.close(() => done()));
  return port;
}

/** Debian's broker, which knows 5.0. */
async function mosquitto(lines: string[], port: number, dir: string): Promise<ChildProcess> {
  const file = join(dir, "mosquitto.conf");
  writeFileSync(file, [`listener ${port} 127.0.0.1`, "persistence false", ...lines, ""].join("\n"));
  const program = spawnSync("which", ["mosquitto"]).stdout.toString().trim() || "/usr/sbin/mosquitto";
  const child = spawn(program, ["-v", "-c", file, ...[]], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  await new Promise<void>((ready, failed) => {
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`mosquitto ended with ${code}: ${said}`)));
    child.stderr.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.includes(" running")) ready();
    });
  });
  ends.push(() => void child.kill("SIGKILL"));
  return child;
}

async function listener(port: number, more: object = {}): Promise<{ heard: Heard[]; client: MqttClient }> {
  const client = await connectAsync({
    host: "127.0.0.1",
    port,
    protocolVersion: 4,
    clientId: "ear",
    reconnectPeriod: 0,
    ...more,
  });
  const heard: Heard[] = [];
  client.on("message", (topic, payload, { retain }) => void heard.push({ topic, payload: payload.toString(), retain }));
  client.on("error", () => {});
  await client.subscribeAsync("#", { qos: 1 });
  ends.push(() => void client.end(true));
  return { heard, client };
}
const about = (heard: Pick<Heard, "topic" | "payload">[], topic: string): string[] =>
  heard.filter((h) => h.topic === topic).map((h) => h.payload);
const soon = { timeout: 15_000 };

test("a broker that knows only 3.1.1 gets birth and messages in order, each deleted once it is there", async () => {
  const broker = await aedesBroker();
  ends.push(broker.stop);
  const { heard } = await listener(broker.port);
  const box = outbox();
  for (let i = 0; i < 50; i++) box.put("alarms/event", `${i}`);
  const { edge } = edgeOver(box);
  edge.configure(settingsAt(broker.port));
  await expect.poll(() => about(heard, "linebox/alarms/event").length, soon).toBe(50);
  expect(about(heard, "linebox/alarms/event")).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
  expect(about(heard, "linebox/status")).toEqual(["online"]);
  await expect.poll(() => box.table.size, soon).toBe(0);
  expect(edge.link(0)).toMatchObject({ state: "up", version: "3.1.1", sent: 50 });
  await edge.stop();
  await expect.poll(() => about(heard, "linebox/status"), soon).toEqual(["online", "offline"]);
});

test("the broker dies and comes back: what came meanwhile arrives in order, nothing is missing", async () => {
  let broker = await aedesBroker();
  const { port } = broker;
  const box = outbox();
  const { edge } = edgeOver(box);
  edge.configure(settingsAt(port));
  box.put("a", "0");
  await expect.poll(() => edge.link(0).sent, soon).toBe(1);
  await broker.stop();
  for (let i = 1; i <= 200; i++) {
    box.put(i % 2 ? "a" : "b", `${i}`);
    edge.wake();
  }
  await expect.poll(() => edge.link(0).state, soon).toBe("down");
  broker = await aedesBroker(port);
  ends.push(() => broker.stop());
  await expect.poll(() => box.table.size, soon).toBe(0);
  const odd = [...new Set(about(broker.taken, "linebox/a"))].map(Number);
  expect(odd).toEqual(Array.from({ length: 100 }, (_, i) => 2 * i + 1));
  expect([...new Set(about(broker.taken, "linebox/b"))].map(Number)).toEqual(odd.map((i) => i + 1));
});

test("a broker that closes the connection at a message it does not allow loses only that one", async () => {
  const broker = await aedesBroker(0, (topic) => topic === "linebox/forbidden");
  ends.push(broker.stop);
  const box = outbox();
  box.put("a", "1");
  box.put("forbidden", "x");
  box.put("a", "2");
  const { edge, faults, details } = edgeOver(box);
  edge.configure(settingsAt(broker.port, { version: "3.1.1" }));
  await expect.poll(() => box.table.size, { timeout: 60_000 }).toBe(0);
  expect([...new Set(about(broker.taken, "linebox/a"))]).toEqual(["1", "2"]);
  expect(edge.link(0).refused).toBe(1);
  expect(faults).toContain("mqtt-refused");
  const words = { en: "the connection ended at one message again and again", zh: "连接总在同一条消息处中断" };
  expect(details[faults.indexOf("mqtt-refused")]).toEqual(words);
}, 70_000);

test("mosquitto: 5.0 over TLS with our own CA, a certificate and a password; the last will when the box is gone", async () => {
  const dir = mkdtempSync(join(tmpdir(), "linebox-mqtt-"));
  ends.push(() => rmSync(dir, { recursive: true, force: true }));
  const pem = certificates(dir);
  spawnSync("mosquitto_passwd", ["-b", "-c", join(dir, "passwords"), "box", "secret"]);
  const files = [`cafile ${dir}/ca.pem`, `certfile ${dir}/broker.pem`, `keyfile ${dir}/broker.key`];
  const port = await freePort();
  const uid = process.getuid?.() === 0 ? ["user root"] : [];
  await mosquitto([...files, "require_certificate true", `password_file ${dir}/passwords`, ...uid], port, dir);
  const login = { protocol: "mqtts", ca: pem.ca, cert: pem.box, key: pem.boxKey, username: "box", password: "secret" };
  const { heard, client } = await listener(port, { ...login, servername: "localhost", host: "localhost" });
  const box = outbox();
  box.put("lines/t1", '{"state":"up"}', true);
  const { edge, commands } = edgeOver(box, { password: "secret", key: pem.boxKey });
  const settings = settingsAt(port, { host: "localhost", security: "tls", ca: pem.ca, certificate: pem.box, user: "box" });
  edge.configure({ ...settings, commands: { acknowledge: true }, homeAssistant: { prefix: "homeassistant" } });
  await expect.poll(() => about(heard, "linebox/lines/t1"), soon).toEqual(['{"state":"up"}']);
  expect(edge.link(0)).toMatchObject({ state: "up", version: "5" });
  await expect.poll(() => about(heard, "homeassistant/x/config"), soon).toEqual(["{}"]);
  await client.publishAsync("linebox/command/acknowledge", "a1", { qos: 1 });
  await client.publishAsync("linebox/command/reboot", "now", { qos: 1 });
  await client.publishAsync("homeassistant/status", "online", { qos: 1 });
  await expect.poll(() => about(heard, "homeassistant/x/config").length, soon).toBe(2);
  expect(commands).toEqual(["command/acknowledge a1"]);
  // Somebody with its name takes its place: the broker tells of its end as of any other.
  await listener(port, { ...login, servername: "localhost", host: "localhost", clientId: "linebox" });
  await expect.poll(() => about(heard, "linebox/status"), soon).toContain("offline");
});

test("a broker with another CA is not trusted, nor one that wants another password", async () => {
  const dir = mkdtempSync(join(tmpdir(), "linebox-mqtt-"));
  ends.push(() => rmSync(dir, { recursive: true, force: true }));
  certificates(dir);
  const files = [`cafile ${dir}/ca.pem`, `certfile ${dir}/broker.pem`, `keyfile ${dir}/broker.key`];
  const port = await freePort();
  const uid = process.getuid?.() === 0 ? ["user root"] : [];
  await mosquitto([...files, "allow_anonymous true", ...uid], port, dir);
  const box = outbox();
  box.put("a", "1");
  const { edge } = edgeOver(box);
  edge.configure(settingsAt(port, { host: "localhost", security: "tls" }));
  await expect.poll(() => edge.link(0).why, soon).toMatch(/certificate/);
  expect(box.table.size).toBe(1);
});

/** A CA, a broker's and a box's certificate. */
function certificates(dir: string): { ca: string; box: string; boxKey: string } {
  const openssl = (...args: string[]): void => {
    const { status, stderr } = spawnSync("openssl", args, { cwd: dir });
    if (status !== 0) throw new Error(stderr.toString());
  };
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...ec, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test-ca", "-days", "30");
  writeFileSync(join(dir, "san"), "subjectAltName=DNS:localhost\n");
  for (const [name, cn] of [
    ["broker", "localhost"],
    ["box", "box"],
  ] as const) {
    openssl("req", ...ec, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${cn}`);
    const sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "san"];
    openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...sign);
  }
  const read = (name: string): string => spawnSync("cat", [join(dir, name)]).stdout.toString();
  return { ca: read("ca.pem"), box: read("box.pem"), boxKey: read("box.key") };
}
