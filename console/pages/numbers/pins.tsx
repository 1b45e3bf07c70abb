import { useSignal } from "@preact/signals";
import { dropPin, fetchPins, type PinRow, setPin, unlockPin } from "../../data/numbers.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Field, PasswordInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { base } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { clock } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

type Kind = "agent" | "phone" | "role";
const kinds: Kind[] = ["role", "agent", "phone"];
/** Whom the settings in force know; only they can have a PIN. */
function ownersOf(kind: Kind): readonly { id: string; name: string }[] {
  const s = base.value;
  if (!s) return [];
  return kind === "agent" ? s.agents : kind === "phone" ? s.phones : (s.outgoing?.roles ?? []);
}
function nameOf(owner: string): string {
  const at = owner.indexOf(":");
  const [kind, id] = [owner.slice(0, at), owner.slice(at + 1)];
  const known = kinds.find((k) => k === kind);
  if (!known) return owner;
  const name = ownersOf(known).find((x) => x.id === id)?.name ?? id;
  return fill(numberWords.value.outgoing.owner[known], { name: known === "phone" && name !== id ? `${id} ${name}` : name });
}

/** PINs stand outside the settings: they go straight to the box, take effect at once, and never come back. */
export function Pins() {
  const w = numberWords.value.outgoing;
  const { state, reload } = useLoaded(fetchPins, "pins");
  // Those of voicemail boxes belong to the boxes.
  const rows = state.value.value?.filter((r) => !r.owner.startsWith("box:"));
  return (
    <div class="stack pins">
      <p class="note">{w.pinsNote}</p>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {rows ? (
        rows.length === 0 ? (
          <p>{w.noPins}</p>
        ) : (
          <PinRows rows={rows} reload={reload} />
        )
      ) : state.value.loading ? (
        <Loading />
      ) : null}
      <PinForm reload={reload} />
    </div>
  );
}

function PinRows({ rows, reload }: { rows: readonly PinRow[]; reload: () => void }) {
  const w = numberWords.value.outgoing;
  const drop = (owner: string, name: string) =>
    ask({
      title: fill(w.dropAsk, { name }),
      note: w.dropNote,
      yes: w.dropPin,
      danger: true,
      run: () =>
        void dropPin(owner)
          .then(() => {
            say(w.pinDropped);
            reload();
          })
          .catch(sayFault),
    });
  const free = (owner: string, name: string) =>
    void unlockPin(owner)
      .then(() => {
        say(fill(w.unlocked, { name }));
        reload();
      })
      .catch(sayFault);
  return (
    <ul class="pin-rows">
      {rows.map((row) => {
        const name = nameOf(row.owner);
        return (
          <li key={row.owner}>
            <Icon name={row.lockedUntilMs === undefined ? "key" : "lock"} />
            <span class="grow">
              {name} <span class="note">{row.set ? w.hasPin : w.noPin}</span>
            </span>
            {row.lockedUntilMs === undefined ? null : (
              <>
                <span class="pin-locked">{fill(w.locked, { time: clock(row.lockedUntilMs, language.value) })}</span>
                <Button small onPress={() => free(row.owner, name)}>
                  {w.unlock}
                </Button>
              </>
            )}
            {row.set ? (
              <Button small kind="quiet" icon="bin" label={`${w.dropPin}: ${name}`} onPress={() => drop(row.owner, name)} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function PinForm({ reload }: { reload: () => void }) {
  const w = numberWords.value.outgoing;
  const owner = useSignal("");
  const pin = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  useUnkept(pin.value !== "");
  const fits = /^[0-9]{4,12}$/.test(pin.value);
  const put = async (event: Event) => {
    event.preventDefault();
    if (!fits || owner.value === "" || busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      await setPin(owner.value, pin.value);
      say(fill(w.pinSet, { name: nameOf(owner.value) }));
      pin.value = "";
      reload();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <form class="pin-put" onSubmit={put}>
        <Field label={w.pinFor}>
          {(ids) => (
            <span class="select">
              <select {...ids} class="input" value={owner.value} onChange={(e) => (owner.value = e.currentTarget.value)}>
                <option value="">{words.value.settings.choose}</option>
                {kinds.map((kind) => (
                  <optgroup key={kind} label={w.owners[kind]}>
                    {ownersOf(kind).map((x) => (
                      <option key={x.id} value={`${kind}:${x.id}`} selected={owner.value === `${kind}:${x.id}`}>
                        {kind === "phone" ? `${x.id} ${x.name}` : `${x.name} (${x.id})`}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            </span>
          )}
        </Field>
        <Field label={w.pin} remarks={pin.value !== "" && !fits ? [{ severity: "error", text: w.pinNote }] : []}>
          {(ids) => (
            <PasswordInput
              {...ids}
              inputMode="numeric"
              maxLength={12}
              autoComplete="new-password"
              value={pin.value}
              onText={(t) => (pin.value = t.replace(/\D/g, ""))}
            />
          )}
        </Field>
        <Button type="submit" pending={busy.value} class={fits && owner.value !== "" ? "" : "is-faint"}>
          {w.setPin}
        </Button>
      </form>
      {error.value ? <FaultNote error={error.value} /> : null}
    </>
  );
}
