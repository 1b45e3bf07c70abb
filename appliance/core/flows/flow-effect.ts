import type { SpokenItem } from "../../contract/effects.ts";
import type { GradedSkill } from "../../contract/queue-choice.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Language } from "../../contract/words.ts";
import type { FlowEnd } from "./flow-state.ts";

/** An exit that was taken; `exit` is its path within the node, as in `exitsOf`. */
export type ExitTaken = { flow: string; node: string; exit: string };

export type FlowEffect =
  | { do: "flow.play"; token: string; items: SpokenItem[]; bargeIn: boolean }
  | { do: "flow.stopPlay"; token: string }
  | { do: "flow.timer"; token: string; inMs: number }
  | { do: "flow.cancelTimer"; token: string }
  | { do: "flow.lookup"; token: string; connector: string; parameters: Record<string, string>; timeoutMs: number }
  /** `silenceMs` 0: quiet doesn't end it. Keys and `maxMs` are watched here; it then says `flow.stopRecord`. */
  | { do: "flow.record"; token: string; variable: string; maxMs: number; silenceMs: number; beep: boolean }
  | { do: "flow.stopRecord"; token: string }
  | { do: "flow.queue"; token: string; queue: string; priority: number; skills?: GradedSkill[] }
  | {
      do: "flow.transfer";
      token: string;
      to: { kind: "phone"; phone: string } | { kind: "number"; number: string };
      ringMs: number;
    }
  | { do: "flow.voicemail"; token: string; box: string }
  | { do: "flow.survey"; token: string; survey: string }
  /** Something the agent should see: typed, looked up or set. */
  | { do: "flow.variable"; name: string; label: Sentence; value: string; sensitive: boolean }
  /** With `entered` the node has just been entered; `from` is the written exit that led here, if one did. */
  | {
      do: "flow.note";
      flow: string;
      node: string;
      kind: "flow" | "decision" | "fault";
      words: Sentence;
      entered?: { from?: ExitTaken };
    }
  /** The caller has heard a privacy notice to its end. */
  | { do: "flow.noticed" }
  | { do: "flow.language"; language: Language }
  | { do: "flow.end"; why: FlowEnd };
