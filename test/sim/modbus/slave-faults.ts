/** What can be wrong with one answer of a device. */
export type SlaveFault =
  | { kind: "late"; ms: number }
  | { kind: "silent" }
  | { kind: "cut"; bytes: number }
  | { kind: "byte-by-byte"; everyMs: number }
  | { kind: "garbage-in-front"; bytes: Uint8Array }
  | { kind: "noise-behind"; bytes: Uint8Array }
  | { kind: "exception"; code: number }
  | { kind: "wrong-unit" }
  | { kind: "flipped"; bit: number };

/** A request as a device hears it; `n` counts all of its bus. */
export type HeardRequest = { n: number; unit: number; fc: number; data: Uint8Array };
export type ChooseFault = (request: HeardRequest) => SlaveFault | undefined;
