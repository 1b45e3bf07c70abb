import type { BundleChoices, BundlePart, Capture } from "../contract/diagnostics.ts";
import type { Sentence } from "../contract/words.ts";

/** What a bundle's thread is given at its start; the rest it reads from the data folder. */
export type BundleJob = {
  version: string;
  dataDir: string;
  by: string;
  atMs: number;
  choices: BundleChoices;
  hardware: unknown;
  captures: { row: Capture; paths: string[] }[];
  live?: unknown;
  /** Instead of a bundle: the events of a time, written to this file. */
  events?: { fromMs: number; toMs: number; file: string };
};
export type ToBundle = { ask: "part"; n: number; name: string } | { ask: "make"; file: string };
export type FromBundle =
  | { told: "progress"; done: number; doing?: Sentence }
  | { told: "gathered"; parts: BundlePart[] }
  | { told: "part"; n: number; text?: string; cut: boolean }
  | { told: "made" }
  | { told: "failed"; why: string };
