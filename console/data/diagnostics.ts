import type { BundleChoices, CaptureWish } from "../../appliance/contract/diagnostics.ts";
import { address, call } from "./call.ts";

export const fetchDiagnostics = () => call("diagnostics");
export const startCapture = (body: CaptureWish) => call("startCapture", { body });
export const stopCapture = (id: string) => call("stopCapture", { params: { id } });
export const dropCapture = (id: string) => call("dropCapture", { params: { id } });
export const captureFile = (id: string): string => address("captureFile", { id });
export const eventFile = (fromMs: number, toMs: number): string =>
  `${address("eventTrace", {})}?${new URLSearchParams({ fromMs: String(fromMs), toMs: String(toMs) })}`;
export const gatherBundle = (body: BundleChoices) => call("gatherBundle", { body });
export const bundlePart = (id: string, name: string) => call("bundlePart", { params: { id }, query: { name } });
export const makeBundle = (id: string) => call("makeBundle", { params: { id } });
export const dropBundle = (id: string) => call("dropBundle", { params: { id } });
export const bundleFile = (id: string): string => address("bundleFile", { id });
