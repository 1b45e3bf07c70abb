import { computed, type Signal, signal } from "@preact/signals";
import type { Settings, SettingsProblem } from "../../appliance/contract/settings.ts";
import { asFault } from "../data/fault.ts";
import { applySettings, fetchSettings, planSettings, type Reviewed, type SettingsReply } from "../data/settings.ts";
import { settingsSchema } from "./contract-schema.ts";
import { differences } from "./diff.ts";
import { mergeSettings } from "./merge.ts";
import { getAt, isWithin, moveAt, parsePointer, renameAt, setAt, under } from "./pointer.ts";
import { blankOf } from "./schema.ts";

const mostSteps = 200;
/** Typing in one field is one step back. */
const oneEditMs = 1_500;

/** What is edited, what was found wrong with it, and the steps back and on. */
export type Desk = {
  document: Signal<Settings | undefined>;
  problems: Signal<SettingsProblem[]>;
  past: Signal<Settings[]>;
  future: Signal<Settings[]>;
};
export const newDesk = (): Desk => ({ document: signal(undefined), problems: signal([]), past: signal([]), future: signal([]) });
const settingsDesk = newDesk();
/** The desk that forms write to: the settings' own, or that of a flow's draft while it is open. */
const desk = signal(settingsDesk);
export function sitAt(other: Desk): void {
  lastEdit = undefined;
  desk.value = other;
}
/** Back to the settings, unless somebody else sits down meanwhile. */
export function leave(other: Desk): void {
  if (desk.peek() === other) sitAt(settingsDesk);
}

/** The settings in force, as loaded. */
export const base = signal<Settings | undefined>(undefined);
export const revision = signal(0);
/** The settings as edited here; they live as long as the page, wherever one goes meanwhile. */
export const draft = computed(() => desk.value.document.value);
export const secrets = signal<SettingsReply["secrets"]>({
  trunks: [],
  phones: [],
  lines: [],
  gateways: [],
  mqtt: [],
  mail: [],
  server: [],
});
/** What the last review found, without what was edited since. */
export const problems = computed(() => desk.value.problems.value);
/** Somebody else's newer settings, when they came while something was edited here. */
export const newer = signal<SettingsReply | undefined>(undefined);

export const changes = computed(() => {
  const edited = settingsDesk.document.value;
  return base.value && edited ? differences(base.value, edited) : [];
});
export const canUndo = computed(() => desk.value.past.value.length > 0);
export const canRedo = computed(() => desk.value.future.value.length > 0);

let lastEdit: { pointer: string; atMs: number } | undefined;

/** Loads the settings in force. What was edited here stays; newer settings are then offered, not forced. */
export async function loadSettings(): Promise<void> {
  const reply = await fetchSettings();
  if (settingsDesk.document.peek() && changes.peek().length > 0) {
    if (reply.revision !== revision.peek()) newer.value = reply;
    return;
  }
  take(reply);
}

function take(reply: SettingsReply): void {
  base.value = reply.settings;
  settingsDesk.document.value = reply.settings;
  revision.value = reply.revision;
  secrets.value = reply.secrets;
  newer.value = undefined;
  settingsDesk.problems.value = [];
  settingsDesk.past.value = [];
  settingsDesk.future.value = [];
}

function change(next: Settings, pointer: string): void {
  const now = draft.peek();
  if (!now || next === now) return;
  const atMs = performance.now();
  const goesOn = lastEdit?.pointer === pointer && atMs - lastEdit.atMs < oneEditMs;
  lastEdit = { pointer, atMs };
  const at = desk.peek();
  if (!goesOn) at.past.value = [...at.past.peek(), now].slice(-mostSteps);
  at.future.value = [];
  at.document.value = next;
  at.problems.value = at.problems.peek().filter((p) => !isWithin(p.path, pointer));
}

