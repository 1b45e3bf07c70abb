import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type CareTest, type Staff, staffTests, tryStaff } from "../../data/alarms.ts";
import { canAct } from "../../data/live.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";

/** Asked for so often while the window is open: a test lasts seconds, and only a few are kept. */
const againMs = 1_500;
const shown = 8;

/** Calls one of the staff with a test sentence, and shows what came of it. */
export function TryDialog({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const w = alarmWords.value;
  const busy = useSignal("");
  const { state, reload } = useLoaded(staffTests, "tests");
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && !state.peek().loading) reload();
    }, againMs);
    return () => clearInterval(timer);
  }, []);
  const { value: tests = [], error } = state.value;
  const nameOf = (id: string) => staff.find((s) => s.id === id)?.name ?? id;
  const go = (person: string) => {
    busy.value = person;
    tryStaff(person)
      .then(reload, sayFault)
      .finally(() => {
        busy.value = "";
      });
  };
  const running = (person: string) => tests.some((t) => t.person === person && isRunning(t));
  return (
    <Dialog title={w.tryTitle} onClose={onClose}>
      <p class="note">{w.tryNote}</p>
      {staff.length === 0 ? <Empty icon="users" title={w.tryNone} note={w.tryNoneNote} /> : null}
      <ul class="try-people">
        {staff.map((person) => (
          <li key={person.id}>
            <span class="grow">{person.name}</span>
            <Button
              small
              icon="phone"
              blocked={canAct.value ? (person.callable ? undefined : w.tryNoNumber) : words.value.link.blocked}
              pending={busy.value === person.id || running(person.id)}
              aria-describedby="try-tests"
              onPress={() => go(person.id)}
            >
              {person.callable ? w.tryCall : w.tryNoNumber}
            </Button>
          </li>
        ))}
      </ul>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {tests.length > 0 ? <h3 class="try-title">{w.tests}</h3> : null}
      <ul id="try-tests" class="try-tests" aria-live="polite">
        {tests.slice(0, shown).map((test) => (
          <li key={test.id} class={`is-${test.state}`}>
            <b>{nameOf(test.person)}</b> <NumberText number={test.number} />
            <span class="try-state">{w.testStates[test.state]}</span>
            {test.why ? <span>{pick(test.why)}</span> : null}
            <span class="faint">
              {fill(w.testBy, { who: personName(test.by) })} · <Age since={test.atMs} />
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

const isRunning = (test: CareTest): boolean => test.state === "calling" || test.state === "answered";
