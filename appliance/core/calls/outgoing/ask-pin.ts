import type { PinEvent } from "../../../contract/pin.ts";
import type { Sentence } from "../../../contract/records.ts";
import { sayFarewell, turnAwayWith } from "../farewell.ts";
import { clearTimer, note, type Scene, setTimer } from "../scene.ts";
import { play } from "../sound.ts";
import { dialAnswered } from "./dial-out.ts";
import { outgoingWords, speech } from "./words.ts";

const patienceMs = 15_000;
const mostDigits = 12;

/** The phone hears us: its PIN is asked for. */
export function askPin(scene: Scene, words: Sentence = outgoingWords.pin): void {
  const { call } = scene;
  const { pin } = call.outgoing ?? {};
  if (!pin) return;
  pin.typed = "";
  pin.checking = false;
  play(scene, { purpose: "notice", items: speech(words, call.record.language), bargeIn: true, repeat: false });
  setTimer(scene, "pin", patienceMs);
}

/** A key while a PIN is wanted; false when none is. `*` begins anew, `#` ends. */
export function pinKey(scene: Scene, digit: string): boolean {
  const { pin } = scene.call.outgoing ?? {};
  if (!pin || scene.call.ending || scene.call.farewell) return false;
  if (pin.checking) return true;
  if (digit === "#") pinTyped(scene);
  else if (digit === "*") pin.typed = "";
  else {
    pin.typed = (pin.typed + digit).slice(0, mostDigits);
    setTimer(scene, "pin", patienceMs);
  }
  return true;
}

/** All of it is there, or nothing more comes: somebody must look whether it is right. */
export function pinTyped(scene: Scene): void {
  const { call, out } = scene;
  const { pin } = call.outgoing ?? {};
  if (!pin || pin.checking) return;
  pin.checking = true;
  clearTimer(scene, "pin");
  const typed = pin.typed;
  pin.typed = "";
  if (typed === "") pinChecked(scene, "wrong");
  else out.push({ do: "pin.check", call: call.record.id, owners: pin.owners, pin: typed });
}

export function pinChecked(scene: Scene, outcome: PinEvent["outcome"]): void {
  const { call, ctx, out } = scene;
  const { pin } = call.outgoing ?? {};
  const owner = pin?.owners[0];
  if (!call.outgoing || !pin?.checking || !owner || call.ending) return;
  if (outcome === "none") {
    note(scene, "line", { en: "A PIN is wanted, and none is set.", zh: "需要密码，但尚未设置。" });
    lockedOut(scene, outgoingWords.noPin);
    return;
  }
  const left = ctx.pinTriesLeft(owner) - 1;
  out.push({ lines: { on: "pin.tried", owner, right: outcome === "right" } });
  if (outcome === "right") {
    note(scene, "line", { en: "The PIN is right.", zh: "密码正确。" });
    delete call.outgoing.pin;
    dialAnswered(scene);
    return;
  }
  note(scene, "line", { en: `Wrong PIN, ${left} tries left`, zh: `密码错误，还可尝试 ${left} 次` });
  if (left > 0) askPin(scene, outgoingWords.wrong);
  else lockedOut(scene, outgoingWords.locked);
}

function lockedOut(scene: Scene, words: Sentence): void {
  delete scene.call.outgoing;
  turnAwayWith(scene, speech(words, scene.call.record.language), "blocked");
  sayFarewell(scene);
}
