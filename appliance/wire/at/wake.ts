import type { Family } from "./family.ts";
import { type AtScript, ask, lines } from "./script.ts";
import {
  isRegistered,
  type Registration,
  readOperator,
  readRegistration,
  readSignalDbm,
  readSim,
  type SimState,
  simOfError,
} from "./status.ts";

/** Who a modem is. Everything may be missing; what is there was bounded on reading. */
export type ModemIdentity = { maker: string; model: string; firmware: string; imei: string };
export type SimIdentity = { imsi: string; simNumber: string; ownNumber: string; serviceCentre: string };

/** Registration takes its time; commands that go to the network have it too (TS 27.007 leaves it open). */
const networkMs = 30_000;
const word = (line: string | undefined): string => (line ?? "").trim().slice(0, 60);

/** The first words with a modem: it answers, and then without echo and with error codes. False when it doesn't. */
export function* greet(): AtScript<boolean> {
  // A modem left in the middle of a line or a prompt needs a second try.
  for (let tries = 0; tries < 3; tries++) {
    const answer = yield* ask("", { timeoutMs: 1_500 });
    if (!answer.ok) continue;
    yield* ask("E0");
    yield* ask("+CMEE=1");
    return true;
  }
  return false;
}

export function* identify(): AtScript<ModemIdentity> {
  const [maker] = yield* lines("+CGMI");
  const [model] = yield* lines("+CGMM");
  const [firmware] = yield* lines("+CGMR");
  const [imei] = yield* lines("+CGSN");
  const digits = /\d{14,16}/.exec(imei ?? "")?.[0] ?? "";
  return { maker: word(maker), model: word(model), firmware: word(firmware).replace(/^\+CGMR: */, ""), imei: digits };
}

/**
 * Opens the SIM. A PIN is entered only when at least two tries are left, and once: after a wrong one the caller must not come again with the
 * same. A PUK is never entered.
 */
export function* unlock(
  family: Family,
  pin: string | undefined,
): AtScript<{ sim: SimState; triesLeft?: number; wrongPin?: true }> {
  const state = yield* simState();
  if (state !== "pin") return { sim: state };
  const triesLeft = yield* pinTries(family);
  const known = triesLeft === undefined ? {} : { triesLeft };
  // Without knowing how many are left, nothing is risked.
  if (pin === undefined || triesLeft === undefined || triesLeft < 2) return { sim: "pin", ...known };
  const entered = yield* ask(`+CPIN="${pin}"`, { timeoutMs: networkMs });
  if (!entered.ok) return { sim: "pin", triesLeft: triesLeft - 1, wrongPin: true };
  return { sim: yield* simState() };
}

/** What the SIM is now. */
export function* simState(): AtScript<SimState> {
  const answer = yield* ask("+CPIN?", { answer: "+CPIN" });
  if (answer.ok) return readSim(answer.lines[0] ?? "") ?? "unknown";
  return answer.why.kind === "cme" ? simOfError(answer.why.code) : "unknown";
}

/** TS 27.007 8.2: the SIM is started anew with the radio. */
export function* radioOffAndOn(): AtScript<boolean> {
  yield* ask("+CFUN=0", { timeoutMs: networkMs });
  const on = yield* ask("+CFUN=1", { timeoutMs: networkMs });
  return on.ok;
}

function* pinTries({ pinTries: tries }: Family): AtScript<number | undefined> {
  if (!tries) return undefined;
  for (const line of yield* lines(tries.command)) {
    const left = tries.read(line);
    if (left !== undefined) return left;
  }
  return undefined;
}

/** What a modem needs to carry calls and messages, once its SIM is open. Commands it doesn't know are passed over. */
export function* setUp(family: Family): AtScript<{ sim: SimIdentity; messages: boolean }> {
  const wanted = ["+COPS=3,0", "+CREG=1", "+CEREG=1", "+CLIP=1", "+CCWA=0,0,1", "+CSSN=0,0", ...family.setUp];
  for (const command of wanted) yield* ask(command, { timeoutMs: networkMs });
  const [imsi] = yield* lines("+CIMI");
  const { simNumber } = family;
  const [card] = yield* lines(simNumber.command, { answer: simNumber.answer });
  const [own] = yield* lines("+CNUM", { answer: "+CNUM" });
  const [centre] = yield* lines("+CSCA?", { answer: "+CSCA" });
  const sim = {
    imsi: /\d{14,15}/.exec(imsi ?? "")?.[0] ?? "",
    simNumber: /\d{18,20}[0-9A-F]?/i.exec(card ?? "")?.[0] ?? "",
    ownNumber: /,"(\+?\d{3,20})"/.exec(own ?? "")?.[1] ?? "",
    serviceCentre: /"(\+?\d{3,20})"/.exec(centre ?? "")?.[1] ?? "",
  };
  return { sim, messages: yield* openMessages() };
}

/** TS 27.005: PDU mode, kept on the SIM and announced by +CMTI and +CDSI: nothing is lost while nobody listens. */
function* openMessages(): AtScript<boolean> {
  const mode = yield* ask("+CMGF=0");
  for (const memory of ["ME", "SM"]) {
    const chosen = yield* ask(`+CPMS="${memory}","${memory}","${memory}"`, { answer: "+CPMS" });
    if (chosen.ok) break;
  }
  const announced = yield* ask("+CNMI=2,1,0,2,0");
  return mode.ok && announced.ok;
}

export type NetworkNow = { registration: Registration; signalDbm?: number; operator?: string };

/** Asked for every now and then. Voice on 4G is ready when either domain is (CSFB or VoLTE). */
export function* network(): AtScript<NetworkNow> {
  const [circuit] = yield* lines("+CREG?", { answer: "+CREG" });
  const [packet] = yield* lines("+CEREG?", { answer: "+CEREG" });
  const [signal] = yield* lines("+CSQ", { answer: "+CSQ" });
  const [name] = yield* lines("+COPS?", { answer: "+COPS", timeoutMs: networkMs });
  const states = [circuit, packet].map((line) => readRegistration(line ?? ""));
  const registration = states.find(isRegistered) ?? states[0] ?? states[1] ?? "unknown";
  const signalDbm = readSignalDbm(signal ?? "");
  const operator = readOperator(name ?? "");
  return { registration, ...(signalDbm === undefined ? {} : { signalDbm }), ...(operator ? { operator } : {}) };
}
