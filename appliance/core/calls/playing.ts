import type { SpeechEvent } from "../../contract/effects.ts";
import type { MediaEvent, PlayItem } from "../../contract/media.ts";
import { alarmSaid } from "./alarm/alarm-call.ts";
import { legOf } from "./call.ts";
import { offerCallback } from "./callback/asking.ts";
import { dialogueHears } from "./dialogue.ts";
import { endCall } from "./ending.ts";
import { beginFlow, flowHears } from "./flow-run.ts";
import { goesStraight } from "./incoming.ts";
import { greet, music } from "./queueing.ts";
import { noticeHeard } from "./recording.ts";
import { note, type Scene } from "./scene.ts";

/** The sounds are there: play them, unless something else is wanted by now. */
export function rendered(scene: Scene, event: SpeechEvent): void {
  const { call } = scene;
  const n = Number(event.request.split(":")[1]);
  for (const fault of event.faults) note(scene, "fault", { en: `Prompt: ${fault}`, zh: `语音：${fault}` });
  const wanted = [call.play, call.beside].find((p) => p?.n === n);
  if (!wanted) return;
  const { leg, bargeIn, repeat } = wanted;
  if (legOf(call, leg)?.sound !== "open") {
    finished(scene, n, "finished");
    return;
  }
  const items: PlayItem[] = [];
  for (const [i, item] of wanted.items.entries()) {
    const file = event.files[i];
    if (item.kind === "tone" || item.kind === "silence") items.push(item);
    else if (file) items.push({ kind: "file", path: file.path });
  }
  if (items.length === 0) {
    finished(scene, n, "finished");
    return;
  }
  scene.out.push({ do: "media.play", leg, play: String(n), items, bargeIn, repeat });
}

/** What was played is over. Answers to older plays are stale. */
export function played(scene: Scene, event: Extract<MediaEvent, { on: "media.played" }>): void {
  const { fault = "" } = event;
  if (event.how === "failed") note(scene, "fault", { en: `Could not be played: ${fault}`, zh: `无法播放：${fault}` });
  if (event.how === "stopped") return;
  finished(scene, Number(event.play), event.how === "interrupted" ? "interrupted" : "finished");
}

function finished(scene: Scene, n: number, how: "finished" | "interrupted"): void {
  const { call } = scene;
  if (call.beside?.n === n) delete call.beside;
  if (call.play?.n !== n) return;
  const { play } = call;
  delete call.play;
  switch (play.purpose) {
    case "flow":
      if (play.token !== undefined) flowHears(scene, { on: "played", token: play.token, how });
      return;
    case "privacy":
      noticeHeard(scene, "rule");
      if (call.queue) greet(scene, call.queue.id);
      else if (!goesStraight(scene)) beginFlow(scene);
      return;
    case "alarm":
      alarmSaid(scene);
      return;
    case "dialogue":
      dialogueHears(scene, { on: "said" });
      return;
    case "announce":
    case "notice":
      if (call.queue) {
        if (call.offerAfter) offerCallback(scene);
        if (!call.play) music(scene);
        return;
      }
      if (call.star) {
        endCall(scene, "flow-end", "box");
        return;
      }
      if (call.farewell) endCall(scene, call.farewell.why, "box");
      return;
    default:
      return;
  }
}
