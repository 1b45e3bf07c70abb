import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowPlay } from "../../../appliance/contract/flow-script.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import type { Answers, Asked, Refuse } from "./answer.ts";
import { FlowDesk } from "./flow-desk.ts";

type Holder = { settings: () => Settings; put: (next: Settings) => void; refuse: Refuse };

/** The flow routes of the made-up box. */
export function flowAnswers({ settings, put, refuse }: Holder): Answers {
  const desk = new FlowDesk(settings(), Date.now());
  const hotline = settings().flows[0];
  if (hotline) seed(desk, settings(), hotline);
  const gone = (asked: Asked) => refuse(asked.reply, "not-found");
  const idOf = (asked: Asked) => asked.params.id ?? "";
  const flowOf = (asked: Asked, draft: unknown): FlowDocument | undefined =>
    (draft ? desk.draft(idOf(asked))?.document : undefined) ?? desk.inForce(settings(), idOf(asked));
  const inForce = (asked: Asked, document: FlowDocument, note: string) => {
    const { passed, verdicts } = desk.runAll(settings(), document);
    if (!passed && asked.body.despiteScripts !== true)
      return refuse(
        asked.reply,
        "script-failed",
        verdicts
          .filter((v) => !v.passed)
          .map((v) => ({
            path: "/flows/0",
            severity: "error",
            reason: { zh: `脚本“${v.name}”未通过：${v.partings[0]?.words.zh}`, en: `The script "${v.name}" fails.` },
            hint: { zh: "请修正流程，或确认脚本的新结果。", en: "Mend the flow, or accept the script's new outcome." },
          })),
      );
    if (asked.query["dry-run"] !== undefined) return { plan: [], warnings: [] };
    put(desk.publish(settings(), document, asked.me.name, note));
    return { plan: [], warnings: [], version: desk.versions(document.id)[0]?.n };
  };
  return {
    flows: () => desk.list(settings()),
    flowVersions: (asked) => desk.versions(idOf(asked)),
    flowDiff: (asked) => {
      const from = desk.document(settings(), idOf(asked), asked.query.from ?? "current");
      const to = desk.document(settings(), idOf(asked), asked.query.to ?? "draft");
      return from && to ? { changes: desk.diff(from, to) } : gone(asked);
    },
    flowDraft: (asked) => {
      const draft = desk.draft(idOf(asked));
      return draft
        ? { flow: idOf(asked), ...draft, stale: false, problems: desk.problems(settings(), draft.document) }
        : gone(asked);
    },
    putFlowDraft: (asked) => {
      const document = asked.body.document as FlowDocument;
      const rev = desk.save(idOf(asked), document, asked.me.name, Number(asked.body.rev));
      return rev === undefined ? refuse(asked.reply, "draft-changed") : { rev, problems: desk.problems(settings(), document) };
    },
    deleteFlowDraft: (asked) => {
      desk.drop(idOf(asked));
      return {};
    },
    publishFlow: (asked) => {
      const draft = desk.draft(idOf(asked));
      if (!draft) return gone(asked);
      const answer = inForce(asked, draft.document, String(asked.body.note ?? ""));
      if (!asked.reply.sent && asked.query["dry-run"] === undefined) desk.drop(idOf(asked));
      return answer;
    },
    returnFlow: (asked) => {
      const document = desk.document(settings(), idOf(asked), String(asked.body.version));
      return document ? inForce(asked, document, `← ${asked.body.version}`) : gone(asked);
    },
    dryRunFlow: (asked) => {
      const { document, play } = asked.body as { document: FlowDocument; play: FlowPlay };
      return desk.dryRun(settings(), document, play);
    },
    flowScripts: (asked) => desk.scripts(idOf(asked)),
    putFlowScript: (asked) => {
      const flow = flowOf(asked, asked.body.draft);
      if (!flow) return gone(asked);
      const { name, play, pin } = asked.body as { name: string; play: FlowPlay; pin?: never[] };
      return desk.keep(settings(), flow, { id: asked.params.script ?? "", name, play, ...(pin ? { pin } : {}) }, asked.me.name);
    },
    deleteFlowScript: (asked) => {
      desk.dropScript(idOf(asked), asked.params.script ?? "");
      return {};
    },
    runFlowScripts: (asked) => {
      const flow = flowOf(asked, asked.body.draft);
      return flow ? desk.runAll(settings(), flow) : gone(asked);
    },
    acceptFlowScript: (asked) => {
      const flow = flowOf(asked, asked.body.draft);
      const script = desk.scripts(idOf(asked)).find((s) => s.id === asked.params.script);
      if (!flow || !script) return gone(asked);
      return desk.keep(settings(), flow, { id: script.id, name: script.name, play: script.play }, asked.me.name);
    },
  };
}

/** Two rehearsals that somebody kept. */
function seed(desk: FlowDesk, settings: Settings, flow: FlowDocument): void {
  const call = { caller: "13800138000", called: "96390", at: "2026-03-02T10:00:00+08:00" };
  const kept = (id: string, name: string, keys: string) =>
    desk.keep(
      settings,
      flow,
      { id, name, play: { call, acts: [{ do: "listen" }, { do: "press", keys }, { do: "listen" }] } },
      "周敏",
    );
  kept("script-1", "上班时间按 1", "1");
  kept("script-2", "上班时间转人工", "0");
}
