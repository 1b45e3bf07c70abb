import type { BundleChoices, Capture } from "../../contract/diagnostics.ts";

/** Where the parts come from. Everything as it is; what must not go is taken out here. */
export type BundleSource = {
  version: string;
  dataDir: string;
  /** "" where nobody asked at the console. */
  by: string;
  atMs: number;
  choices: BundleChoices;
  /** Values that must not be in any part, and names of people. */
  secrets: readonly string[];
  people: readonly string[];
  settings: unknown;
  hardware: unknown;
  alarms: unknown;
  boots: unknown;
  /** How the running box is; nothing of one that doesn't run. */
  live?: unknown;
  /** Takes its time. */
  database(): unknown;
  /** JSON documents, oldest first. */
  events(fromMs: number, toMs: number): Iterable<string>;
  /** Lines, oldest first. */
  log(): Iterable<string>;
  captures: readonly { row: Capture; paths: readonly string[] }[];
};
