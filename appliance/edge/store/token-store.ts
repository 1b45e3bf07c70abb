import { createHash, randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { ApiToken, ApiTokenFields } from "../../contract/api-token.ts";
import type { Writer } from "./writer.ts";

/** Told apart at sight, by people and by programs that look for leaked secrets. */
const prefix = "lbx_";
const tokenBytes = 32;
/** The moment of last use is written down at most this often. */
const touchEveryMs = 60_000;

type Columns = { doc: string; used_ms: number | null; used_from: string | null };
const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();
const tokenRow = ({ doc, used_ms, used_from }: Columns): ApiToken => ({
  ...(JSON.parse(doc) as ApiToken),
  ...(used_ms === null ? {} : { lastUsedAtMs: used_ms }),
  ...(used_from === null ? {} : { lastUsedFrom: used_from }),
});

/** Tokens of other programs. */
export function tokenStore(db: Database, writer: Writer, nowMs: () => number) {
  const all = db.prepare<[], Columns>("SELECT doc, used_ms, used_from FROM api_token ORDER BY id");
  const find = db.prepare<[Uint8Array], Columns>("SELECT doc, used_ms, used_from FROM api_token WHERE token = ?");
  return {
    apiTokens: (): ApiToken[] => all.all().map(tokenRow),
    /** Returns the token itself, which is kept nowhere. */
    async makeApiToken(fields: ApiTokenFields, by: string): Promise<{ id: string; token: string }> {
      const id = randomBytes(6).toString("hex");
      const token = prefix + randomBytes(tokenBytes).toString("base64url");
      const row: ApiToken = { id, ...fields, createdAtMs: nowMs(), createdBy: by };
      await writer.ask({ op: "token.put", id, token: hashToken(token), doc: JSON.stringify(row) });
      return { id, token };
    },
    /** Rejects with StoreRefusal "not-found". */
    dropApiToken: async (id: string): Promise<void> => void (await writer.ask({ op: "token.drop", id })),
    apiToken(token: string): ApiToken | undefined {
      const row = find.get(hashToken(token));
      return row && tokenRow(row);
    },
    /** Nobody waits for it. */
    touchApiToken({ id, lastUsedAtMs = 0, lastUsedFrom }: ApiToken, address: string): void {
      const atMs = nowMs();
      if (atMs - lastUsedAtMs < touchEveryMs && address === lastUsedFrom) return;
      writer.ask({ op: "token.touch", id, atMs, address }).catch(() => undefined);
    },
  };
}
export type TokenStore = ReturnType<typeof tokenStore>;
