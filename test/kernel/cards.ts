import type { LineCommand, LineEvent, Party } from "../../appliance/contract/line.ts";
import type { AnalogPhone } from "../../appliance/contract/line-settings.ts";
import type { PhoneId } from "../../appliance/kit/ids.ts";
import { type BoxCall, BoxSide } from "../conformance/lines/box-side.ts";
import { analogLine } from "../sim/dahdi/analog-line.ts";
import { driveChannels } from "../sim/dahdi/drive-card.ts";
import { until } from "./until.ts";

const phone = "8001" as PhoneId;
const atPhone: Party = { kind: "phone", phone };
const telephone: AnalogPhone = { port: "fxs1", phone, callerId: "fsk", messageLamp: "none" };
type Box = BoxSide<{ party: Party; perform(command: LineCommand): void; stop(): Promise<void> }>;
const callerNumber = "075512345678";
const mostTries = 6;
const surelyMs = 500;
/** A machine without acceleration loses much of it. */
const saidMs = 30_000;

type Calls = { rung: BoxCall; taken: BoxCall };

/** The telephone rings, and what it is shown is what the line is told. The guest's clock leaps, and a message with a gap is none: it may take a few calls, but the number is never wrong. */
async function announced(box: Box, ringing: () => boolean): Promise<Calls> {
  for (let n = 1; n <= mostTries; n++) {
    const rung = await box.dial("8001", 120_000);
    await until("ring", ringing);
    const taken = await box.take();
    if (taken.from === callerNumber) return { rung, taken };
    if (taken.from !== "") throw new Error(`the caller was "${taken.from}"`);
    console.log(`guest: call ${n} came without its number`);
    await rung.answered();
    taken.hangUp();
    await until("end", () => box.endsOf(rung.leg) + box.endsOf(taken.leg) === 2);
  }
  throw new Error(`no number in ${mostTries} calls`);
}

/** The cards' driver in its process over the kernel's own dahdi: its line of the exchange is the far end of its telephone. */
export async function cards(seen: (what: string) => void): Promise<void> {
  const box = await BoxSide.open(async (hear: (event: LineEvent) => void) => {
    const sockets = [
      { kind: "fxo", channel: 1, line: analogLine },
      { kind: "fxs", channel: 32, phone: telephone },
    ] as const;
    const { driver } = driveChannels("/dev/dahdi", [...sockets], hear);
    return {
      party: atPhone,
      perform: (command: LineCommand) => driver.line(command),
      stop: () => driver.stop("the test is over"),
    };
  });
  const ringing = (): boolean => box.events.some((e) => e.on === "line.ringing" && box.endsOf(e.leg) === 0);
  await until("line", () => box.events.some((e) => e.on === "line.state" && e.state === "up"));
  await until("telephone", () => box.events.some((e) => e.on === "phone.state" && e.contacts.length === 1));
  seen("dahdi.ko: a line and a telephone are ready");

  const { rung, taken } = await announced(box, ringing);
  seen("dahdi.ko: the telephone's ring is the line's ring, and the number came by FSK through the kernel");
  await rung.answered();
  void rung.say(440, saidMs);
  void taken.say(1_000, saidMs);
  await until("sound from the telephone", () => taken.heardForMs(440) > surelyMs);
  await until("sound to the telephone", () => rung.heardForMs(1_000) > surelyMs);
  seen("dahdi.ko: answered, sound both ways");
  taken.hangUp();
  const over = await rung.over();
  if (over.by !== "far") throw new Error(`ended by ${over.by}`);
  await taken.over();
  seen("dahdi.ko: the line put down, the telephone is told");
  await box.stop();
}
