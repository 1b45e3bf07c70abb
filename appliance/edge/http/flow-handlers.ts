import { FlowDocument } from "../../contract/flow.ts";
import type { FlowListRow, FlowVersionRow } from "../../contract/flow-library.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { checkFlow } from "../../core/flows/check-flow.ts";
import { diffFlows } from "../../core/flows/diff/diff-flows.ts";
import { schemaChecker } from "../../core/settings/schema-problems.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { badRequest, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { accepted } from "./revision.ts";

const checkShape = schemaChecker(FlowDocument);
const longestDraft = 1_000_000;

/** What is wrong with a draft: its shape, or, when that is right, what the check of flows finds. */
function draftProblems(document: unknown, settings: Settings): SettingsProblem[] {
  const shape = checkShape(document);
  if (shape.length > 0) return shape;
  const ids = (list: readonly { id: string }[]) => list.map((x) => x.id);
  const { prompts, queues, connectors, calendars, phones, flows } = settings;
  const context = { prompts: ids(prompts), queues: ids(queues), connectors: ids(connectors), calendars: ids(calendars) };
  return checkFlow(document as FlowDocument, { flows, ...context, phones: ids(phones) });
}

/** The settings with this flow in the place of the one of its name. */
export const withFlow = (settings: Settings, flow: FlowDocument): Settings => ({
  ...settings,
  flows: settings.flows.some((f) => f.id === flow.id)
    ? settings.flows.map((f) => (f.id === flow.id ? flow : f))
    : [...settings.flows, flow],
});

/** A draft that is whole; what is missing is named otherwise. */
export function wholeDraft(ports: Pick<HttpPorts, "store">, flow: string): FlowDocument {
  const draft = ports.store.flowDraft(flow);
  if (!draft) throw new HttpFault("not-found");
  const problems = checkShape(draft.document);
  if (problems.length > 0) throw new HttpFault("flow-unfit", problems);
  return draft.document as FlowDocument;
}

type FlowRoute =
  | "flows"
  | "flowVersions"
  | "flowVersion"
  | "flowDiff"
  | "flowDraft"
  | "putFlowDraft"
  | "deleteFlowDraft"
  | "publishFlow"
  | "returnFlow";
export function flowHandlers(ports: HttpPorts): Pick<Handlers, FlowRoute> {
  const { store } = ports;
  const settings = (): Settings => ports.settings.current().settings;
  const inForce = (id: string): FlowDocument | undefined => settings().flows.find((f) => f.id === id);
  const newest = (id: string): number => store.flowVersions(id)[0]?.n ?? 0;
  const documentOf = (id: string, which: string): FlowDocument => {
    const found =
      which === "draft" ? wholeDraft(ports, id) : which === "current" ? inForce(id) : store.flowVersion(id, Number(which));
    if (!found) throw new HttpFault("not-found");
    return found;
  };
  /** Through the settings desk, as any other change: checked, planned, applied, kept. */
  const putInForce = async (flow: FlowDocument, by: string, wish: { note?: string; despiteScripts?: boolean }) => {
    const { revision, settings: present } = ports.settings.current();
    const applied = accepted(await ports.settings.apply(withFlow(present, flow), revision, by, wish));
    return { ...applied, version: newest(flow.id) };
  };
  return {
    flows: ({ query }) => (query.removed === undefined ? listOf(ports) : removedOf(ports)),
    flowVersions({ params }) {
      const rows = store.flowVersions(params.id);
      if (rows.length === 0 && !store.flowDraft(params.id)) throw new HttpFault("not-found");
      return rows;
    },
    flowVersion({ params: { id, n } }) {
      const row = store.flowVersions(id).find((v) => v.n === n);
      const document = store.flowVersion(id, n);
      if (!row || !document) throw new HttpFault("not-found");
      return { ...row, document };
    },
    flowDiff({ params: { id }, query: { from = "current", to = "draft" } }) {
      return { from, to, changes: diffFlows(documentOf(id, from), documentOf(id, to)) };
    },
    flowDraft({ params: { id } }) {
      const draft = store.flowDraft(id);
      if (!draft) throw new HttpFault("not-found");
      return { ...draft, stale: draft.base !== newest(id), problems: draftProblems(draft.document, settings()) };
    },
    async putFlowDraft(asked) {
      const { params, body } = asked;
      const { id } = params;
      const { document, rev } = body;
      if ((document as { id?: unknown } | null)?.id !== id) throw anotherName;
      if (JSON.stringify(document).length > longestDraft) throw tooLong;
      const base = body.base ?? store.flowDraft(id)?.base ?? newest(id);
      const next = await store.putFlowDraft(id, document, signedIn(asked).user, base, rev);
      return { rev: next, problems: draftProblems(document, settings()) };
    },
    deleteFlowDraft: ({ params }) => store.dropFlowDraft(params.id),
    async publishFlow(asked) {
      const { params, body, query } = asked;
      const { id } = params;
      const flow = wholeDraft(ports, id);
      const draft = store.flowDraft(id);
      if (draft?.rev !== body.rev) throw new HttpFault("draft-changed");
      if (draft.base !== newest(id)) throw new HttpFault("draft-outdated");
      const { revision, settings: present } = ports.settings.current();
      if (query["dry-run"] !== undefined) return accepted(await ports.settings.plan(withFlow(present, flow), revision));
      const done = await putInForce(flow, signedIn(asked).user, body.note === undefined ? {} : { note: body.note });
      await store.dropFlowDraft(id, body.rev).catch(keepNewer);
      return done;
    },
    async returnFlow(asked) {
      const { params, body } = asked;
      const flow = store.flowVersion(params.id, body.version);
      if (!flow) throw new HttpFault("not-found");
      const { note = `← ${body.version}`, despiteScripts = false } = body;
      return putInForce(flow, signedIn(asked).user, { note, despiteScripts });
    },
  };
}

