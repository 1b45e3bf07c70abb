import type { Heard } from "../../core/recordings/hear-talk.ts";
import type { SoundPlace } from "./open-sound.ts";

/** Work on one finished recording; `to` is a path relative to the data folder, the key in hexadecimal. */
export type VaultJob =
  | { do: "seal"; place: SoundPlace; to: string }
  | { do: "compress"; place: SoundPlace; format: "opus" | "mp3"; seal: boolean; to: string }
  | { do: "hear"; place: SoundPlace };
/** `bytes` and `sha256` are of the sound without its seal. */
export type VaultDone = { bytes: number; sha256: string } | { heard: Heard } | { fault: string };
export type ToVault = { n: number; dataDir: string; key: string; job: VaultJob };
export type FromVault = { n: number; done: VaultDone };
