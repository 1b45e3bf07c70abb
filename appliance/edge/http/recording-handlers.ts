import type { DeskEvent } from "../../contract/effects.ts";
import { mayActFor } from "../../core/access/may.ts";
import { type Asked, type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { containedFile, sendRecording } from "./recording-file.ts";

const defaultBuckets = 400;

type RecordingRoute = "recordingAudio" | "recordingPeaks" | "recordingPause" | "recordingResume";
export function recordingHandlers(ports: HttpPorts): Pick<Handlers, RecordingRoute> {
  const { store } = ports;
  const pathOf = (id: string): string => {
    const row = store.recording(id);
    if (!row) throw new HttpFault("not-found");
    return row.path;
  };
  const pause = async (asked: Asked<"recordingPause" | "recordingResume">, on: "desk.recordPause" | "desk.recordResume") => {
    const asker = signedIn(asked);
    const agent = asked.params.id;
    if (!mayActFor(asker, agent)) throw new HttpFault("not-allowed");
    const event: DeskEvent = { on, agent, by: asker.user };
    expectOk(await ports.desk(event));
  };
  return {
    recordingPause: (asked) => pause(asked, "desk.recordPause"),
    recordingResume: (asked) => pause(asked, "desk.recordResume"),
    recordingAudio: ({ params, request, reply }) => sendRecording(request, reply, ports.dataDir, pathOf(params.id)),
    async recordingPeaks({ params, query, request }) {
      const { path } = await containedFile(ports.dataDir, pathOf(params.id));
      try {
        return await ports.peaks(path, query.buckets ?? defaultBuckets);
      } catch (error) {
        request.log.warn({ error }, "a recording can't be read");
        throw new HttpFault("recording-damaged");
      }
    },
  };
}
