import { execFile } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LineCommand, LineEvent, Party } from "../../appliance/contract/line.ts";
import type { AnalogPhone } from "../../appliance/contract/line-settings.ts";
import { call, hook } from "../../appliance/edge/dahdi/dahdi-calls.ts";
import type { Socket } from "../../appliance/edge/dahdi/dahdi-config.ts";
import { linuxSys } from "../../appliance/edge/dahdi/sys.ts";
import type { LineId, PhoneId } from "../../appliance/kit/ids.ts";
import { type BoxCall, BoxSide } from "../conformance/lines/box-side.ts";
import { analogLine } from "../sim/dahdi/analog-line.ts";
import { openOf, refuted } from "../sim/dahdi/channel-claims.ts";
import { driveChannels } from "../sim/dahdi/drive-card.ts";
import { patienceMs, type Seen, saidMs, surelyMs, until } from "./until.ts";

const phone = "8001" as PhoneId;
const atPhone: Party = { kind: "phone", phone };
const atLine: Party = { kind: "line", line: analogLine.id as LineId };
const telephone: AnalogPhone = { port: "fxs1", phone, callerId: "fsk", messageLamp: "none" };
const callerNumber = "075512345678";
const dialledNumber = "10086";
const mostTries = 4;

/** A socket for a line of the exchange, and the telephone's at its far end. */
const lineSocket: Socket = { kind: "fxo", channel: 1, line: analogLine };
const phoneSocket: Socket = { kind: "fxs", channel: 32, phone: telephone };

// include/dahdi/user.h: struct dahdi_dynamic_span has the driver's name, the address, and three numbers.
const destroySpan = 0x4048da51;
const addressAt = 20;
const dynamicSpanBytes = 72;

const cardsAt = "/sys/bus/dahdi_devices/devices";

type Box = BoxSide<{ party: Party; perform(command: LineCommand): void; stop(): Promise<void> }>;
type Calls = { rung: BoxCall; taken: BoxCall };
type Cards = { box: Box; use(sockets: Socket[]): void; alarms: ReadonlySet<string>; ringing(party: Party["kind"]): boolean };

/** The cards' driver in its process over the kernel's own dahdi: its line of the exchange is the far end of its telephone. */
export async function cards(seen: Seen): Promise<void> {
  await sameAsSimulated(seen);
  const at = await open();
  const { box } = at;
  seen("dahdi.ko: a line and a telephone are ready");
  const { rung, taken } = await announced(at);
  seen(`dahdi.ko: the telephone's ring is the line's ring, and its number ${callerNumber} came by FSK through the kernel`);
  await rung.answered();
  await bothHear(rung, taken);
  seen("dahdi.ko: answered, sound both ways");
  taken.hangUp();
  if ((await rung.over()).by !== "far") throw new Error("the telephone was not told that the line was put down");
  await taken.over();
  seen("dahdi.ko: the line put down, the telephone is told");
  await dialOut(at, seen);
  await takenOut(at, seen);
  await alarm(at, seen);
  await box.stop();
}

