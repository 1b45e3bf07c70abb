import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import modbus from "modbus-serial";
import { afterEach, expect, test } from "vitest";
import { type BusAnswer, BusLink } from "../../../appliance/edge/modbus/bus-link.ts";
import { openBus } from "../../../appliance/edge/modbus/open-bus.ts";
import { TtySlaves } from "../../sim/modbus/tty-slaves.ts";

/** Three faults of the plain library, each beside what the box makes of the same devices. What is read must be what stands in the registers, or nothing. */

const replyMs = 150;
const wordAt = (address: number): number => 1000 + address;
let tty: TtySlaves;
const closing: (() => Promise<unknown>)[] = [];

function devices(): TtySlaves {
  tty = new TtySlaves();
  const slave = tty.bus.add(1);
  for (let address = 0; address < 20; address++) slave.holding.set(address, wordAt(address));
  return tty;
}
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  tty.close();
});

async function plain() {
  const client = new modbus.default();
  await client.connectRTUBuffered(tty.path, { baudRate: 9600 });
  client.setID(1);
  client.setTimeout(replyMs);
  const read = (address: number): Promise<number | string> =>
    client.readHoldingRegisters(address, 1).then(
      ({ data }) => data[0]!,
      (error: Error) => error.message ?? "Timed out",
    );
  return { read, close: () => new Promise((resolve) => client.close(resolve)) };
}

async function ours() {
  let link: BusLink | undefined;
  const opened = await openBus(
    { tty: tty.path, baud: 9600, parity: "none" },
    { data: (bytes) => link?.hear(bytes), closed: (why) => link?.gone(why) },
  );
  const open = new BusLink(
    { framing: "rtu", baud: 9600, nowMs: () => performance.now(), late: () => {}, ended: () => {} },
    opened,
  );
  link = open;
  closing.push(() => open.close());
  return (address: number): Promise<BusAnswer> => open.ask({ unit: 1, replyMs, fc: 3, address, count: 1 });
}
const said = (address: number): BusAnswer => ({ ok: true, values: [wordAt(address)] });

test("five at once: the library loses them, ours answers each", async () => {
  devices();
  const { read, close } = await plain();
  const got = await Promise.all([0, 1, 2, 3, 4].map(read));
  // Four time out; the last may even get what the first had asked for.
  expect(got.filter((value) => value === "Timed out").length).toBeGreaterThanOrEqual(4);
  expect(got.filter((value, address) => value === wordAt(address))).toEqual([]);
  await close();
  const ask = await ours();
  expect(await Promise.all([0, 1, 2, 3, 4].map(ask))).toEqual([0, 1, 2, 3, 4].map(said));
});

test("a late answer: the library takes it for the next register's, ours never", async () => {
  devices();
  // It answers in turn, each time too late for the request it belongs to and in time for the next one.
  tty.bus.fault = ({ n }) => (n === 0 ? { kind: "late", ms: replyMs + 30 } : { kind: "late", ms: 100 });
  const { read, close } = await plain();
  expect(await read(5)).not.toBe(wordAt(5));
  expect(await read(6)).toBe(wordAt(5));
  tty.bus.requests = 0;
  await close();
  const ask = await ours();
  expect(await ask(5)).toEqual({ ok: false, why: "timeout" });
  expect(await ask(6)).toEqual(said(6));
});

test("an adapter that hears itself: the library reads values that aren't there, ours reads on", async () => {
  devices();
  tty.bus.echoes = true;
  const { read, close } = await plain();
  const got: (number | string)[] = [];
  for (let address = 0; address < 10; address++) got.push(await read(address));
  expect(got.some((value, address) => typeof value === "number" && value !== wordAt(address))).toBe(true);
  await close();
  const ask = await ours();
  for (let address = 0; address < 10; address++) expect(await ask(address)).toEqual(said(address));
});

test("the library is the one these doors were made for", () => {
  const { version } = JSON.parse(
    readFileSync(new URL("../../../node_modules/modbus-serial/package.json", import.meta.url), "utf8"),
  ) as { version: string };
  expect(version).toBe("8.0.25");
  const { dependencies } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies["modbus-serial"]).toBe(version);
});

test("the library keeps to what is used of its inside", async () => {
  devices();
  class Door extends EventEmitter {
    isOpen = true;
    written: Buffer[] = [];
    open = (done: () => void): void => done();
    close = (done?: () => void): void => done?.();
    write = (frame: Buffer): void => void this.written.push(frame);
  }
  const door = new Door();
  const client = new modbus.default(door);
  client.open(() => {});
  client.setTimeout(1_000);
  const inside = client as unknown as {
    _port: unknown;
    _transactions: Record<number, { nextAddress: number; nextCode: number }>;
  };
  expect(inside._port).toBe(door);
  // It numbers the transactions of a port that doesn't do so itself, and looks for the answer by the number.
  expect(door).toMatchObject({ _transactionIdRead: 1, _transactionIdWrite: 1 });
  const read = new Promise((resolve) => client.writeFC3(7, 0x0102, 1, (error, reply) => resolve(error ?? reply.data)));
  expect(door.written[0]).toEqual(Buffer.from([7, 3, 1, 2, 0, 1, 0x24, 0x50]));
  expect(inside._transactions[1]).toMatchObject({ nextAddress: 7, nextCode: 3 });
  door.emit("data", Buffer.from([7, 3, 2, 0x12, 0x34, 0x3d, 0x33]));
  expect(await read).toEqual([0x1234]);
  const refused = new Promise((resolve) =>
    client.writeFC3(7, 0, 1, (error) => resolve((error as { modbusCode?: number }).modbusCode)),
  );
  door.emit("data", Buffer.from([7, 0x83, 2, 0x20, 0xf0]));
  expect(await refused).toBe(2);
  // With a port for its own, nothing of its RTU framing comes between.
  expect(door.listenerCount("data")).toBe(1);
});
