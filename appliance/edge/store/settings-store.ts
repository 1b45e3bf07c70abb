import type { Database } from "better-sqlite3";
import type { Settings } from "../../contract/settings.ts";
import type { Writer } from "./writer.ts";

/** `document` is as it was stored, maybe by an older version: it wants checking. */
export type SettingsRow = {
  revision: number;
  document: unknown;
  by: string;
  atMs: number;
  /** Unless confirmed by then, revision `returnTo` is to be put in force again. */
  pending?: { confirmByMs: number; returnTo: number };
};

type Columns = {
  revision: number;
  document: string;
  by: string;
  at_ms: number;
  confirm_by_ms: number | null;
  return_to: number | null;
};

/** Every revision of the settings document; the newest is in force. */
export function settingsStore(db: Database, writer: Writer, nowMs: () => number) {
  const select = "SELECT s.*, p.confirm_by_ms, p.return_to FROM settings s LEFT JOIN settings_pending p USING (revision)";
  const newest = db.prepare<[], Columns>(`${select} ORDER BY revision DESC LIMIT 1`);
  const at = db.prepare<[number], Columns>(`${select} WHERE revision = ?`);
  const history = db.prepare<[number], { revision: number; by: string; at_ms: number }>(
    "SELECT revision, by, at_ms FROM settings ORDER BY revision DESC LIMIT ?",
  );
  const row = (columns: Columns | undefined): SettingsRow | undefined => {
    if (!columns) return undefined;
    const { revision, document, by, at_ms, confirm_by_ms, return_to } = columns;
    const pending =
      confirm_by_ms === null || return_to === null ? {} : { pending: { confirmByMs: confirm_by_ms, returnTo: return_to } };
    return { revision, document: JSON.parse(document) as unknown, by, atMs: at_ms, ...pending };
  };
  return {
    settings: (): SettingsRow | undefined => row(newest.get()),
    settingsAt: (revision: number): SettingsRow | undefined => row(at.get(revision)),
    /** Newest first. */
    settingsHistory: (limit: number): { revision: number; by: string; atMs: number }[] =>
      history.all(limit).map(({ revision, by, at_ms }) => ({ revision, by, atMs: at_ms })),
    /**
     * Resolves with the new revision once it is on disk. `expectedRevision` is 0 on an empty box; StoreRefusal "revision-changed" when another is in force.
     * With `confirmByMs` it waits to be confirmed; without, nothing waits any more. `note` goes to the versions of flows that come into force by it.
     */
    saveSettings: (
      document: Settings,
      by: string,
      expectedRevision: number,
      confirmByMs?: number,
      note?: string,
    ): Promise<number> =>
      writer.ask({
        op: "settings.save",
        document: JSON.stringify(document),
        by,
        atMs: nowMs(),
        expected: expectedRevision,
        ...(confirmByMs === undefined ? {} : { confirmByMs }),
        ...(note === undefined ? {} : { note }),
      }),
    /** StoreRefusal "not-found" when this revision does not wait to be confirmed. */
    confirmSettings: async (revision: number): Promise<void> => void (await writer.ask({ op: "settings.confirm", revision })),
  };
}
export type SettingsStore = ReturnType<typeof settingsStore>;
