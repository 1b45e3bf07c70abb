import type { FlowDocument } from "../../../contract/flow.ts";
import type { SettingsProblem } from "../../../contract/settings.ts";
import type { Bilingual, Language } from "../../../contract/words.ts";

/** `path` is a JSON pointer into the flow (RFC 6901). With an error the flow must not go live. */
export type FlowProblem = SettingsProblem;

/** What a flow may refer to; everything but the flows by its id. */
export type FlowCheckContext = {
  flows: readonly FlowDocument[];
  prompts: readonly string[];
  queues: readonly string[];
  connectors: readonly string[];
  calendars: readonly string[];
  phones: readonly string[];
  /** Which languages callers are served in; both when not given. */
  languages?: readonly Language[];
};

/** Problems found so far, without end-less lists of the same kind. */
export class Findings {
  readonly list: FlowProblem[] = [];

  add(severity: FlowProblem["severity"], path: string, reason: [zh: string, en: string], hint: [zh: string, en: string]): void {
    if (this.list.length >= 500) return;
    this.list.push({ path, severity, reason: { zh: reason[0], en: reason[1] }, hint: { zh: hint[0], en: hint[1] } });
  }
  error(path: string, reason: [zh: string, en: string], hint: [zh: string, en: string]): void {
    this.add("error", path, reason, hint);
  }
  warn(path: string, reason: [zh: string, en: string], hint: [zh: string, en: string]): void {
    this.add("warning", path, reason, hint);
  }
}

/** A node's name in problems, e.g. "Main menu" (main). */
export function nodeName(flow: FlowDocument, id: string): [zh: string, en: string] {
  const title: Bilingual | undefined = Object.hasOwn(flow.nodes, id) ? flow.nodes[id]?.title : undefined;
  const zh = title?.zh ?? title?.en;
  const en = title?.en ?? title?.zh;
  return [zh ? `“${zh}”（${id}）` : `“${id}”`, en ? `"${en}" (${id})` : `"${id}"`];
}
