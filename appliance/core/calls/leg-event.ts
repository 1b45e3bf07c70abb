import type { BoxEvent } from "../../contract/effects.ts";
import type { CallLeg } from "./call.ts";
import { endCall, forgetQuiet, letGo } from "./ending.ts";
import { flowHears } from "./flow-run.ts";
import { legAnswered, legConfirmed, legEnded, legProgressed, mediaOpened, mediaRefused } from "./legs.ts";
import { pinKey } from "./outgoing/ask-pin.ts";
import { played } from "./playing.ts";
import { recordKey } from "./record-pause.ts";
import { keepStats } from "./recording.ts";
import { note, type Scene } from "./scene.ts";
import { about, offered } from "./talking.ts";

export type LegEvent = Extract<BoxEvent, { leg: unknown }>;

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
      referred(scene, leg, event.to);
      return;
    case "line.digit":
    case "media.digit":
      recordKey(scene, leg, event.digit);
      if (leg.role === "caller" && !pinKey(scene, event.digit)) flowHears(scene, { on: "digit", digit: event.digit });
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
  endCall(scene, "silent-line", "box");
}

/** A phone's own transfer key. Transfers are the flow's and the queue's so far: it is told no, and the talk goes on. */
function referred(scene: Scene, leg: CallLeg, to: string): void {
  if (leg.state !== "up") return;
  note(scene, "line", about(scene, leg, `asks for a transfer to ${to}, which is not supported`, `请求转接到 ${to}，暂不支持`));
  scene.out.push({ do: "line.referOutcome", leg: leg.id, status: 603 });
}
