import type { SpeechEvent } from "../../contract/effects.ts";
import type { MediaEvent, PlayItem } from "../../contract/media.ts";
import { endCall } from "./ending.ts";
import { flowHears } from "./flow-run.ts";
import { music } from "./queueing.ts";
import { media, note, type Scene } from "./scene.ts";

/** The sounds are there: play them, unless something else is wanted by now. */
export function rendered(scene: Scene, event: SpeechEvent): void {
  const { call } = scene;
  const n = Number(event.request.split(":")[1]);
  for (const fault of event.faults) note(scene, "fault", `Prompt: ${fault}`, `语音：${fault}`);
  if (!call.play || call.play.n !== n || call.ending) return;
  const items: PlayItem[] = [];
  call.play.items.forEach((item, i) => {
    if (item.kind === "tone") items.push({ kind: "tone", tone: item.tone, forMs: item.forMs });
    else if (item.kind === "silence") items.push({ kind: "silence", forMs: item.forMs });
    else if (event.files[i]) items.push({ kind: "file", path: event.files[i]!.path });
  });
  if (items.length === 0) return finished(scene, "finished");
  const { leg, bargeIn, repeat } = call.play;
  media(scene, { do: "media.play", leg, play: String(n), items, bargeIn, repeat });
}

/** What was played is over. Answers to older plays are stale. */
export function played(scene: Scene, event: Extract<MediaEvent, { on: "media.played" }>): void {
  const { call } = scene;
  if (event.how === "failed") note(scene, "fault", `Could not be played: ${event.fault ?? ""}`, `无法播放：${event.fault ?? ""}`);
  if (!call.play || String(call.play.n) !== event.play || event.how === "stopped") return;
  finished(scene, event.how === "interrupted" ? "interrupted" : "finished");
}

function finished(scene: Scene, how: "finished" | "interrupted"): void {
  const { call } = scene;
  const { play } = call;
  delete call.play;
  switch (play?.purpose) {
    case "flow":
      if (play.token !== undefined) flowHears(scene, { on: "played", token: play.token, how });
      return;
    case "announce":
    case "notice":
      if (call.queue) return music(scene);
      if (call.star) return endCall(scene, "flow-end", "box");
      return;
    default:
      return;
  }
}
