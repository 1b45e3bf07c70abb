import type { BoxEvent } from "../../contract/effects.ts";
import type { MediaEvent } from "../../contract/media.ts";

export const recordingFailed = "recording-failed";

/** One alarm for the disk, however many recordings it stops; the next recording that is kept clears it. */
export function recordingAlarm(
  event: Extract<MediaEvent, { on: "media.recordFailed" }>,
): Extract<BoxEvent, { on: "alarm.raised" }> {
  const full = event.fault === "disk-full";
  return {
    on: "alarm.raised",
    code: recordingFailed,
    subject: "disk",
    severity: "critical",
    text: {
      zh: `${full ? "磁盘已满" : "磁盘出错"}，录音中止，通话不受影响。请清理空间或检查磁盘。（${event.text}）`,
      en: `The disk ${full ? "is full" : "failed"}: recording stopped, calls go on. Free some space or check the disk. (${event.text})`,
    },
  };
}
