import type { LampCommand, LampDialog } from "../../contract/lamp.ts";
import { dialogInfo, dialogXml, goneXml } from "./dialog-info.ts";
import { type Legs, takeableOf } from "./legs.ts";
import { bracketed, escapedUser } from "./sip-uri.ts";

/** What one watcher has been told, so that he is told only what is new. */
export type Told = { version: number; dialogs: ReadonlyMap<string, string> };

/** What everything that can be watched shows now, as it was told by the timeline. */
export class BusyLamps {
  readonly #legs: Legs;
  readonly #shown = new Map<string, LampDialog[]>();

  constructor(legs: Legs) {
    this.#legs = legs;
  }

  has(subject: string): boolean {
    return this.#shown.has(subject);
  }

  set({ subject, dialogs }: LampCommand): void {
    if (dialogs) this.#shown.set(subject, dialogs);
    else this.#shown.delete(subject);
  }

  /** The body of the next NOTIFY (RFC 4235 3.10): all of it for a new or renewed subscription, else what changed; nothing when nothing did. */
  body(subject: string, realm: string, told: Told | undefined, full: boolean): { text: string; told: Told } | undefined {
    const now = new Map<string, string>();
    for (const dialog of this.#shown.get(subject) ?? []) {
      const ringing = dialog.takes === undefined ? undefined : this.#legs.get(dialog.takes);
      const takeable = ringing && takeableOf(ringing);
      now.set(dialog.id, dialogXml(dialog, subject, realm, takeable));
    }
    const before = told?.dialogs ?? new Map<string, string>();
    const changed = [...now].filter(([id, text]) => full || before.get(id) !== text).map(([, text]) => text);
    const gone = full ? [] : [...before.keys()].filter((id) => !now.has(id)).map(goneXml);
    if (!full && changed.length + gone.length === 0) return undefined;
    const version = told ? told.version + 1 : 0;
    const entity = `sip:${escapedUser(subject)}@${bracketed(realm)}`;
    const state = full ? "full" : "partial";
    return { text: dialogInfo({ entity, version, state }, [...changed, ...gone]), told: { version, dialogs: now } };
  }
}
