import type { PhoneId } from "../../../kit/ids.ts";
import { isDialable } from "../../lines/number-class.ts";
import { type HearingAct, type HearingEvent, type HearingView, startHearing, stepHearing } from "../../messages/hearing.ts";
import { say } from "../../messages/hearing-words.ts";
import { boxNow } from "../../messages/messages-state.ts";
import { boxesOfAgent, isOwner } from "../../messages/owners.ts";
import { callerLeg } from "../call.ts";
import { endCall } from "../ending.ts";
import { ringPhone } from "../forwarding.ts";
import { startOutside } from "../outgoing/dial-out.ts";
import { startRecording, stopRecording } from "../recording.ts";
import { note, post, type Scene, setPhase, setTimer } from "../scene.ts";
import { play } from "../sound.ts";
import { speak } from "./begin-leaving.ts";

const greetingQuietMs = 4_000;
const callBackRingMs = 60_000;

/** Somebody dialled to hear a box: his own, or the one whose number he dialled. Said to him once his phone is up. */
export function beginHearing(scene: Scene): void {
  const { call, ctx } = scene;
  const wish = call.wantsBox;
  delete call.wantsBox;
  if (!wish) return;
  const { phone, number } = wish;
  const boxes = ctx.settings.voicemailBoxes ?? [];
  const agent = agentOf(scene, phone);
  const box = number ? boxes.find((b) => b.number === number) : agent && boxesOfAgent(ctx.settings, agent)[0];
  setPhase(scene, "voicemail");
  const { language } = call.record;
  if (!box) return endWith(scene, "noBox");
  note(scene, "agent", { en: `Hears voicemail box "${box.name}"`, zh: `收听语音信箱“${box.name}”` }, { box: box.id });
  const pinNeeded = !(agent && isOwner(ctx.settings, box, agent));
  if (pinNeeded && (boxNow(ctx.office.messages, box.id).lockedUntilMs ?? 0) > ctx.atMs) return endWith(scene, "locked");
  const view: HearingView = { ...viewOf(scene, box.id), language, pinNeeded };
  const { hearing, acts } = startHearing(box.id, view);
  call.hearing = hearing;
  perform(scene, acts);
}

function endWith(scene: Scene, word: "noBox" | "locked"): void {
  const { call } = scene;
  call.hearing = { box: "", phase: "bye", list: [], at: 0, typed: "", lapses: 0 };
  speak(scene, [say(word, call.record.language)]);
}

const agentOf = (scene: Scene, phone: string) =>
  scene.ctx.agentAt(phone as PhoneId) ?? scene.ctx.settings.agents.find((a) => a.phone === phone)?.id;

const viewOf = ({ call, ctx }: Scene, box: string): HearingView => ({
  messages: boxNow(ctx.office.messages, box).messages,
  language: call.record.language,
  timeZone: ctx.settings.site.timeZone,
  pinNeeded: false,
});

export function hearBox(scene: Scene, event: HearingEvent): void {
  const { hearing } = scene.call;
  if (!hearing || scene.call.ending) return;
  if (event.on === "pinChecked") {
    post(scene, { on: "pin.tried", box: hearing.box, right: event.right });
    if (!event.right) note(scene, "agent", { en: "Wrong PIN", zh: "信箱密码错误" });
  }
  perform(scene, stepHearing(hearing, event, viewOf(scene, hearing.box)));
}

function perform(scene: Scene, acts: HearingAct[]): void {
  for (const act of acts) if (!scene.call.ending) doAct(scene, act);
}

function doAct(scene: Scene, act: HearingAct): void {
  const { call } = scene;
  const { hearing } = call;
  if (!hearing) return;
  const by = callerLeg(call).agent ?? call.record.caller;
  switch (act.act) {
    case "say":
      speak(scene, act.items);
      return;
    case "wait":
      setTimer(scene, "dialogue", act.forMs);
      return;
    case "checkPin":
      scene.out.push({ do: "pin.check", call: call.record.id, owners: [`box:${hearing.box}`], pin: act.pin });
      return;
    case "mark":
      post(scene, { on: "message.marked", message: act.message, state: act.state, by, ...(act.kept ? { kept: true } : {}) });
      return;
    case "callBack":
      callBack(scene, act.number);
      return;
    case "record": {
      const { id } = startRecording(scene, callerLeg(call), "greeting", { record: true }, greetingQuietMs);
      call.taking = { recording: id, token: "greeting" };
      setTimer(scene, "dialogue", act.maxMs);
      return;
    }
    case "stopRecord":
      if (call.taking) stopRecording(scene, call.taking.recording);
      setTimer(scene, "dialogue", 10_000);
      return;
    case "greeting":
      post(scene, { on: "greeting.recorded", box: hearing.box, by, ...(act.path ? { path: act.path } : {}) });
      return;
    case "over":
      delete call.hearing;
      endCall(scene, "hangup", "box");
      return;
  }
}

/** Whoever left the message is called, as if the phone had dialled him; the hearing is over. */
function callBack(scene: Scene, number: string): void {
  const { call, ctx } = scene;
  delete call.hearing;
  const inside = ctx.settings.phones.some((p) => p.id === number && p.enabled);
  const { party, agent } = callerLeg(call);
  // By the rights of the phone that hears; the number is as the caller's line gave it, without the digit that leads outside.
  const who = { ...(party.kind === "phone" ? { phone: party.phone } : {}), ...(agent ? { agent } : {}) };
  note(scene, "line", { en: `Calls back ${number}`, zh: `回拨 ${number}` });
  const leg = inside ? ringPhone(scene, number as PhoneId) : isDialable(number) ? startOutside(scene, number, who) : undefined;
  if (!leg) {
    endCall(scene, inside ? "busy" : "not-found", "box");
    return;
  }
  call.transfer = { leg: leg.id };
  setTimer(scene, "transfer", callBackRingMs);
  setPhase(scene, "transfer");
  const items = [{ kind: "tone" as const, tone: "ring-back" as const, forMs: callBackRingMs }];
  play(scene, { purpose: "ring-back", items, bargeIn: false, repeat: true });
}