/** Somebody saved the draft again while it was being published: his work stays. */
function keepNewer(error: unknown): void {
  const { code } = error as { code?: string };
  if (code !== "draft-changed" && code !== "not-found") throw error;
}

const anotherName = badRequest(
  "/document/id",
  { zh: "流程标识与地址不一致。", en: "The flow's id is not the one of the address." },
  { zh: "流程标识创建后不能更改。", en: "A flow keeps its id; make a new flow for another one." },
);
const tooLong = badRequest(
  "/document",
  { zh: "流程过大。", en: "The flow is too large." },
  { zh: "请拆分为子流程。", en: "Split it into sub-flows." },
);

function listOf({ store, settings }: Pick<HttpPorts, "store" | "settings">): FlowListRow[] {
  const { flows } = settings.current().settings;
  const heads = new Map(store.flowHeads().map((row) => [row.flow, row]));
  const drafts = new Map(store.flowDrafts().map((row) => [row.flow, row]));
  const scripts = store.flowScripts();
  const ids = [...new Set([...flows.map((f) => f.id), ...drafts.keys()])];
  return ids.map((id) => {
    const flow = flows.find((f) => f.id === id);
    const head = heads.get(id);
    const draft = drafts.get(id);
    const draftName = (draft?.document as { name?: unknown } | undefined)?.name;
    return {
      id,
      name: flow?.name ?? (typeof draftName === "string" ? draftName : id),
      ...(flow && head ? { version: versionOf(head) } : {}),
      nodes: Object.keys(flow?.nodes ?? {}).length,
      scripts: scripts.filter((s) => s.flow === id).length,
      ...(draft
        ? { draft: { by: draft.by, atMs: draft.atMs, base: draft.base, rev: draft.rev, stale: draft.base !== (head?.n ?? 0) } }
        : {}),
    };
  });
}

/** Taken out and not worked on since, the latest first. */
function removedOf({ store, settings }: Pick<HttpPorts, "store" | "settings">): FlowListRow[] {
  const known = new Set([...settings.current().settings.flows.map((f) => f.id), ...store.flowDrafts().map((d) => d.flow)]);
  return store
    .flowHeads()
    .filter((head) => head.removed && !known.has(head.flow))
    .sort((a, b) => b.atMs - a.atMs)
    .flatMap((head) => {
      const last = store.flowVersions(head.flow).find((v) => !v.removed)?.n;
      const flow = last === undefined ? undefined : store.flowVersion(head.flow, last);
      if (last === undefined || !flow) return [];
      const scripts = store.flowScripts(head.flow).length;
      const removed = { by: head.by, atMs: head.atMs, last };
      return [{ id: head.flow, name: flow.name, nodes: Object.keys(flow.nodes).length, scripts, removed }];
    });
}

const versionOf = ({ n, by, atMs, note, revision }: FlowVersionRow) => ({ n, by, atMs, note, revision });
