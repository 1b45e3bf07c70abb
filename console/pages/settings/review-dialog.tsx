import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { SettingsProblem } from "../../../appliance/contract/settings.ts";
import { asFault } from "../../data/fault.ts";
import type { Reviewed } from "../../data/settings.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { CallsGoingNote } from "../../settings/calls-going.tsx";
import { apply, base, changes, draft, newer, previewMerge, review, revision, settle } from "../../settings/draft.ts";
import { parsePointer } from "../../settings/pointer.ts";
import { pageOf, wayTo } from "../../settings/where.ts";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";

/** Asks the box what would happen, shows it, and does it when told so. */
export function ReviewDialog({ close }: { close: () => void }) {
  const w = words.value.settings;
  const reviewed = useSignal<Reviewed | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal<"review" | "apply" | undefined>("review");
  const look = async () => {
    busy.value = "review";
    error.value = undefined;
    reviewed.value = undefined;
    try {
      reviewed.value = await review();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = undefined;
    }
  };
  useEffect(() => void look(), []);
  const go = async () => {
    busy.value = "apply";
    error.value = undefined;
    try {
      await apply();
      say(fill(w.applied, { n: revision.peek() }));
      close();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = undefined;
    }
  };
  const fault = error.value ? asFault(error.value) : undefined;
  const refused = fault?.reply?.problems;
  const conflict = newer.value !== undefined;
  const plan = reviewed.value?.plan;
  return (
    <Dialog
      wide
      form
      title={conflict ? w.conflict : w.reviewTitle}
      onClose={close}
      actions={
        conflict ? null : (
          <>
            <Button onPress={close}>{words.value.common.cancel}</Button>
            <Button
              kind="main"
              pending={busy.value === "apply"}
              blocked={plan && plan.length > 0 ? undefined : busy.value ? w.reviewing : w.nothing}
              onPress={() => void go()}
            >
              {busy.value === "apply" ? w.applying : w.apply}
            </Button>
          </>
        )
      }
    >
      <div class="review">
        {conflict ? <Conflict again={() => void look()} /> : null}
        {busy.value === "review" ? <Loading /> : null}
        {fault && !refused && !conflict ? <FaultNote error={fault} onRetry={() => void look()} /> : null}
        {refused ? (
          <>
            <p class="notice is-bad">{w.problemsNote}</p>
            <Problems problems={refused} close={close} />
          </>
        ) : null}
        {!conflict && plan ? plan.length === 0 ? <p>{w.nothing}</p> : <Plan reviewed={reviewed.value} close={close} /> : null}
        <Changes />
      </div>
    </Dialog>
  );
}

function Plan({ reviewed, close }: { reviewed: Reviewed | undefined; close: () => void }) {
  const w = words.value.settings;
  const keepDays = draft.value?.recording.keepCallsDays;
  if (!reviewed) return null;
  return (
    <>
      <ol class="plan">
        {reviewed.plan.map((step) => (
          <li key={`${step.what} ${step.id} ${step.change}`} class={`is-${step.change}`}>
            <span class="plan-sign" aria-hidden="true">
              {step.change === "add" ? "+" : step.change === "remove" ? "−" : "~"}
            </span>
            <div class="grow">
              {pick(step.words)}
              {step.what === "recording" && step.id === "calls" && keepDays !== undefined ? (
                <CallsGoingNote keepDays={keepDays} />
              ) : null}
            </div>
            {step.disturbs ? <span class="plan-tag is-warn">{w.disturbs}</span> : null}
            {step.confirm ? <span class="plan-tag is-bad">{w.mustConfirm}</span> : null}
          </li>
        ))}
      </ol>
      {reviewed.plan.some((s) => s.confirm) ? <p class="notice is-warn">{w.confirmNote}</p> : null}
      {reviewed.warnings.length > 0 ? (
        <>
          <h3 class="review-title">{w.warnings}</h3>
          <Problems problems={reviewed.warnings} close={close} />
        </>
      ) : null}
    </>
  );
}

function Problems({ problems, close }: { problems: SettingsProblem[]; close: () => void }) {
  const { route } = useLocation();
  const settings = draft.value;
  if (!settings) return null;
  return (
    <ul class="problems">
      {problems.map((p) => (
        <li key={`${p.path}${p.reason.en}`} class={`is-${p.severity}`}>
          <div class="grow">
            <p class="problem-where">{wayTo(parsePointer(p.path), settings).join(" › ")}</p>
            <p>
              {pick(p.reason)} <span class="note">{pick(p.hint)}</span>
            </p>
          </div>
          <Button
            small
            onPress={() => {
              close();
              route(pageOf(p.path, settings));
            }}
          >
            {words.value.settings.goTo}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Every place that differs, before and after. */
function Changes() {
  const w = words.value.settings;
  const [before, after] = [base.value, draft.value];
  if (!before || !after) return null;
  return (
    <details class="changes">
      <summary>{fill(w.changes, { n: changes.value.length })}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{w.step}</th>
            <th scope="col">{w.before}</th>
            <th scope="col">{w.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.value.slice(0, 200).map((c) => (
            <tr key={c.path.join("/")}>
              <th scope="row">{wayTo(c.path, c.kind === "removed" ? before : after).join(" › ")}</th>
              <td class={c.kind === "added" ? "faint" : ""}>{c.kind === "added" ? "–" : short(c.before)}</td>
              <td class={c.kind === "removed" ? "is-bad" : ""}>
                {c.kind === "removed" ? w.taken : c.kind === "added" ? `${w.added} ${short(c.after)}` : short(c.after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 88)}…` : text;
}

/** Somebody was faster: carry one's changes over, choose where both changed the same, or drop them. */
function Conflict({ again }: { again: () => void }) {
  const w = words.value.settings;
  const merged = previewMerge();
  const theirs = newer.value;
  if (!merged || !theirs) return null;
  const go = (how: "mine" | "theirs" | "drop") => {
    settle(how);
    again();
  };
  return (
    <div class="stack">
      <p>{fill(w.conflictNote, { n: theirs.revision, from: revision.value })}</p>
      {merged.clashes.length === 0 ? (
        <p>{w.mergeClean}</p>
      ) : (
        <>
          <p>
            <strong>{fill(w.mergeClash, { n: merged.clashes.length })}</strong>
          </p>
          <table class="clashes">
            <thead>
              <tr>
                <th scope="col">{w.step}</th>
                <th scope="col">{w.mine}</th>
                <th scope="col">{w.theirs}</th>
              </tr>
            </thead>
            <tbody>
              {merged.clashes.map((c) => (
                <tr key={c.path.join("/")}>
                  <th scope="row">{wayTo(c.path, theirs.settings).join(" › ")}</th>
                  <td>{c.mine === undefined ? w.taken : short(c.mine)}</td>
                  <td>{c.theirs === undefined ? w.taken : short(c.theirs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <div class="row wrap">
        <Button kind="main" onPress={() => go("mine")}>
          {merged.clashes.length > 0 ? `${w.carryOver} · ${w.mine}` : w.carryOver}
        </Button>
        {merged.clashes.length > 0 ? <Button onPress={() => go("theirs")}>{`${w.carryOver} · ${w.theirs}`}</Button> : null}
        <Button kind="danger" onPress={() => go("drop")}>
          {w.takeTheirs}
        </Button>
      </div>
    </div>
  );
}
