import { createSocket, type Socket } from "node:dgram";
import { connect } from "node:net";
import { Random } from "../../appliance/wire/sip/test-data/random.ts";
import { invalidTorture } from "../../appliance/wire/sip/test-data/torture-invalid.ts";
import { semanticTorture } from "../../appliance/wire/sip/test-data/torture-semantic.ts";
import { validTorture } from "../../appliance/wire/sip/test-data/torture-valid.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import type { LabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const torture = [...validTorture, ...invalidTorture, ...semanticTorture].map((t) => t.bytes);

export type StormResult = { sent: number; answered: number; goodCalls: number; failedCalls: number; memoryMb: number[] };
type Gauges = Record<string, Record<string, number>>;

/**
 * All RFC 4475 messages and so many damaged ones at a running box, over UDP and TCP, from ever new addresses so that a ban doesn't
 * hide the parser; an honest call in between must go through. Throws at the first that doesn't.
 */
export async function storm(box: LabBox, messages: number, tell: (text: string) => void = () => {}): Promise<StormResult> {
  const office = new ConsoleClient(box.console);
  await office.signIn("admin", box.credentials.admin!.password);
  const random = new Random(4475);
  const result: StormResult = { sent: 0, answered: 0, goodCalls: 0, failedCalls: 0, memoryMb: [] };
  const memory = async () => (await office.get<Gauges>("/api/gauges")).process!.memoryBytes! / 1_048_576;
  for (const bytes of torture) result.answered += await overTcp(box, bytes);
  result.memoryMb.push(await memory());
  const perSocket = 250;
  const perBreath = 50;
  for (let n = 0; result.sent < messages; n++) {
    const socket = createSocket("udp4");
    // 127.1.0.1 … 127.254.254.254: nobody's addresses, but loopback all the same.
    const address = `127.${1 + (n % 254)}.${1 + (Math.floor(n / 254) % 254)}.${1 + (n % 200)}`;
    await new Promise<void>((done) => socket.bind(0, address, done));
    socket.on("message", () => result.answered++);
    for (let i = 0; i < perSocket && result.sent < messages; i += perBreath) {
      for (let k = 0; k < perBreath && result.sent < messages; k++)
        send(socket, box, result.sent < torture.length ? torture[result.sent]! : damaged(random), result);
      // The kernel's buffer is not what is being tested.
      await new Promise((done) => setTimeout(done, 8));
    }
    socket.close();
    if (n % 40 === 0) await honestCall(box, result);
    if (n % 400 === 399) {
      result.memoryMb.push(await memory());
      tell(
        `${result.sent} sent, ${result.answered} answered, ${result.goodCalls} honest calls, ${result.memoryMb.at(-1)!.toFixed(0)} MB`,
      );
    }
  }
  result.memoryMb.push(await memory());
  return result;
}

const send = (socket: Socket, box: LabBox, bytes: Uint8Array, result: StormResult): void => {
  result.sent++;
  if (bytes.length > 0 && bytes.length < 60_000) socket.send(bytes, box.sip.port, box.sip.host, () => {});
};

/** A message with a few bytes changed, cut, doubled or put elsewhere. */
function damaged(random: Random): Uint8Array {
  let bytes = Buffer.from(torture[random.below(torture.length)]!);
  for (let changes = 1 + random.below(6); changes > 0; changes--) {
    const at = random.below(Math.max(1, bytes.length));
    const length = 1 + random.below(12);
    switch (random.below(5)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 3:
        bytes = bytes.subarray(0, at + 1);
        break;
      default:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(["\r\n", ";", '"', "<", ",", "%00", "\u0000", "999999999999"][random.below(8)]!),
          bytes.subarray(at),
        ]);
    }
    if (bytes.length > 60_000) bytes = bytes.subarray(0, 60_000);
  }
  return bytes;
}

/** Resolves with 1 when anything came back before the box or a short while ended it. */
function overTcp(box: LabBox, bytes: Uint8Array): Promise<number> {
  return new Promise((done) => {
    const socket = connect({ ...box.sip, localAddress: "127.0.0.77" }, () => socket.end(bytes));
    let answered = 0;
    socket.on("data", () => {
      answered = 1;
      socket.destroy();
    });
    socket.setTimeout(300, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => done(answered));
  });
}

async function honestCall(box: LabBox, result: StormResult): Promise<void> {
  const caller = await SipPhone.open({ user: "13600000000", box: box.sip });
  try {
    const call = await caller.call("96100");
    await call.up;
    call.hangUp();
    result.goodCalls++;
  } catch (error) {
    result.failedCalls++;
    throw new Error(`an honest call failed after ${result.sent} messages: ${String(error)}`);
  } finally {
    setTimeout(() => caller.close(), 500);
  }
}
