import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { asFault } from "../data/fault.ts";
import { dropFlowDraft, fetchFlowDraft, fetchFlowVersions, returnFlow, saveFlowDraft } from "../data/flows.ts";
import { applySettings, fetchSettings } from "../data/settings.ts";
import { loadSettings } from "../settings/draft.ts";

/** What was taken away, whole, so that one press brings it back. */
export type RemovedFlow = { id: string; document?: FlowDocument; version?: number; draft?: FlowDocument };

const orNothing = async <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (asFault(error).status === 404) return undefined;
    throw error;
  });

/** Takes a flow out of the settings, and its draft away. The box refuses while anything leads to it. */
export async function removeFlow(id: string): Promise<RemovedFlow> {
  const { settings, revision } = await fetchSettings();
  const document = settings.flows.find((f) => f.id === id);
  const draft = (await orNothing(fetchFlowDraft(id)))?.document as FlowDocument | undefined;
  const version = (await orNothing(fetchFlowVersions(id)))?.find((v) => !v.removed)?.n;
  if (document) await applySettings({ ...settings, flows: settings.flows.filter((f) => f.id !== id) }, revision);
  if (draft) await dropFlowDraft(id);
  await loadSettings();
  return { id, ...(document ? { document } : {}), ...(version === undefined ? {} : { version }), ...(draft ? { draft } : {}) };
}

/** By its version where it has one; what was saved before versions were kept comes back as it was. */
export async function bringBack({ id, document, version, draft }: RemovedFlow): Promise<void> {
  if (document && version !== undefined) await returnFlow(id, version, true);
  else if (document) {
    const { settings, revision } = await fetchSettings();
    await applySettings({ ...settings, flows: [...settings.flows, document] }, revision);
  }
  if (draft) await saveFlowDraft(draft, 0);
  await loadSettings();
}
