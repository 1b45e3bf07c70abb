import type { Readable } from "node:stream";
import type { BundleChoices, Capture, CaptureWish, Diagnostics, SupportBundle } from "../../contract/diagnostics.ts";
import type { FaultCode } from "../../contract/faults.ts";

type Refusal = { fault: FaultCode };
/** Captures, traces and support bundles, as the console asks for them. */
export type DiagnosticsPort = {
  overview(): Diagnostics;
  startCapture(wish: CaptureWish, by: string, mayHearContent: boolean): Promise<Capture | Refusal>;
  stopCapture(id: string): Promise<Capture | undefined>;
  dropCapture(id: string): Promise<boolean>;
  capture(id: string): Capture | undefined;
  captureFile(id: string): Promise<{ name: string; sound: Readable } | undefined>;
  events(fromMs: number, toMs: number): Promise<Readable>;
  gather(choices: BundleChoices, by: string): Promise<SupportBundle>;
  bundle(id: string): SupportBundle | undefined;
  bundlePart(id: string, name: string): Promise<{ name: string; text: string; cut: boolean } | undefined>;
  makeBundle(id: string): SupportBundle | Refusal;
  dropBundle(id: string): Promise<boolean>;
  bundleFile(id: string): Promise<{ bytes: number; sound: Readable } | undefined>;
};
