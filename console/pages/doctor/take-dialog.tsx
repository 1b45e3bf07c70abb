import { useSignal } from "@preact/signals";
import { type DoctorReport, type FoundHabits, fetchProposal, takeOver } from "../../data/doctor.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { doctorWords } from "../../words/doctor.ts";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { habitText } from "./value-text.ts";

/** What would change in the line's settings, before and after; done only when told so. */
export function TakeDialog({ report, name, onClose }: { report: DoctorReport; name: string; onClose: () => void }) {
  const w = doctorWords.value;
  const { state, reload } = useLoaded(() => fetchProposal(report.id), report.id);
  const busy = useSignal(false);
  const refused = useSignal<unknown>(undefined);
  const { value: proposal, error } = state.value;
  const fields = Object.keys(proposal?.after ?? {}) as (keyof FoundHabits)[];
  const take = async (revision: number) => {
    busy.value = true;
    refused.value = undefined;
    try {
      await takeOver(report.id, revision);
      say(fill(w.taken, { name }));
      onClose();
    } catch (e) {
      refused.value = e;
      // Somebody may have changed the settings meanwhile: what would change is asked for anew.
      reload();
    } finally {
      busy.value = false;
    }
  };
  const isDifferent = fields.length > 0;
  return (
    <Dialog
      wide
      title={fill(w.takeTitle, { name })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{words.value.common.cancel}</Button>
          {proposal && isDifferent ? (
            <Button kind="main" pending={busy.value} onPress={() => void take(proposal.revision)}>
              {w.take}
            </Button>
          ) : null}
        </>
      }
    >
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {refused.value ? <FaultNote error={refused.value} /> : null}
      {!proposal && !error ? <Loading /> : null}
      {proposal && !isDifferent ? <p>{w.already}</p> : null}
      {proposal && isDifferent ? (
        <>
          <p class="note">{w.takeNote}</p>
          <table class="doctor-diff">
            <thead>
              <tr>
                <th scope="col">{w.field}</th>
                <th scope="col">{w.before}</th>
                <th scope="col">{w.after}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field}>
                  <th scope="row">{w.found[field]}</th>
                  <td class="faint">{habitText(field, proposal.before)}</td>
                  <td>
                    <strong>{habitText(field, proposal.after)}</strong>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <h3 class="review-title">{w.plan}</h3>
          <ol class="doctor-plan">
            {proposal.plan.map((step) => (
              <li key={`${step.what} ${step.id}`}>{pick(step.words)}</li>
            ))}
          </ol>
        </>
      ) : null}
    </Dialog>
  );
}
