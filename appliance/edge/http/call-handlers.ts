import type { CallId } from "../../kit/ids.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { containedFile, sendRecording } from "./recording-file.ts";

const defaultPage = 50;
const defaultBuckets = 400;

type CallRoute = "calls" | "call" | "callLadder" | "hangupCall" | "recordingAudio" | "recordingPeaks";
export function callHandlers(ports: HttpPorts): Pick<Handlers, CallRoute> {
  const { store } = ports;
  const pathOf = (id: string): string => {
    const row = store.recording(id);
    if (!row) throw new HttpFault("not-found");
    return row.path;
  };
  return {
    calls: ({ query: { before, limit = defaultPage, ...filters } }) =>
      store.calls({ ...filters, limit, ...(before === undefined ? {} : { beforeMs: before }) }),
    call({ params }) {
      const found = store.call(params.id);
      if (!found) throw new HttpFault("not-found");
      return found;
    },
    callLadder: ({ params }) => ports.ladder(params.id),
    hangupCall: async (asked) =>
      expectOk(await ports.desk({ on: "desk.hangup", call: asked.params.id as CallId, by: signedIn(asked).user })),
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
