import { Readable } from "node:stream";
import type { Capture, SupportBundle } from "../../appliance/contract/diagnostics.ts";
import type { DiagnosticsPort } from "../../appliance/edge/http/diagnostics-port.ts";

const capture: Capture = {
  id: "calls-1",
  kind: "calls",
  subject: "192.0.2.7",
  content: false,
  by: "admin",
  startedAtMs: 1,
  untilMs: 600_001,
  endedAtMs: 9,
  ended: "asked",
  bytes: 24,
  mostBytes: 1_048_576,
  packets: 0,
  dropped: 0,
  wrapped: false,
};
/** One with what is said in it. */
const heard: Capture = { ...capture, id: "rtp-1", kind: "rtp", content: true };
const bundle: SupportBundle = {
  id: "support-1",
  by: "admin",
  atMs: 5,
  state: "preview",
  progress: 1,
  choices: { hideNumbers: true, hideNames: true, hours: 24, captures: ["calls-1"] },
  parts: [{ name: "about.json", bytes: 3, what: { zh: "版本", en: "Versions" }, readable: true }],
};
const captures = [capture, heard];

/** Diagnostics of a box that is not there. */
export const madeUpDiagnostics: DiagnosticsPort = {
  overview: () => ({
    captures,
    subjects: [{ of: "modem", id: "gsm1", name: "SIM 1 (gsm1)" }],
    bundles: [bundle],
    freeMb: 9_000,
    keepFreeMb: 2_000,
    eventsFromMs: 1,
  }),
  startCapture: async (wish) =>
    wish.megabytes > 500 ? { fault: "capture-room" } : { ...capture, kind: wish.kind, content: wish.content ?? false },
  stopCapture: async (id) => captures.find((one) => one.id === id),
  dropCapture: async (id) => captures.some((one) => one.id === id),
  capture: (id) => captures.find((one) => one.id === id),
  captureFile: async (id) => ({ name: `${id}.pcap`, sound: Readable.from([Buffer.from("pcap")]) }),
  events: async () => Readable.from(["{}\n"]),
  gather: async (choices, by) => ({ ...bundle, choices, by }),
  bundle: (id) => (id === bundle.id ? bundle : undefined),
  bundlePart: async (id, name) => (id === bundle.id ? { name, text: "{}", cut: false } : undefined),
  makeBundle: (id) => (id === bundle.id ? { ...bundle, state: "making" } : { fault: "not-found" }),
  dropBundle: async (id) => id === bundle.id,
  bundleFile: async (id) => (id === bundle.id ? { bytes: 3, sound: Readable.from([Buffer.from("zip")]) } : undefined),
};