/** With what the contract wants of a part before anything is said in it. */
function emptyPart(part: string): unknown {
  const schema = settingsSchema.properties?.[part];
  return schema ? blankOf(schema) : {};
}
export const valueAt = (pointer: string): unknown => getAt(draft.value, pointer);
export function edit(pointer: string, value: unknown): void {
  const now = draft.peek();
  if (!now) return;
  const [part = "", name] = parsePointer(pointer);
  // A part that the document leaves out begins with the first of its fields.
  const begins = name !== undefined && !/^\d+$/.test(name) && getAt(now, under("", part)) === undefined;
  if (begins && value === undefined) return;
  change(setAt(begins ? setAt(now, under("", part), emptyPart(part)) : now, pointer, value), pointer);
}
/** An edit that is a step of its own, however soon it follows another. */
export function replace(pointer: string, value: unknown): void {
  lastEdit = undefined;
  edit(pointer, value);
  lastEdit = undefined;
}
export function remove(pointer: string): void {
  const now = draft.peek();
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  lastEdit = undefined;
  // Entries behind it move up, so remarks about the list no longer fit.
  if (now) change(setAt(now, pointer, undefined), Array.isArray(getAt(now, parent)) ? parent : pointer);
}
export function move(list: string, from: number, by: -1 | 1): void {
  const now = draft.peek();
  lastEdit = undefined;
  if (now) change(moveAt(now, list, from, by), list);
}
export function rename(record: string, from: string, to: string): void {
  const now = draft.peek();
  lastEdit = undefined;
  if (now) change(renameAt(now, record, from, to), record);
}
function step(from: Signal<Settings[]>, to: Signal<Settings[]>): void {
  const now = draft.peek();
  const next = from.peek().at(-1);
  if (!now || !next) return;
  lastEdit = undefined;
  from.value = from.peek().slice(0, -1);
  to.value = [...to.peek(), now];
  desk.peek().document.value = next;
  desk.peek().problems.value = [];
}
export const undo = (): void => step(desk.peek().past, desk.peek().future);
export const redo = (): void => step(desk.peek().future, desk.peek().past);
/** Back to the settings in force; undo brings the edits back. */
export function discard(): void {
  const now = settingsDesk.document.peek();
  if (!now || !base.peek()) return;
  lastEdit = undefined;
  settingsDesk.past.value = [...settingsDesk.past.peek(), now].slice(-mostSteps);
  settingsDesk.future.value = [];
  settingsDesk.document.value = base.peek();
  settingsDesk.problems.value = [];
}

export async function review(): Promise<Reviewed> {
  const now = settingsDesk.document.peek();
  if (!now) throw new Error("nothing to review");
  try {
    const reviewed = await planSettings(now, revision.peek());
    settingsDesk.problems.value = reviewed.warnings;
    return reviewed;
  } catch (error) {
    await learn(error);
    throw error;
  }
}

export async function apply(): Promise<void> {
  const now = settingsDesk.document.peek();
  if (!now) return;
  try {
    const applied = await applySettings(now, revision.peek());
    base.value = now;
    revision.value = applied.revision;
    settingsDesk.past.value = [];
    settingsDesk.future.value = [];
    newer.value = undefined;
  } catch (error) {
    await learn(error);
    throw error;
  }
}

/** A refusal says which places are wrong, or that somebody was faster. */
async function learn(error: unknown): Promise<void> {
  const fault = asFault(error);
  if (fault.reply?.problems) settingsDesk.problems.value = fault.reply.problems;
  if (fault.status === 412) newer.value = await fetchSettings();
}

export const previewMerge = () => {
  const [b, m, t] = [base.value, settingsDesk.document.value, newer.value];
  return b && m && t ? mergeSettings(b, m, t.settings, "mine") : undefined;
};
/** Goes on from the newer settings, with one's own changes carried over, or without them. */
export function settle(how: "mine" | "theirs" | "drop"): void {
  const [b, m, t] = [base.peek(), settingsDesk.document.peek(), newer.peek()];
  if (!b || !m || !t) return;
  const merged = how === "drop" ? t.settings : mergeSettings(b, m, t.settings, how).document;
  take(t);
  settingsDesk.document.value = merged;
}
/** After a change returned by itself. */
export async function reloadFresh(): Promise<void> {
  take(await fetchSettings());
}
export const noteSecret = (kind: keyof SettingsReply["secrets"], id: string): void => {
  secrets.value = { ...secrets.peek(), [kind]: [...new Set([...secrets.peek()[kind], id])] };
};
