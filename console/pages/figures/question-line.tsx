import type { ComponentChildren } from "preact";
import { live } from "../../data/live.ts";
import { byName } from "../../data/names.ts";
import { SentenceLine, WordChoice } from "../../parts/sentence.tsx";
import { civil } from "../../words/civil.ts";
import { reportWords } from "../../words/reports.ts";
import { pick } from "../../words/words.ts";
import { bys, intervals, type Question, type When, whens } from "./question.ts";

/** The filters as one sentence; each word of it can be chosen anew. */
export function QuestionLine({ q, set, nowMs }: { q: Question; set: (next: Question) => void; nowMs: number }) {
  const w = reportWords.value.figures;
  const state = live.value;
  const choose = (name: "queue" | "agent" | "line" | "direction", all: string, list: { value: string; label: string }[]) => (
    <WordChoice
      key={name}
      label={all}
      value={q[name] ?? ""}
      choices={[{ value: "", label: all }, ...list]}
      onChoose={(value) => {
        const { [name]: _, ...rest } = q;
        set((value === "" ? rest : { ...rest, [name]: value }) as Question);
      }}
    />
  );
  const intervalWords = {
    "15": w.every15,
    "30": w.every30,
    "60": w.every60,
    day: w.everyDay,
    "hour-of-day": w.hourOfDay,
    all: w.whole,
  };
  const byWords = { queue: w.byQueue, agent: w.byAgent, line: w.byLine, direction: w.byDirection, reason: w.byReason };
  const places: Record<string, ComponentChildren> = {
    when: <WhenPlace q={q} set={set} nowMs={nowMs} />,
    queue: choose(
      "queue",
      w.allQueues,
      (state?.queues ?? []).map((x) => ({ value: x.id, label: pick(x.name) || x.id })),
    ),
    agent: choose(
      "agent",
      w.allAgents,
      byName(state?.agents ?? []).map((x) => ({ value: x.id, label: x.name })),
    ),
    line: choose(
      "line",
      w.allLines,
      byName(state?.lines ?? []).map((x) => ({ value: x.id, label: x.name })),
    ),
    direction: choose("direction", w.allDirections, [
      { value: "in", label: w.in },
      { value: "out", label: w.out },
      { value: "internal", label: w.internal },
    ]),
    interval: (
      <WordChoice
        label={w.slot}
        value={q.interval}
        choices={intervals.map((i) => ({ value: i, label: intervalWords[i] }))}
        onChoose={(value) => set({ ...q, interval: value as Question["interval"] })}
      />
    ),
    by: (
      <WordChoice
        label={w.together}
        value={q.by ?? ""}
        choices={[{ value: "", label: w.together }, ...bys.map((b) => ({ value: b, label: byWords[b] }))]}
        onChoose={(value) => {
          const { by: _, ...rest } = q;
          // Only times not ready have a reason.
          const shown =
            value === "reason" && !q.figures.includes("notReadyMs") ? { figures: ["notReadyMs"], chart: "notReadyMs" } : {};
          set(value === "" ? rest : { ...rest, ...shown, by: value as NonNullable<Question["by"]> });
        }}
      />
    ),
  };
  return <SentenceLine text={w.sentence} places={places} />;
}

export function WhenPlace({ q, set, nowMs }: { q: Question; set: (next: Question) => void; nowMs: number }) {
  const w = reportWords.value.figures;
  const today = civil(nowMs);
  const change = (when: When) => {
    const { from: _f, to: _t, ...rest } = q;
    const oneDay = when === "today" || when === "yesterday";
    // A day is read by its hours, several days by days; who chose the hours of the day means it.
    const interval = oneDay
      ? q.interval === "day"
        ? "60"
        : q.interval
      : q.interval === "60" || q.interval === "30" || q.interval === "15"
        ? "day"
        : q.interval;
    set({ ...rest, when, interval, ...(when === "dates" ? { from: today, to: today } : {}) });
  };
  return (
    <>
      <WordChoice
        label={w.when}
        value={q.when}
        choices={whens.map((x) => ({ value: x, label: w[x] }))}
        onChoose={(x) => change(x as When)}
      />
      {q.when === "dates" ? (
        <>
          {" "}
          <DateWord
            label={w.from}
            value={q.from ?? today}
            max={today}
            onDate={(from) => set({ ...q, from, to: later(q.to ?? from, from) })}
          />
          {" – "}
          <DateWord
            label={w.to}
            value={q.to ?? today}
            max={today}
            onDate={(to) => set({ ...q, to, from: earlier(q.from ?? to, to) })}
          />
        </>
      ) : null}
    </>
  );
}

function DateWord({ label, value, max, onDate }: { label: string; value: string; max: string; onDate: (date: string) => void }) {
  return (
    <input
      class="date-word"
      type="date"
      aria-label={label}
      value={value}
      max={max}
      onChange={(event) => {
        if (event.currentTarget.value) onDate(event.currentTarget.value);
      }}
    />
  );
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a < b ? b : a);
