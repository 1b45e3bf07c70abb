import { useSignal } from "@preact/signals";
import { may } from "../../data/session.ts";
import { shiftTemplates } from "../../data/shifts.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { ClockInput } from "../../parts/clock-input.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { midnightOf } from "../../words/civil.ts";
import { reportWords } from "../../words/reports.ts";
import { longDay } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

const usualFrom = "08:00";
const usualTo = "17:00";
type Hours = { template: string } | { from: string; to: string };

/** A shift by a template, or by hours of its own. */
export function PlanDialog({
  cell,
  onPlan,
  onClose,
}: {
  cell: { name: string; date: string };
  onPlan: (hours: Hours) => void;
  onClose: () => void;
}) {
  const w = reportWords.value.shifts;
  const { state } = useLoaded(shiftTemplates, "templates");
  const templates = state.value.value ?? [];
  const chosen = useSignal<string | undefined>(undefined);
  const from = useSignal(usualFrom);
  const to = useSignal(usualTo);
  const template = chosen.value ?? templates[0]?.id ?? "";
  const close = useCarefulClose(from.value !== usualFrom || to.value !== usualTo, onClose);
  return (
    <Dialog
      title={w.addTitle}
      form
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" onPress={() => onPlan(template ? { template } : { from: from.value, to: to.value })}>
            {w.plan}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>
          <strong>{cell.name}</strong> · {longDay(midnightOf(cell.date), language.value)}
        </p>
        {templates.length > 0 ? (
          <Field label={w.template}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={template}
                empty={w.own}
                choices={templates.map((t) => ({ value: t.id, label: `${t.name} ${t.from}–${t.to}` }))}
                onChoose={(id) => (chosen.value = id)}
              />
            )}
          </Field>
        ) : null}
        {templates.length === 0 && state.value.value && may("change-settings") ? (
          <p class="note">
            {w.noTemplates} <a href="/settings/shifts">{w.toTemplates}</a>
          </p>
        ) : null}
        {template === "" ? (
          <div class="plan-hours">
            <Field label={w.from}>{(ids) => <ClockInput ids={ids} value={from.value} onTime={(t) => (from.value = t)} />}</Field>
            <Field label={w.to} note={w.toNote}>
              {(ids) => <ClockInput ids={ids} value={to.value} onTime={(t) => (to.value = t)} />}
            </Field>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
