import Type from "typebox";
import { FlowDocument } from "../flow.ts";
import { FlowChange } from "../flow-change.ts";
import { FlowDraftRow, FlowListRow, FlowScriptRow, FlowVersionRow } from "../flow-library.ts";
import { FlowCoverage, FlowRun, ScriptVerdict } from "../flow-run.ts";
import { FlowExpectation, FlowPlay, FlowScript } from "../flow-script.ts";
import { SettingsProblem } from "../settings.ts";
import { SettingsApplied } from "../settings-change.ts";
import { Slug, Title } from "../words.ts";
import { Closed, route } from "./route.ts";

const Flow = Type.Object({ id: Slug });
const FlowScriptId = Type.Object({ id: Slug, script: Slug });
const Note = Type.String({ maxLength: 500 });
const N = Type.Integer({ minimum: 1 });
/** On the draft instead of the flow in force. */
const OnDraft = Type.Object({ draft: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
const right = "change-settings";
/** What was changed; `version` is the one now in force, absent from a dry run. */
const Published = Closed({ ...SettingsApplied.properties, version: Type.Optional(Type.Integer()) });

export const flowsRoutes = {
  flows: route({
    method: "GET",
    path: "/api/flows",
    right,
    summary: "Flows: version in force, draft, number of scripts; with `removed`, those that were taken out instead",
    query: Type.Object({ removed: Type.Optional(Type.String()) }),
    reply: Type.Array(FlowListRow),
  }),
  flowVersions: route({
    method: "GET",
    path: "/api/flows/:id/versions",
    right,
    summary: "Versions of a flow, newest first",
    params: Flow,
    reply: Type.Array(FlowVersionRow),
  }),
  flowVersion: route({
    method: "GET",
    path: "/api/flows/:id/versions/:n",
    right,
    summary: "One version's document",
    params: Type.Object({ id: Slug, n: N }),
    reply: Closed({ ...FlowVersionRow.properties, document: FlowDocument }),
  }),
  flowDiff: route({
    method: "GET",
    path: "/api/flows/:id/diff",
    right,
    summary: "What was changed between two versions, in words; a number, `current` or `draft`",
    params: Flow,
    query: Type.Object({
      from: Type.Optional(Type.String({ pattern: "^([1-9][0-9]{0,8}|current|draft)$" })),
      to: Type.Optional(Type.String({ pattern: "^([1-9][0-9]{0,8}|current|draft)$" })),
    }),
    reply: Closed({ from: Type.String(), to: Type.String(), changes: Type.Array(FlowChange) }),
  }),
  flowDraft: route({
    method: "GET",
    path: "/api/flows/:id/draft",
    right,
    summary: "The draft and its problems",
    params: Flow,
    reply: Closed({ ...FlowDraftRow.properties, stale: Type.Boolean(), problems: Type.Array(SettingsProblem) }),
  }),
  putFlowDraft: route({
    method: "PUT",
    path: "/api/flows/:id/draft",
    right,
    summary:
      "Save the draft. `rev` is the one it was read with (0: there was none); `base` takes another version as its beginning",
    params: Flow,
    body: Type.Object(
      { document: Type.Unknown(), rev: Type.Integer({ minimum: 0 }), base: Type.Optional(Type.Integer({ minimum: 0 })) },
      { additionalProperties: false },
    ),
    reply: Closed({ rev: Type.Integer(), problems: Type.Array(SettingsProblem) }),
  }),
  deleteFlowDraft: route({ method: "DELETE", path: "/api/flows/:id/draft", right, summary: "Give the draft up", params: Flow }),
  publishFlow: route({
    method: "POST",
    path: "/api/flows/:id/publish",
    right,
    summary: "Put the draft in force, if the checks and every saved script pass; `?dry-run` stops after the plan",
    params: Flow,
    query: Type.Object({ "dry-run": Type.Optional(Type.String()) }),
    body: Type.Object({ rev: N, note: Type.Optional(Note) }, { additionalProperties: false }),
    reply: Published,
  }),
  returnFlow: route({
    method: "POST",
    path: "/api/flows/:id/return",
    right,
    summary: "Put an earlier version in force again; `despiteScripts` also when a script that was saved since fails",
    params: Flow,
    body: Type.Object(
      { version: N, note: Type.Optional(Note), despiteScripts: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    reply: Published,
  }),
  dryRunFlow: route({
    method: "POST",
    path: "/api/flows/dry-run",
    right,
    summary: "Play a call on the flow in force, its draft or the document given; changes nothing",
    body: Type.Object(
      { flow: Slug, play: FlowPlay, document: Type.Optional(FlowDocument), draft: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    reply: Closed({ ...FlowRun.properties, coverage: FlowCoverage }),
  }),
  flowScripts: route({
    method: "GET",
    path: "/api/flows/:id/scripts",
    right,
    summary: "Saved scripts of a flow",
    params: Flow,
    reply: Type.Array(FlowScriptRow),
  }),
  putFlowScript: route({
    method: "PUT",
    path: "/api/flows/:id/scripts/:script",
    right,
    summary: "Save a script. Without `expect`, what the run gives now is expected, as far as `pin` says",
    params: FlowScriptId,
    body: Type.Object(
      {
        name: Title,
        play: FlowPlay,
        expect: Type.Optional(FlowExpectation),
        pin: Type.Optional(
          Type.Array(Type.Union([Type.Literal("path"), Type.Literal("said"), Type.Literal("end"), Type.Literal("variables")]), {
            minItems: 1,
            maxItems: 4,
          }),
        ),
        draft: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    reply: Closed({ ...FlowScript.properties, verdict: ScriptVerdict }),
  }),
  deleteFlowScript: route({
    method: "DELETE",
    path: "/api/flows/:id/scripts/:script",
    right,
    summary: "Remove a script",
    params: FlowScriptId,
  }),
  runFlowScripts: route({
    method: "POST",
    path: "/api/flows/:id/scripts/run",
    right,
    summary: "Run all scripts of a flow: passed or where they part, and which branches none of them takes",
    params: Flow,
    body: OnDraft,
    reply: Closed({ passed: Type.Boolean(), verdicts: Type.Array(ScriptVerdict), coverage: FlowCoverage }),
  }),
  acceptFlowScript: route({
    method: "POST",
    path: "/api/flows/:id/scripts/:script/accept",
    right,
    summary: "Take what the script gives now as what it expects",
    params: FlowScriptId,
    body: OnDraft,
    reply: Closed({
      before: Type.Omit(FlowScriptRow, ["flow"], { additionalProperties: false }),
      after: FlowScript,
      verdict: ScriptVerdict,
    }),
  }),
} as const;
