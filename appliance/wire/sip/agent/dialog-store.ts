import type { DialogData } from "../dialog/dialog-data.ts";
import { dialogKey, keyOf } from "../dialog/dialog-data.ts";
import type { DialogEntry } from "./live-state.ts";

/** The dialogs of one agent, found by the full key for the network and by dialog id for applications. */
export class DialogStore {
  readonly #limit: number;
  readonly #byKey = new Map<string, DialogEntry>();
  /** Forks of one INVITE share a dialog id. */
  readonly #byId = new Map<string, DialogEntry[]>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get full(): boolean {
    return this.#byKey.size >= this.#limit;
  }

  all(): IterableIterator<DialogEntry> {
    return this.#byKey.values();
  }

  add(data: DialogData, owner: string | undefined): DialogEntry {
    const entry: DialogEntry = {
      key: keyOf(data),
      data,
      owner,
      ending: false,
      serverInvite: undefined,
      serverUpdate: undefined,
      clientInvite: undefined,
      clientUpdate: undefined,
      unacked: undefined,
      whenAcked: [],
      answered: undefined,
      hangUpWhenAcked: undefined,
      sessionTimer: undefined,
      expiry: undefined,
      orphan: undefined,
    };
    this.#byKey.set(entry.key, entry);
    const same = this.#byId.get(data.id);
    if (same === undefined) this.#byId.set(data.id, [entry]);
    else same.push(entry);
    return entry;
  }

  remove(entry: DialogEntry): void {
    if (this.#byKey.get(entry.key) === entry) this.#byKey.delete(entry.key);
    const left = (this.#byId.get(entry.data.id) ?? []).filter((other) => other !== entry);
    if (left.length === 0) this.#byId.delete(entry.data.id);
    else this.#byId.set(entry.data.id, left);
  }

  find(callId: string, localTag: string, remoteTag: string): DialogEntry | undefined {
    return this.#byKey.get(dialogKey(callId, localTag, remoteTag));
  }

  /** What an application means by a dialog id: the confirmed dialog, else the early one heard of last. */
  named(id: string): DialogEntry | undefined {
    const entries = this.#byId.get(id);
    return entries?.find((entry) => entry.data.state === "confirmed") ?? entries?.at(-1);
  }

  allNamed(id: string): readonly DialogEntry[] {
    return this.#byId.get(id) ?? [];
  }
}