/** What the simulated card is claimed to do is what the kernel does; tried on a line and a telephone's socket nobody uses. */
async function sameAsSimulated(seen: Seen): Promise<void> {
  const sys = linuxSys();
  const [root, line, phone] = ["/dev/dahdi", 2, 33];
  let ringing = -1;
  const ring = (on: boolean): void => {
    if (on) ringing = openOf(sys, root, phone);
    sys.ioctl(ringing, call.hook, Buffer.from(Int32Array.of(on ? hook.ring : hook.ringOff).buffer));
    if (!on) sys.close(ringing);
  };
  const pass = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  const { tried, refuted: wrong } = await refuted({ sys, root, line, phone, pass, ring });
  for (const one of wrong) console.log(`guest: the kernel does not do as claimed: ${one}`);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${tried} claims of the simulated card do not hold`);
  seen(`dahdi.ko: does all ${tried} things the simulated card is claimed to do`);
}

async function open(): Promise<Cards> {
  const hears: { driven?: ReturnType<typeof driveChannels> } = {};
  const box: Box = await BoxSide.open(async (hear: (event: LineEvent) => void) => {
    const driven = driveChannels("/dev/dahdi", [lineSocket, phoneSocket], hear);
    hears.driven = driven;
    return {
      party: atPhone,
      perform: (command: LineCommand) => driven.driver.line(command),
      stop: () => driven.driver.stop("the test is over"),
    };
  }, patienceMs);
  await until("line", () => lineState(box) === "up");
  await until("telephone", () => phoneIsThere(box));
  const ringing = (kind: Party["kind"]): boolean =>
    box.events.some((e) => e.on === "line.ringing" && e.party.kind === kind && box.endsOf(e.leg) === 0);
  const { use, alarms } = hears.driven!;
  return { box, use, alarms, ringing };
}

const lineState = (box: Box): string | undefined => box.events.flatMap((e) => (e.on === "line.state" ? [e.state] : [])).at(-1);
const phoneIsThere = (box: Box): boolean =>
  (box.events.flatMap((e) => (e.on === "phone.state" ? [e.contacts] : [])).at(-1)?.length ?? 0) > 0;

/** Rings the telephone and takes the call on the line. A telephone is busy until the kernel is sure that it was put back. */
async function callPhone({ box, ringing }: Cards): Promise<Calls> {
  for (;;) {
    const rung = await box.dial(phone, patienceMs);
    await until("ring", () => ringing("line") || box.endsOf(rung.leg) > 0);
    if (box.endsOf(rung.leg) === 0) return { rung, taken: await box.take() };
    if ((await rung.over()).why !== "busy") throw new Error("the telephone can't be rung");
  }
}

/** The telephone rings, and what it is shown is what the line is told. A message with a gap is none: it may take a few calls, but the number is never wrong. */
async function announced(at: Cards): Promise<Calls> {
  for (let n = 1; n <= mostTries; n++) {
    const { rung, taken } = await callPhone(at);
    if (taken.from === callerNumber) return { rung, taken };
    if (taken.from !== "") throw new Error(`the caller was "${taken.from}"`);
    console.log(`guest: call ${n} came without its number`);
    await rung.answered();
    taken.hangUp();
    await until("end", () => at.box.endsOf(rung.leg) + at.box.endsOf(taken.leg) === 2);
  }
  throw new Error(`no number in ${mostTries} calls`);
}

async function bothHear(one: BoxCall, other: BoxCall): Promise<void> {
  void one.say(440, saidMs);
  void other.say(1_000, saidMs);
  await until("sound", () => other.heardForMs(440) > surelyMs && one.heardForMs(1_000) > surelyMs).finally(() =>
    console.log(`guest: heard ${other.heardForMs(440)} ms and ${one.heardForMs(1_000)} ms`),
  );
}

/** The line is taken off the hook, waits for the telephone's dial tone, and the kernel presses the keys: the telephone's socket hears them as it hears a person's. */
async function dialOut({ box, ringing }: Cards, seen: Seen): Promise<void> {
  const dialled = await box.dial(dialledNumber, patienceMs, atLine);
  await until("call of the telephone", () => ringing("phone"));
  const rung = box.events.findLast((e) => e.on === "line.ringing");
  if (rung?.to.number !== dialledNumber) throw new Error(`"${rung?.to.number}" was dialled`);
  seen(`dahdi.ko: ${dialledNumber} dialled by the kernel's dialler behind a dial tone, and heard key by key at the far end`);
  const taken = await box.take();
  await dialled.answered();
  await bothHear(dialled, taken);
  seen("dahdi.ko: a call out, sound both ways");
  // The telephone stays off the hook and hears a tone; so does the line.
  taken.hangUp();
  await taken.over();
  if ((await dialled.over()).by !== "far") throw new Error("the line did not hear that the far end has gone");
  seen("dahdi.ko: the far end hung up, the line hears its tone and is put down");
}

/** The line's card goes while its channel is open and talked over. */
async function takenOut(at: Cards, seen: Seen): Promise<void> {
  const { box } = at;
  const { rung, taken } = await callPhone(at);
  await rung.answered();
  const card = readdirSync(cardsAt).find((name) => existsSync(join(cardsAt, name, "span-1")));
  if (!card) throw new Error("no card has the line's span");
  writeFileSync(join(cardsAt, card, "unassign_span"), "1");
  await until("line down", () => lineState(box) === "down");
  const { why } = await taken.over();
  if (why !== "line-failed") throw new Error(`the call ended as ${why}`);
  await rung.over();
  seen("dahdi.ko: a card taken out in a call: the call ends as failed, its line is down");
  writeFileSync(join(cardsAt, card, "assign_span"), "1:1:1");
  await setUp("near-again");
  await until("line up again", () => lineState(box) === "up");
  await until("telephone again", () => phoneIsThere(box));
  seen("dahdi.ko: the card put back, line and telephone are ready");
}

/** By dahdi_cfg, as the box's image does. */
const setUp = (what: string) => promisify(execFile)("/tmp/dahdi_cfg", ["-c", `/tmp/${what}.conf`]);

/** The far end's span is taken away: nothing comes from it any more, and the kernel raises the red alarm. */
async function alarm({ box, use, alarms }: Cards, seen: Seen): Promise<void> {
  use([lineSocket]);
  await until("telephone gone", () => !phoneIsThere(box));
  await until("span gone", () => takeAway("1:1"));
  await until("line down", () => lineState(box) === "down");
  if (!alarms.has(`analog-port-down ${analogLine.id}`)) throw new Error("no alarm was raised");
  seen("dahdi.ko: the span's alarm takes the line down and raises the port's alarm");
  await setUp("far-end");
  await until("line up again", () => lineState(box) === "up" && alarms.size === 0);
  use([lineSocket, phoneSocket]);
  await until("telephone again", () => phoneIsThere(box));
  seen("dahdi.ko: the span is back, the alarm is over, line and telephone are ready");
}

/** False while one of its channels is still open (EBUSY). */
function takeAway(address: string): boolean {
  const sys = linuxSys();
  const control = sys.open("/dev/dahdi/ctl");
  const span = Buffer.alloc(dynamicSpanBytes);
  span.write("loc", 0, "latin1");
  span.write(address, addressAt, "latin1");
  const done = sys.ioctl(control, destroySpan, span);
  sys.close(control);
  if (done < 0 && done !== -16) throw new Error(`the span can't be taken away: errno ${-done}`);
  return done >= 0;
}
