import type { FaultCode } from "../../contract/faults.ts";
import type { diagnosticsRoutes } from "../../contract/routes/diagnostics.ts";
import { may } from "../../core/access/may.ts";
import { isPrivate } from "../../core/diagnostics/capture-rules.ts";
import { type Asked, type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type Captures = "startCapture" | "stopCapture" | "dropCapture" | "captureFile" | "eventTrace";
type Bundles = "gatherBundle" | "bundle" | "bundlePart" | "makeBundle" | "dropBundle" | "bundleFile";
type Own = keyof typeof diagnosticsRoutes;

export const diagnosticsHandlers = (ports: HttpPorts): Pick<Handlers, Own> => ({
  diagnostics: () => ports.diagnostics.overview(),
  ...captures(ports),
  ...bundles(ports),
});

function found<T>(one: T | undefined): T {
  if (one === undefined) throw new HttpFault("not-found");
  return one;
}
function granted<T extends { id: string }>(one: T | { fault: FaultCode }): T {
  if ("id" in one) return one;
  throw new HttpFault(one.fault);
}
const taken = (reply: Asked<Own>["reply"], type: string, name: string): void => {
  reply.type(type).header("content-disposition", `attachment; filename="${name}"`).header("x-content-type-options", "nosniff");
};

/** What is taken away is noted, before anything is sent. */
const note = ({ store }: HttpPorts, asked: Asked<Own>, what: string, subject: string): void =>
  store.audit({ who: signedIn(asked).user, address: asked.request.ip, what, subject: subject.slice(0, 100), outcome: "ok" });

function captures(ports: HttpPorts): Pick<Handlers, Captures> {
  const { diagnostics } = ports;
  return {
    async startCapture(asked) {
      const asker = signedIn(asked);
      const capture = granted(await diagnostics.startCapture(asked.body, asker.user, may(asker, "capture-content")));
      // The route's own note says who and when; this one what, and why.
      note(ports, asked, isPrivate(capture) ? "captureContent" : "capture", `${capture.id} ${asked.body.reason?.trim() ?? ""}`);
      return capture;
    },
    stopCapture: async ({ params }) => found(await diagnostics.stopCapture(params.id)),
    async dropCapture({ params }) {
      if (!(await diagnostics.dropCapture(params.id))) throw new HttpFault("not-found");
    },
    async captureFile(asked) {
      const { id } = asked.params;
      const capture = found(diagnostics.capture(id));
      if (isPrivate(capture) && !may(signedIn(asked), "capture-content")) throw new HttpFault("not-allowed");
      const { name, sound } = found(await diagnostics.captureFile(id));
      note(ports, asked, isPrivate(capture) ? "captureContentFile" : "captureFile", id);
      taken(asked.reply, name.endsWith(".txt") ? "text/plain; charset=utf-8" : "application/vnd.tcpdump.pcap", name);
      return sound;
    },
    async eventTrace(asked) {
      const { fromMs = 0, toMs = ports.nowMs() } = asked.query;
      note(ports, asked, "eventTrace", `${fromMs} ${toMs}`);
      const lines = await diagnostics.events(fromMs, toMs);
      taken(asked.reply, "application/x-ndjson", "events.ndjson");
      return lines;
    },
  };
}

function bundles(ports: HttpPorts): Pick<Handlers, Bundles> {
  const { diagnostics } = ports;
  return {
    async gatherBundle(asked) {
      const asker = signedIn(asked);
      const wanted = asked.body.captures.map((id) => found(diagnostics.capture(id)));
      if (wanted.some(isPrivate) && !may(asker, "capture-content")) throw new HttpFault("not-allowed");
      if (wanted.some(({ endedAtMs }) => endedAtMs === undefined)) throw new HttpFault("capture-runs");
      return diagnostics.gather(asked.body, asker.user);
    },
    bundle: ({ params }) => found(diagnostics.bundle(params.id)),
    bundlePart: async ({ params, query }) => found(await diagnostics.bundlePart(params.id, query.name)),
    makeBundle: ({ params }) => granted(diagnostics.makeBundle(params.id)),
    async dropBundle({ params }) {
      if (!(await diagnostics.dropBundle(params.id))) throw new HttpFault("not-found");
    },
    async bundleFile(asked) {
      const { id } = asked.params;
      const { bytes, sound } = found(await diagnostics.bundleFile(id));
      note(ports, asked, "bundleFile", id);
      taken(asked.reply, "application/zip", `linebox-${id}.zip`);
      asked.reply.header("content-length", bytes);
      return sound;
    },
  };
}
