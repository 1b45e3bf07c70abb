import type { EndReason } from "../../contract/end-reason.ts";
import type { Sentence } from "../../contract/records.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { callerLeg } from "./call.ts";
import { endCall } from "./ending.ts";
import { sayFarewell, turnAwayWith } from "./farewell.ts";
import { join } from "./mix.ts";
import { ownBox } from "./own-box.ts";
import { note, type Scene } from "./scene.ts";
import { stopPlay } from "./sound.ts";
import { leaveMessage } from "./voicemail/begin-leaving.ts";

const busy: Sentence = { zh: "您呼叫的分机忙，请稍后再拨。", en: "The person you called is busy. Please call again later." };
const nobody: Sentence = {
  zh: "您呼叫的分机无人接听，请稍后再拨。",
  en: "The person you called does not answer. Please call again later.",
};
const away: Sentence = {
  zh: "您呼叫的分机未接通，请稍后再拨。",
  en: "The phone you called can't be reached. Please call again later.",
};
/** Ends that a person had a part in; whatever else ends a direct call is no matter of his. */
const wordsFor: { [why in EndReason]?: Sentence } = { busy, rejected: busy, "no-answer": nobody, unreachable: away };

/** A direct call is for whoever sits at the phone, else for whose phone it is; to a colleague by code it is his wherever he sits. */
export function meantFor({ call, ctx }: Scene, phone: PhoneId): void {
  const agent = ctx.agentAt(phone) ?? ctx.settings.agents.find((a) => a.phone === phone)?.id;
  if (agent) call.meant ??= agent;
}

/** Nobody took a direct call: on to the box of the one it was meant for (A16), else a sentence and the end. Other calls are over. */
export function notTaken(scene: Scene, why: EndReason): void {
  const { call } = scene;
  const words = call.record.direction === "internal" && call.direct ? wordsFor[why] : undefined;
  if (!words || call.farewell || call.startBox !== undefined) {
    endCall(scene, why, "box");
    return;
  }
  const box = ownBox(scene);
  if (box) {
    note(scene, "line", { en: "Not taken: on to his voicemail box", zh: "未接听：转语音信箱" }, { why, box: box.id });
    call.startBox = box.id;
  } else {
    const { language } = call.record;
    turnAwayWith(scene, [{ kind: "speech", text: words[language], language }], why);
  }
  hearUs(scene);
}

/** Who called is answered by us; from a console he is up already. */
function hearUs(scene: Scene): void {
  const { call, out } = scene;
  const caller = callerLeg(call);
  delete call.early;
  stopPlay(scene);
  join(scene);
  if (call.confirmed) {
    const box = call.startBox;
    delete call.startBox;
    if (box === undefined) sayFarewell(scene);
    else if (!leaveMessage(scene, box, "end")) endCall(scene, "no-answer", "box");
    return;
  }
  if (caller.local) out.push({ do: "line.answer", leg: caller.id, local: caller.local });
  else caller.awaiting = caller.awaiting.map((o) => (o === "wait" ? "answer" : o));
  caller.state = "up";
}
