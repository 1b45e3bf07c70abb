import { createHash, randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { Role } from "../../contract/routes.ts";
import type { Language } from "../../contract/words.ts";
import { hashPassword, passwordMatches } from "./password-hash.ts";
import { StoreUnavailable } from "./store-error.ts";
import type { UserFields } from "./write-op.ts";
import type { Writer } from "./writer.ts";

export type UserRow = { user: string; name: string; role: Role; agent?: string; language: Language; createdAtMs: number };
export type SessionRow = { user: UserRow; createdAtMs: number; seenAtMs: number };

const tokenBytes = 32;
const unsavedLimit = 100;
type UserColumns = {
  id: string;
  name: string;
  role: string;
  agent: string | null;
  language: string;
  password: string;
  created_ms: number;
};

const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();
const userRow = (row: UserColumns): UserRow => ({
  user: row.id,
  name: row.name,
  role: row.role as Role,
  ...(row.agent === null ? {} : { agent: row.agent }),
  language: row.language as Language,
  createdAtMs: row.created_ms,
});

/** Console users and their sessions. Passwords are kept as scrypt hashes, tokens as SHA-256. */
export function peopleStore(db: Database, writer: Writer, nowMs: () => number) {
  const all = db.prepare<[], UserColumns>("SELECT * FROM user ORDER BY id");
  const one = db.prepare<[string], UserColumns>("SELECT * FROM user WHERE id = ?");
  const findSession = db.prepare<[Uint8Array], { user: string; created_ms: number; seen_ms: number }>(
    "SELECT user, created_ms, seen_ms FROM session WHERE token = ?",
  );
  /** Sessions that the disk would not take: somebody must be able to sign in and see why. Gone with the next start. */
  const unsaved = new Map<string, { user: string; createdAtMs: number; seenAtMs: number }>();

  const user = (id: string): UserRow | undefined => {
    const row = one.get(id);
    return row && userRow(row);
  };
  const forgetUnsaved = (id: string): void => {
    for (const [token, session] of unsaved) if (session.user.toLowerCase() === id.toLowerCase()) unsaved.delete(token);
  };

  return {
    users: (): UserRow[] => all.all().map(userRow),
    user,
    /** The first user of a box; false when somebody was first. */
    async createFirstUser(fields: UserFields, password: string): Promise<boolean> {
      if (all.get()) return false;
      const hash = await hashPassword(password);
      try {
        await writer.ask({ op: "user.first", fields, password: hash, atMs: nowMs() });
        return true;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "already-there") return false;
        throw error;
      }
    },
    /** Makes or changes a user; a new one needs a password (else StoreRefusal "not-found"). A new password ends his sessions. */
    async putUser(fields: UserFields, password?: string): Promise<void> {
      const hash = password === undefined ? {} : { password: await hashPassword(password) };
      await writer.ask({ op: "user.put", fields, ...hash, atMs: nowMs() });
      if (password !== undefined) forgetUnsaved(fields.user);
    },
    async deleteUser(id: string): Promise<void> {
      await writer.ask({ op: "user.drop", user: id });
      forgetUnsaved(id);
    },
    setUserLanguage: async (id: string, language: Language): Promise<void> =>
      void (await writer.ask({ op: "user.language", user: id, language })),
    /** Ends all sessions of the user but the one with this token. */
    async setPassword(id: string, password: string, keepToken?: string): Promise<void> {
      const hash = await hashPassword(password);
      await writer.ask({
        op: "user.password",
        user: id,
        password: hash,
        ...(keepToken === undefined ? {} : { keep: hashToken(keepToken) }),
      });
      const kept = keepToken === undefined ? undefined : unsaved.get(keepToken);
      forgetUnsaved(id);
      if (kept && keepToken !== undefined) unsaved.set(keepToken, kept);
    },
    /** The user whose password it is; undefined for a wrong name or password, after the same time. */
    async checkPassword(id: string, password: string): Promise<UserRow | undefined> {
      const row = one.get(id);
      return (await passwordMatches(password, row?.password)) && row ? userRow(row) : undefined;
    },

    /** Returns the token for the cookie; it is kept nowhere else. */
    async openSession(id: string, address: string): Promise<string> {
      const token = randomBytes(tokenBytes).toString("base64url");
      const atMs = nowMs();
      try {
        await writer.ask({ op: "session.open", token: hashToken(token), user: id, address, atMs });
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        for (const oldest of unsaved.keys()) {
          if (unsaved.size < unsavedLimit) break;
          unsaved.delete(oldest);
        }
        unsaved.set(token, { user: id, createdAtMs: atMs, seenAtMs: atMs });
      }
      return token;
    },
    session(token: string): SessionRow | undefined {
      const row = findSession.get(hashToken(token));
      const times = row ? { user: row.user, createdAtMs: row.created_ms, seenAtMs: row.seen_ms } : unsaved.get(token);
      const who = times && user(times.user);
      return times && who && { user: who, createdAtMs: times.createdAtMs, seenAtMs: times.seenAtMs };
    },
    /** Notes that it is in use; nobody waits for it. */
    touchSession(token: string): void {
      const atMs = nowMs();
      const held = unsaved.get(token);
      if (held) held.seenAtMs = atMs;
      else writer.ask({ op: "session.touch", token: hashToken(token), atMs }).catch(() => undefined);
    },
    async dropSession(token: string): Promise<void> {
      if (!unsaved.delete(token)) await writer.ask({ op: "session.drop", token: hashToken(token) });
    },
    dropSessionsIdleSince: async (idleSinceMs: number): Promise<void> =>
      void (await writer.ask({ op: "sessions.purge", idleSinceMs })),
  };
}
export type PeopleStore = ReturnType<typeof peopleStore>;
