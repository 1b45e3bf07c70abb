import type { GoingRecording, RetentionPreview } from "../../contract/evidence.ts";
import type { RecordingSettings, RetentionRule } from "../../contract/recording.ts";
import { fits } from "./decide-recording.ts";

/** A finished recording as retention sees it. `heldUntilMs` 0: nobody holds it. */
export type Kept = {
  id: string;
  kind: "call" | "voicemail" | "greeting";
  startedAtMs: number;
  bytes: number;
  line?: string;
  direction?: string;
  queue?: string;
  agent?: string;
  tags: readonly string[];
  /** Somebody wrote a note to it, audited it or exported it. */
  linked: boolean;
  heldUntilMs: number;
};
export type RetentionPlan = Omit<RetentionPreview, "count" | "revision">;

const dayMs = 86_400_000;
/** What one run deletes at most; the rest goes at the next. */
const mostGoing = 20_000;

/** Takes recordings oldest first and says which ones go. The same recordings, rules and moment always give the same plan. */
export class RetentionPlanner {
  readonly #rules: readonly RetentionRule[];
  readonly #atMs: number;
  readonly #excessBytes: number;
  readonly #going: GoingRecording[] = [];
  /** Oldest ones that no rule takes: they would go next, if all together are too large. */
  readonly #oldest: GoingRecording[] = [];
  #oldestBytes = 0;
  #bytes = 0;
  #held = 0;
  #more = false;

  constructor(retention: NonNullable<RecordingSettings["retention"]>, totalBytes: number, atMs: number) {
    this.#rules = retention.rules;
    this.#atMs = atMs;
    this.#excessBytes = retention.maxGb === undefined ? 0 : Math.max(0, totalBytes - retention.maxGb * 1e9);
  }

  take(kept: Kept): void {
    // What callers hear is no record of anybody; it lives as long as it is wanted.
    if (kept.kind === "greeting") return;
    const rule = this.#rules.find((r) => fitsKept(r, kept));
    const days = rule && (kept.linked ? (rule.keepLinkedDays ?? rule.keepDays) : rule.keepDays);
    const over = days !== undefined && kept.startedAtMs + days * dayMs <= this.#atMs;
    const { id, bytes, startedAtMs } = kept;
    if (kept.heldUntilMs > this.#atMs) {
      if (over) this.#held++;
      return;
    }
    if (over && this.#going.length >= mostGoing) this.#more = true;
    else if (over) {
      this.#going.push({ id, why: rule!.id, bytes, startedAtMs });
      this.#bytes += bytes;
    } else if (this.#oldestBytes < this.#excessBytes && this.#oldest.length < mostGoing) {
      this.#oldest.push({ id, why: "size", bytes, startedAtMs });
      this.#oldestBytes += bytes;
    }
  }

  plan(): RetentionPlan {
    const going = [...this.#going];
    let bytes = this.#bytes;
    for (const next of this.#oldest) {
      if (bytes >= this.#excessBytes || going.length >= mostGoing) break;
      going.push(next);
      bytes += next.bytes;
    }
    return { atMs: this.#atMs, going, bytes, held: this.#held, more: this.#more || bytes < this.#excessBytes };
  }
}

function fitsKept(rule: RetentionRule, { line, direction, queue, agent, kind, tags }: Kept): boolean {
  const known = {
    lines: line === undefined ? [] : [line],
    ...(direction === undefined ? {} : { direction }),
    ...(queue === undefined ? {} : { queue }),
    ...(agent === undefined ? {} : { agent }),
  };
  return (
    fits(rule, known) &&
    (!rule.kinds || rule.kinds.some((k) => k === kind)) &&
    (!rule.tags || tags.some((tag) => rule.tags!.includes(tag)))
  );
}

/** What a plan says, as one text: its hash is the plan's revision. */
export const planText = ({ atMs, going }: RetentionPlan): string =>
  [String(atMs), ...going.map(({ id, why }) => `${id} ${why}`)].join("\n");
