import { computed, effect, signal } from "@preact/signals";
import type { FlowDocument } from "../../appliance/contract/flow.ts";
import type { SettingsProblem } from "../../appliance/contract/settings.ts";
import { asFault } from "../data/fault.ts";
import { dropFlowDraft, type FlowDraft, fetchFlowDraft, fetchFlows, saveFlowDraft } from "../data/flows.ts";
import { base, leave, loadSettings, newDesk, sitAt } from "../settings/draft.ts";

/** "published": nothing was changed since the version in force. "conflict": somebody else saved this draft meanwhile. */
export type Saving = "published" | "saved" | "unsaved" | "saving" | "failed" | "conflict";

const quietMs = 700;
const againMs = 5_000;

const desk = newDesk();
let open: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let stop: (() => void) | undefined;
let running: Promise<void> | undefined;

export const saving = signal<Saving>("published");
/** The draft as the box has it; 0: it has none. */
export const rev = signal(0);
export const stale = signal(false);
/** Something that is not a flow, e.g. written by another program; it is not touched. */
export const unreadable = signal(false);
const kept = signal<FlowDocument | undefined>(undefined);
const place = signal(-1);

export const flowNow = computed<FlowDocument | undefined>(() => desk.document.value?.flows[place.value]);
/** Where the flow lies in the edited document. */
export const flowAt = computed(() => `/flows/${place.value}`);

/** Loads the draft, or the version in force; from now on forms edit it, and it is saved by itself. */
export async function openFlow(id: string): Promise<void> {
  closeFlow();
  open = id;
  const [flows] = await Promise.all([fetchFlows(), loadSettings()]);
  const draft = flows.some((f) => f.id === id && f.draft) ? await fetchFlowDraft(id) : undefined;
  if (open !== id) return;
  take(id, draft);
  sitAt(desk);
  stop = effect(() => {
    const flow = flowNow.value;
    if (flow && kept.value && flow !== kept.value) soon();
  });
}

function take(id: string, draft: FlowDraft | undefined): void {
  const settings = base.peek();
  const inForce = settings?.flows.find((f) => f.id === id);
  const flow = draft ? (draft.document as FlowDocument) : inForce;
  unreadable.value = flow !== undefined && (typeof flow.nodes !== "object" || flow.nodes === null);
  if (!settings || !flow || unreadable.value) {
    place.value = -1;
    return;
  }
  const at = settings.flows.findIndex((f) => f.id === id);
  place.value = at === -1 ? settings.flows.length : at;
  kept.value = flow;
  desk.document.value = { ...settings, flows: settings.flows.toSpliced(place.value, 1, flow) };
  desk.past.value = [];
  desk.future.value = [];
  desk.problems.value = here(draft?.problems ?? []);
  rev.value = draft?.rev ?? 0;
  stale.value = draft?.stale ?? false;
  saving.value = draft ? "saved" : "published";
}

/** The box names places within the flow; forms look for them in the whole document. */
const here = (found: readonly SettingsProblem[]): SettingsProblem[] => found.map((p) => ({ ...p, path: flowAt.peek() + p.path }));

function soon(): void {
  if (saving.peek() === "conflict") return;
  saving.value = "unsaved";
  clearTimeout(timer);
  timer = setTimeout(() => void save(), quietMs);
}

/** Saves what is not saved yet; done when the box has it. */
export async function save(): Promise<void> {
  clearTimeout(timer);
  while (running) await running;
  const flow = flowNow.peek();
  if (!flow || flow === kept.peek() || saving.peek() === "conflict") return;
  running = write(flow).finally(() => {
    running = undefined;
  });
  await running;
  if (flowNow.peek() !== kept.peek() && saving.peek() === "saved") soon();
}

async function write(flow: FlowDocument): Promise<void> {
  saving.value = "saving";
  try {
    const done = await saveFlowDraft(flow, rev.peek());
    rev.value = done.rev;
    kept.value = flow;
    saving.value = "saved";
    if (flowNow.peek() === flow) desk.problems.value = here(done.problems);
  } catch (error) {
    const fault = asFault(error);
    saving.value = fault.reply?.code === "draft-changed" ? "conflict" : "failed";
    if (saving.peek() === "failed") timer = setTimeout(() => void save(), againMs);
  }
}

/** Somebody else's draft instead of one's own, or one's own over it. */
export async function settleDraft(how: "theirs" | "mine"): Promise<void> {
  const id = open;
  if (!id) return;
  const theirs = await fetchFlowDraft(id);
  if (how === "theirs") return take(id, theirs);
  rev.value = theirs.rev;
  saving.value = "unsaved";
  await save();
}

/** The draft goes on from the version in force, which somebody changed meanwhile; what was edited stays. */
export async function rebase(newest: number): Promise<void> {
  const flow = flowNow.peek();
  if (!flow) return;
  const done = await saveFlowDraft(flow, rev.peek(), newest);
  rev.value = done.rev;
  stale.value = false;
}

/** The version in force again; what was edited stays one undo away. */
export async function giveUpDraft(): Promise<void> {
  const id = open;
  if (!id) return;
  clearTimeout(timer);
  if (rev.peek() > 0) await dropFlowDraft(id);
  await reopen();
}

/** After something came into force. */
export async function reopen(): Promise<void> {
  const id = open;
  if (id) await openFlow(id);
}

/** Whoever leaves does not lose what was typed in the last moment. */
export function closeFlow(): void {
  if (flowNow.peek() !== kept.peek() && open) void save();
  clearTimeout(timer);
  stop?.();
  stop = undefined;
  open = undefined;
  leave(desk);
}
