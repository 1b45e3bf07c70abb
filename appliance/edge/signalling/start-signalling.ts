import type { PacketChunk } from "../../wire/capture/packet-tap.ts";
import type { LadderCall, SipTraceEntry } from "../../wire/sip/agent/message-ladder.ts";
import type { DialogSnapshot } from "../../wire/sip/dialog/snapshot-dialog.ts";
import type { Ban } from "./ban-list.ts";
import type { Listening, SignallingOptions } from "./signalling-options.ts";
import type { Bound } from "./signalling-server.ts";
import { WorkerLine } from "./worker-line.ts";
import type { SignallingGauges } from "./worker-messages.ts";

const STOP_MS = 5_000;

/** A running signalling worker. Every question rejects once the worker is gone. */
export type Signalling = {
  /** Where drachtio-srf connects to, with the secret of this start. */
  host: string;
  port: number;
  secret: string;
  listening: Listening[];
  /** The messages of a call as they were on the wire, oldest first. Digest responses are blanked. */
  ladder(callId: string): Promise<SipTraceEntry[]>;
  /** The calls whose messages are still there. */
  ladderSnapshot(): Promise<LadderCall[]>;
  gauges(): Promise<SignallingGauges>;
  /** A trusted address is left alone. */
  ban(address: string, forMs: number, why?: string): Promise<void>;
  /** Takes the place of `trusted` of the options. */
  trust(addresses: readonly string[]): Promise<void>;
  /** False when it was not banned. */
  unban(address: string): Promise<boolean>;
  bans(): Promise<Ban[]>;
  /** Tells every message from now on; nobody any more without a wish. */
  tap(wish: { address?: string } | undefined, hear?: (chunk: PacketChunk) => void): Promise<void>;
  snapshotDialogs(): Promise<DialogSnapshot[]>;
  /** How many were taken up; unreadable ones and those already here are left out. */
  restoreDialogs(list: readonly unknown[]): Promise<number>;
  /** BYE to everything, then the worker ends. `reason` is told to peers and application. */
  stop(reason: string): Promise<void>;
  /** Resolves when the worker ended without being asked, with why. */
  lost: Promise<string>;
};

/** Starts the embedded SIP server on a thread of its own. Rejects when a listen point can't be had. */
export async function startSignalling(options: SignallingOptions): Promise<Signalling> {
  const line = new WorkerLine(options);
  const bound = await line.expect<Bound>(0);
  return {
    ...bound,
    lost: line.lost,
    ladder: (callId) => line.ask("ladder", { callId }),
    ladderSnapshot: () => line.ask("ladderCalls", {}),
    gauges: () => line.ask("gauges", {}),
    ban: async (address, forMs, why = "reported by the application") => {
      await line.ask("ban", { address, forMs, why });
    },
    trust: async (addresses) => {
      await line.ask("trust", { addresses });
    },
    unban: (address) => line.ask("unban", { address }),
    bans: () => line.ask("bans", {}),
    tap: async (wish, hear) => {
      // What is still under way belongs to whoever listened last.
      if (hear) line.tapped = hear;
      await line.ask("tap", { wish });
    },
    snapshotDialogs: () => line.ask("snapshotDialogs", {}),
    restoreDialogs: (list) => line.ask("restoreDialogs", { list: [...list] }),
    stop: (reason) => line.stop(reason, STOP_MS),
  };
}
