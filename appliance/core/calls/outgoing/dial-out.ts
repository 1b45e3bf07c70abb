import type { EndReason } from "../../../contract/end-reason.ts";
import type { Sentence } from "../../../contract/records.ts";
import type { LegId, PhoneId } from "../../../kit/ids.ts";
import { boxMayCall, type Dialler, judgeOutgoing, type OutgoingVerdict } from "../../lines/outgoing.ts";
import { triesNext, trunksOut } from "../../lines/trunks-out.ts";
import { type CallLeg, callerLeg, callsOnLine } from "../call.ts";
import { callDirectly } from "../direct.ts";
import { sentRoundTooOften } from "../diverting.ts";
import { endCall } from "../ending.ts";
import { turnAwayWith } from "../farewell.ts";
import { clearTimer, keep, note, type Scene, setPhase, setTimer } from "../scene.ts";
import { play, stopPlay } from "../sound.ts";
import { languageAt, outgoingWords, speech } from "./words.ts";

/** What a phone that dials a number outside has to do first: nothing (`dial`), give a PIN or listen (`answer`). */
export type FirstStep = "dial" | "answer";

/** A phone dials the world outside: its rights decide. */
export function planOutgoing(scene: Scene, phone: PhoneId, number: string): FirstStep {
  const { call, ctx } = scene;
  const agent = ctx.agentAt(phone);
  const verdict = judgeOutgoing(ctx.settings, number, { phone, ...(agent ? { agent } : {}) });
  call.record.numberClass = verdict.class;
  call.record.language = languageAt(ctx, phone);
  note(scene, "line", verdict.why, { class: verdict.class, role: verdict.role, may: verdict.may });
  keep(scene);
  if (verdict.may === "no") return turnedAway(scene, outgoingWords.refused, "blocked");
  const ways = waysTo(scene, number, verdict.class);
  if (ways.length === 0) {
    note(scene, "fault", { en: "No line leads outside.", zh: "没有可用的外线。" });
    return turnedAway(scene, outgoingWords.noLine, "overload");
  }
  call.outgoing = { number, class: verdict.class, ways };
  return verdict.may === "with-pin" ? wantsPin(scene, verdict) : "dial";
}

function wantsPin(scene: Scene, { owners }: OutgoingVerdict): FirstStep {
  const { call, ctx } = scene;
  const lockedUntilMs = owners[0] && ctx.pinLockedUntil(owners[0]);
  if (lockedUntilMs !== undefined) {
    note(scene, "line", { en: "The PIN is locked.", zh: "密码已锁定。" }, { lockedUntilMs });
    return turnedAway(scene, outgoingWords.locked, "blocked");
  }
  if (call.outgoing) call.outgoing.pin = { owners, typed: "", checking: false };
  return "answer";
}

function turnedAway(scene: Scene, words: Sentence, why: EndReason): FirstStep {
  turnAwayWith(scene, speech(words, scene.call.record.language), why);
  return "answer";
}

const waysTo = ({ state, ctx }: Scene, number: string, kind: OutgoingVerdict["class"]) =>
  trunksOut(ctx.settings, number, kind, { down: (line) => ctx.lineDown(line), calls: (line) => callsOnLine(state, line) });

/** The box leads a caller outside, by itself (a flow, a forward) or because `who` wants it. Nothing when that may not be, or no line is free. */
export function startOutside(scene: Scene, number: string, who?: Dialler): CallLeg | undefined {
  const { call, ctx } = scene;
  const verdict = judgeOutgoing(ctx.settings, number, who ?? {});
  if (who ? verdict.may !== "yes" : !boxMayCall(ctx.settings, number)) {
    note(scene, "fault", verdict.why);
    return undefined;
  }
  delete call.sentOn;
  call.outgoing = { number, class: verdict.class, ways: waysTo(scene, number, verdict.class) };
  const leg = nextWay(scene);
  if (!leg) note(scene, "fault", { en: "No line leads outside.", zh: "没有可用的外线。" });
  return leg;
}

/** A phone forwards to a number outside, which it was found to be allowed. */
export function startForward(scene: Scene, number: string, phone: PhoneId): CallLeg | undefined {
  const { call, ctx } = scene;
  if (sentRoundTooOften(call)) {
    note(scene, "fault", { en: "It has been sent on too often already.", zh: "转移次数已达上限。" });
    return undefined;
  }
  const { class: kind, why } = judgeOutgoing(ctx.settings, number, { phone });
  note(scene, "line", why);
  call.record.numberClass = kind;
  call.outgoing = { number, class: kind, ways: waysTo(scene, number, kind) };
  const leg = nextWay(scene);
  if (!leg) note(scene, "fault", { en: "No line leads outside.", zh: "没有可用的外线。" });
  return leg;
}

/** Dials over the first trunk that is left. */
export function nextWay(scene: Scene): CallLeg | undefined {
  const { call } = scene;
  const way = call.outgoing?.ways.shift();
  if (!call.outgoing || !way) return undefined;
  const { line, number } = way;
  const as = number === call.outgoing.number ? { en: "", zh: "" } : { en: ` as ${number}`, zh: `，号码改为 ${number}` };
  note(scene, "line", { en: `Dials out over ${line}${as.en}`, zh: `经 ${line} 呼出${as.zh}` });
  const leg = callDirectly(scene, { kind: "line", line }, number);
  call.outgoing.leg = leg.id;
  return leg;
}

const answeredRingMs = 60_000;

/** The number of a caller whom we have answered already: he hears the ring-back from us. */
export function dialAnswered(scene: Scene): void {
  const leg = nextWay(scene);
  if (!leg) {
    endCall(scene, "overload", "box");
    return;
  }
  scene.call.transfer = { leg: leg.id };
  setTimer(scene, "transfer", answeredRingMs);
  setPhase(scene, "transfer");
  const items = [{ kind: "tone" as const, tone: "ring-back" as const, forMs: answeredRingMs }];
  play(scene, { purpose: "ring-back", items, bargeIn: false, repeat: true });
}

/** The leg over a trunk came to nothing. True when that is seen to here: another trunk is tried, or nobody else waits for the outcome. */
export function wayFailed(scene: Scene, leg: LegId, why: EndReason, status: number | undefined): boolean {
  const { call } = scene;
  const { outgoing, transfer } = call;
  if (!outgoing || outgoing.leg !== leg || call.ending) return false;
  const next = triesNext(why, status) ? nextWay(scene) : undefined;
  if (next) {
    if (transfer) call.transfer = { leg: next.id };
    if (call.consult?.leg === leg) call.consult.leg = next.id;
    if (call.handover?.leg === leg) call.handover.leg = next.id;
    return true;
  }
  const direct = transfer?.leg === leg && !call.flow && callerLeg(call).state === "up";
  if (!direct) return false;
  delete call.transfer;
  clearTimer(scene, "transfer");
  stopPlay(scene);
  endCall(scene, why, "box");
  return true;
}
