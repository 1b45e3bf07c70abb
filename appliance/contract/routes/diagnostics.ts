import Type from "typebox";
import { BundleChoices, Capture, CaptureWish, Diagnostics, SupportBundle } from "../diagnostics.ts";
import { Closed, Id, route } from "./route.ts";

const Moment = Type.Optional(Type.Integer({ minimum: 0, maximum: 9e15 }));

export const diagnosticsRoutes = {
  diagnostics: route({
    method: "GET",
    path: "/api/diagnostics",
    right: "diagnose",
    summary: "Captures and support bundles there are, and what can be captured",
    reply: Diagnostics,
  }),
  startCapture: route({
    method: "POST",
    path: "/api/diagnostics/captures",
    right: "diagnose",
    summary: "Write down what passes over a port, for a time and up to a size; ends by itself",
    body: CaptureWish,
    reply: Capture,
  }),
  stopCapture: route({
    method: "POST",
    path: "/api/diagnostics/captures/:id/stop",
    right: "diagnose",
    summary: "End a capture",
    params: Id,
    reply: Capture,
  }),
  dropCapture: route({
    method: "DELETE",
    path: "/api/diagnostics/captures/:id",
    right: "diagnose",
    summary: "Delete a capture",
    params: Id,
  }),
  /** Noted as every change is. What has content wants the right to content. */
  captureFile: route({
    method: "GET",
    path: "/api/diagnostics/captures/:id/file",
    right: "diagnose",
    summary: "A capture: pcap (libpcap 2.4, LINKTYPE_RAW) of SIP and RTP, text of AT and Modbus",
    params: Id,
    reply: Type.Unknown(),
    media: "application/octet-stream",
  }),
  eventTrace: route({
    method: "GET",
    path: "/api/diagnostics/events",
    right: "diagnose",
    summary: "Events of the timeline and what calls went through in a time, a JSON document per line, oldest first",
    query: Type.Object({ fromMs: Moment, toMs: Moment }),
    reply: Type.Unknown(),
    media: "application/x-ndjson",
  }),
  gatherBundle: route({
    method: "POST",
    path: "/api/diagnostics/bundles",
    right: "diagnose",
    summary: "Gather a support bundle, to be looked at before it is made",
    body: BundleChoices,
    reply: SupportBundle,
  }),
  bundle: route({
    method: "GET",
    path: "/api/diagnostics/bundles/:id",
    right: "diagnose",
    summary: "A support bundle: how far it is, and what is in it",
    params: Id,
    reply: SupportBundle,
  }),
  bundlePart: route({
    method: "GET",
    path: "/api/diagnostics/bundles/:id/part",
    right: "diagnose",
    summary: "A part of a bundle that is being looked at, exactly as it will go",
    params: Id,
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 120 }) }),
    reply: Closed({ name: Type.String(), text: Type.String(), /** Longer than what is shown. */ cut: Type.Boolean() }),
  }),
  makeBundle: route({
    method: "POST",
    path: "/api/diagnostics/bundles/:id/make",
    right: "diagnose",
    summary: "Make the bundle that was looked at",
    params: Id,
    reply: SupportBundle,
  }),
  dropBundle: route({
    method: "DELETE",
    path: "/api/diagnostics/bundles/:id",
    right: "diagnose",
    summary: "Give up or delete a support bundle",
    params: Id,
  }),
  /** Noted as every change is. */
  bundleFile: route({
    method: "GET",
    path: "/api/diagnostics/bundles/:id/file",
    right: "diagnose",
    summary: "The support bundle",
    params: Id,
    reply: Type.Unknown(),
    media: "application/zip",
  }),
} as const;
