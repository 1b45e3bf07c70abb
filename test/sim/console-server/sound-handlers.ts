import type { RecordingRow } from "../../../appliance/contract/records.ts";
import type { Asked, Handlers, Refuse } from "./asked.ts";
import { peaks, wav } from "./sound.ts";

/** Invented sound for every recording there is, old or new. */
export function soundHandlers(
  recordingOf: (asked: Asked) => RecordingRow | undefined,
  asksReason: () => boolean,
  refuse: Refuse,
): Handlers {
  return {
    recordingAudio: (asked) => {
      const r = recordingOf(asked);
      if (!r || r.durationMs === undefined) return refuse(asked.reply, "not-found");
      if (asksReason() && (asked.query.reason ?? "").trim().length < 3) return refuse(asked.reply, "reason-wanted");
      const bytes = wav(r.id, r.durationMs);
      const range = /^bytes=(\d+)-(\d*)$/.exec(asked.request.headers.range ?? "");
      asked.reply.type("audio/wav").header("accept-ranges", "bytes");
      if (!range) return asked.reply.send(bytes);
      const from = Number(range[1]);
      const to = Math.min(bytes.length - 1, range[2] ? Number(range[2]) : bytes.length - 1);
      return asked.reply
        .code(206)
        .header("content-range", `bytes ${from}-${to}/${bytes.length}`)
        .send(bytes.subarray(from, to + 1));
    },
    recordingPeaks: (asked) => {
      const r = recordingOf(asked);
      return r?.durationMs === undefined
        ? refuse(asked.reply, "not-found")
        : peaks(r.id, r.durationMs, Number(asked.query.buckets ?? 600));
    },
  };
}
