import type { BoxEvent } from "../../contract/effects.ts";
import { alarmKey } from "./alarm/alarm-call.ts";
import type { CallLeg } from "./call.ts";
import { callbackKey } from "./callback/asking.ts";
import { dialogueHears } from "./dialogue.ts";
import { closeLeg, forgetQuiet, letGo } from "./ending.ts";
import { flowHears } from "./flow-run.ts";
import { partOver } from "./hand/part-over.ts";
import { referred } from "./hand/refer.ts";
import { watcherPresses } from "./hand/watch.ts";
import { legAnswered, legConfirmed, legEnded, legProgressed, mediaOpened, mediaRefused } from "./legs.ts";
import { pinKey } from "./outgoing/ask-pin.ts";
import { played } from "./playing.ts";
import { recordKey } from "./record-pause.ts";
import { keepStats } from "./recording.ts";
import { note, type Scene } from "./scene.ts";
import { offered } from "./talking.ts";
import { voiceHeard } from "./voices.ts";
import { about } from "./who.ts";

export type LegEvent = Extract<BoxEvent, { leg: unknown }>;

/** A caller's key that is not for the flow. */
const callerKey = (scene: Scene, digit: string): boolean =>
  alarmKey(scene, digit) || pinKey(scene, digit) || dialogueHears(scene, { on: "digit", digit }) || callbackKey(scene, digit);

/** After its end a leg has nothing more to say than its figures: whatever else comes was on its way already. */
export function stepLeg(scene: Scene, leg: CallLeg, event: LegEvent): void {
  if (event.on === "media.closed") {
    leg.sound = "none";
    keepStats(scene, event);
    forgetQuiet(scene, leg);
    letGo(scene);
    return;
  }
  if (event.on === "media.played") {
    played(scene, event);
    return;
  }
  if (leg.state === "ended") return;
  switch (event.on) {
    case "media.opened":
      mediaOpened(scene, leg, event.local);
      return;
    case "media.refused":
      mediaRefused(scene, leg, event.why);
      return;
    case "line.progressed":
      legProgressed(scene, leg, event);
      return;
    case "line.answered":
      legAnswered(scene, leg, event);
      return;
    case "line.confirmed":
      legConfirmed(scene, leg, event.remote);
      return;
    case "line.ended":
      legEnded(scene, leg, event);
      return;
    case "line.offered":
      offered(scene, leg, event.remote);
      return;
    case "line.referred":
      referred(scene, leg, event);
      return;
    case "line.digit":
    case "media.digit":
      recordKey(scene, leg, event.digit);
      if (leg.role === "watcher") watcherPresses(scene, leg, event.digit);
      else if (leg.role === "caller" && !callerKey(scene, event.digit)) flowHears(scene, { on: "digit", digit: event.digit });
      return;
    case "media.speaking":
    case "media.quiet":
      voiceHeard(scene, event);
      return;
    case "media.silent":
      silent(scene, leg, event.forMs);
      return;
    default:
      return;
  }
}

/** A far side that is there but sends nothing is gone without a word: a phone unplugged, a network that went away. */
function silent(scene: Scene, leg: CallLeg, forMs: number): void {
  const limitMs = scene.ctx.settings.media.silentEndSec * 1000;
  if (forMs < limitMs || leg.state !== "up" || leg.onHold) return;
  const seconds = Math.round(forMs / 1000);
  note(scene, "media", about(scene, leg, `has sent nothing for ${seconds} s`, `已 ${seconds} 秒无媒体`));
  // One of several who is gone leaves the others alone.
  closeLeg(scene, leg, "silent-line");
  partOver(scene, leg, "silent-line", "box");
}
