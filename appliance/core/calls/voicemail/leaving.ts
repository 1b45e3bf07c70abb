import type { RecordingRow } from "../../../contract/records.ts";
import { voicemailDefaults } from "../../../contract/voicemail.ts";
import type { Sentence } from "../../../contract/words.ts";
import { callerLeg, type Leaving } from "../call.ts";
import { endCall } from "../ending.ts";
import { flowReturns } from "../flow-run.ts";
import { startRecording, stopRecording } from "../recording.ts";
import { clearTimer, note, post, type Scene, setTimer } from "../scene.ts";
import { speak, spokenWords, voicemailBox } from "./begin-leaving.ts";
import { messageOf } from "./message-of.ts";

export type DialogueEvent =
  | { on: "said" }
  | { on: "digit"; digit: string }
  | { on: "timeUp" }
  | { on: "quiet"; recording: string };

const kept: Sentence = { zh: "您的留言已保存，再见。", en: "Your message has been kept. Goodbye." };
const nothingHeard: Sentence = {
  zh: "没有听到您的留言，请在提示音后再说一次。",
  en: "We did not hear a message. Please speak after the tone.",
};
const nothingKept: Sentence = { zh: "没有录到留言，再见。", en: "No message was recorded. Goodbye." };
const failed: Sentence = { zh: "很抱歉，留言未能保存，再见。", en: "We are sorry, your message could not be kept. Goodbye." };
/** How long the recording may take to be closed after it was told to stop. */
const closeMs = 10_000;
/** Who has said nothing twice has nothing to say. */
const mostLapses = 2;
const beep = { kind: "tone", tone: "beep", forMs: 400 } as const;

/** The caller leaves his message: greeting, tone, recording until a key, quiet or the time ends it. */
export function stepLeaving(scene: Scene, leaving: Leaving, event: DialogueEvent): void {
  switch (leaving.phase) {
    case "greeting":
      if (event.on === "said" || (event.on === "digit" && event.digit === "#")) begin(scene, leaving);
      return;
    case "beep":
      if (event.on === "said") record(scene, leaving);
      return;
    case "recording":
      if (event.on === "digit" && event.digit === "*") leaving.again = true;
      if (event.on === "said") return;
      if (event.on === "digit" && event.digit !== "#" && event.digit !== "*") return;
      if (event.on === "quiet" && event.recording !== leaving.recording) return;
      stop(scene, leaving);
      return;
    case "closing":
      if (event.on === "timeUp") sayGoodbye(scene, leaving, failed, "failed");
      return;
    case "bye":
      if (event.on === "said") over(scene, leaving);
      return;
  }
}

function begin(scene: Scene, leaving: Leaving): void {
  leaving.phase = "beep";
  delete leaving.again;
  speak(scene, [beep]);
}

function record(scene: Scene, leaving: Leaving): void {
  const box = voicemailBox(scene, leaving.box);
  leaving.phase = "recording";
  leaving.recording = startRecording(
    scene,
    callerLeg(scene.call),
    "voicemail",
    { record: true },
    box?.silenceMs ?? voicemailDefaults.silenceMs,
  ).id;
  setTimer(scene, "dialogue", box?.maxMs ?? voicemailDefaults.maxMs);
}

function stop(scene: Scene, leaving: Leaving): void {
  leaving.phase = "closing";
  if (leaving.recording) stopRecording(scene, leaving.recording);
  setTimer(scene, "dialogue", closeMs);
}

/** The recording is closed, also when the caller has rung off meanwhile. True when it was this dialogue's. */
export function leavingRecorded(scene: Scene, row: RecordingRow): boolean {
  const { call } = scene;
  const { leaving } = call;
  if (leaving?.recording !== row.id) return false;
  delete leaving.recording;
  clearTimer(scene, "dialogue");
  const message = leaving.again ? undefined : messageOf(scene, leaving, row);
  if (message) {
    note(scene, "flow", { en: "The message is kept.", zh: "留言已保存。" }, { message: message.id });
    post(scene, { on: "message.left", message });
  } else if (row.state !== "failed") note(scene, "flow", { en: "Nothing was kept.", zh: "没有保存留言。" });
  if (call.ending) return true;
  if (leaving.again) begin(scene, leaving);
  else if (message) sayGoodbye(scene, leaving, kept, "left");
  else if (row.state === "failed") sayGoodbye(scene, leaving, failed, "failed");
  else if (++leaving.lapses >= mostLapses) sayGoodbye(scene, leaving, nothingKept, "left");
  else {
    leaving.phase = "greeting";
    speak(scene, spokenWords(scene, nothingHeard));
  }
  return true;
}

function sayGoodbye(scene: Scene, leaving: Leaving, words: Sentence, outcome: Leaving["outcome"]): void {
  leaving.phase = "bye";
  leaving.outcome = outcome;
  speak(scene, spokenWords(scene, words));
}

function over(scene: Scene, leaving: Leaving): void {
  const { call } = scene;
  delete call.leaving;
  if (leaving.goesOn === "flow" && call.flow) flowReturns(scene, leaving.outcome);
  else endCall(scene, "flow-end", "box");
}
