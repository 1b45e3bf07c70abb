import type { Database } from "better-sqlite3";
import type { BoxKey, Sealed } from "./box-key.ts";
import { raised, type StoreProblem } from "./store-problem.ts";
import type { Writer } from "./writer.ts";

/** Passwords of trunks (as text) and phones (digest hashes as JSON), sealed with the box's key. */
export function secretStore(db: Database, writer: Writer, key: BoxKey, hear: (problem: StoreProblem) => void) {
  const one = db.prepare<[string, string], Sealed>("SELECT nonce, sealed FROM secret WHERE kind = ? AND id = ?");
  const ids = db.prepare<[string], string>("SELECT id FROM secret WHERE kind = ? ORDER BY id").pluck();
  let complained = false;
  return {
    putSecret: async (kind: string, id: string, value: string): Promise<void> =>
      void (await writer.ask({ op: "secret.put", kind, id, ...key.seal(kind, id, value) })),
    /** undefined when there is none, or when it can't be decrypted any more (an alarm says so). */
    secret(kind: string, id: string): string | undefined {
      const row = one.get(kind, id);
      const value = row && key.unseal(kind, id, row);
      if (row && value === undefined && !complained) {
        complained = true;
        hear(raised("secrets-unreadable", "", `${kind} ${id}`));
      }
      return value;
    },
    secretIds: (kind: string): string[] => ids.all(kind),
    dropSecret: async (kind: string, id: string): Promise<void> => void (await writer.ask({ op: "secret.drop", kind, id })),
  };
}
export type SecretStore = ReturnType<typeof secretStore>;
