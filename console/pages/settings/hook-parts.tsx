import { useSignal } from "@preact/signals";
import { type HookView, hookView, retryHook, setHookSecret, testHook } from "../../data/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { Countdown } from "../../parts/ticking.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { base, changes } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { officeWords } from "../../words/office.ts";
import { clock, day } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";
import { IsSet, SecretForm } from "./secret-form.tsx";
import { SecretMade } from "./secret-made.tsx";

/** What is no part of the document: the secret of a webhook, a test of it, and how its events fare. They count at once. */
export function HookParts({ id }: { id: string }) {
  const w = officeWords.value.hook;
  const g = words.value.settings.groups;
  const hook = base.value?.webhooks?.find((one) => one.id === id);
  const { state, reload } = useLoaded(
    async () => (hook ? hookView(id) : undefined),
    `${id} ${hook === undefined} ${hook?.enabled} ${hook?.url}`,
  );
  const { value, error, loading } = state.value;
  if (!hook)
    return (
      <FormPart title={g.signing}>
        <p class="note">{w.applyFirst}</p>
      </FormPart>
    );
  if (error && !value)
    return (
      <FormPart title={g.delivery}>
        <FaultNote error={error} onRetry={reload} />
      </FormPart>
    );
  if (!value) return <FormPart title={g.signing}>{loading ? <Loading /> : null}</FormPart>;
  return (
    <>
      <FormPart title={g.signing}>
        <HookSecret id={id} signed={value.signed} changed={reload} />
      </FormPart>
      <FormPart title={g.trying}>
        <HookTest id={id} signed={value.signed} done={reload} />
      </FormPart>
      <FormPart title={g.delivery}>
        <Standing id={id} on={hook.enabled} view={value} reload={reload} />
        <Log log={value.log} />
        <div>
          <Button small kind="quiet" icon="refresh" pending={loading} onPress={reload}>
            {w.refresh}
          </Button>
        </div>
      </FormPart>
    </>
  );
}

function HookSecret({ id, signed, changed }: { id: string; signed: boolean; changed: () => void }) {
  const w = officeWords.value.hook;
  const made = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const make = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      made.value = (await setHookSecret(id)).secret;
      changed();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const put = async (secret: string) => {
    await setHookSecret(id, secret);
    made.value = undefined;
    changed();
  };
  const again = () => ask({ title: w.makeAsk, note: w.makeNote, yes: w.makeAgain, danger: true, run: () => void make() });
  return (
    <div class="stack secret">
      <IsSet set={signed} yes={w.set} no={w.unset} />
      <p class="field-note">{w.signedBy}</p>
      {made.value ? <SecretMade note={w.madeOnce} secret={made.value} /> : null}
      <div>
        <Button icon="key" pending={busy.value} onPress={signed ? again : () => void make()}>
          {signed ? w.makeAgain : w.make}
        </Button>
      </div>
      {error.value ? <FaultNote error={error.value} /> : null}
      <SecretForm label={w.put} saved={w.saved} save={put} />
    </div>
  );
}

function HookTest({ id, signed, done }: { id: string; signed: boolean; done: () => void }) {
  const w = officeWords.value.hook;
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const answer = useSignal<Awaited<ReturnType<typeof testHook>> | undefined>(undefined);
  const edited = changes.value.some((c) => c.path[0] === "webhooks" && c.path[1] === id);
  const send = async () => {
    busy.value = true;
    error.value = undefined;
    answer.value = undefined;
    try {
      answer.value = await testHook(id);
      done();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const now = answer.value;
  const said = now?.status === undefined ? w.failed : fill(now.delivered ? w.taken : w.refused, { status: now.status });
  return (
    <div class="stack">
      <p class="field-note">{edited ? w.testEdited : w.testNote}</p>
      <div>
        <Button icon="forward" pending={busy.value} blocked={signed ? undefined : w.needsSecret} onPress={() => void send()}>
          {w.test}
        </Button>
      </div>
      <div role="status">
        {now ? (
          <p class={`notice ${now.delivered ? "is-plain" : "is-bad"}`}>
            <span>
              <strong>{said}</strong> {now.text ? <code class="hook-answer">{now.text}</code> : null}
            </span>
          </p>
        ) : null}
      </div>
      {error.value ? <FaultNote error={error.value} /> : null}
    </div>
  );
}

const moment = (atMs: number): string => `${day(atMs, language.value)} ${clock(atMs, language.value)}`;

/** How far it has heard, and what keeps it. */
function Standing({ id, on, view, reload }: { id: string; on: boolean; view: HookView; reload: () => void }) {
  const w = officeWords.value.hook;
  const { state, signed } = view;
  if (!on || !state) return <p class="note">{w.off}</p>;
  const again = () =>
    void retryHook(id).then(() => {
      say(w.trying);
      reload();
    }, sayFault);
  const { failing } = state;
  return (
    <div class="stack">
      <p class="row wrap">
        <span>{state.behind === 0 ? w.upToDate : fill(w.behind, { n: state.behind })}</span>
        <span class="note">
          {state.lastDeliveredAtMs === undefined ? w.never : fill(w.last, { time: moment(state.lastDeliveredAtMs) })}
        </span>
      </p>
      {failing ? (
        <div class="notice is-warn">
          <span class="grow">
            {fill(w.failing, { n: failing.attempts, time: moment(failing.sinceMs) })}{" "}
            {signed ? <code class="hook-answer">{failing.text}</code> : w.unset}{" "}
            <span class="note">
              {w.next} <Countdown until={failing.nextTryAtMs} />
            </span>
          </span>
          <Button small icon="refresh" onPress={again}>
            {w.now}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const shown = 20;
function Log({ log }: { log: HookView["log"] }) {
  const w = officeWords.value.hook;
  return (
    <>
      <h4 class="hook-log-head">{w.log}</h4>
      {log.length === 0 ? <p class="note">{w.noLog}</p> : null}
      <ul class="hook-log">
        {log.slice(0, shown).map((row) => (
          <li key={`${row.event} ${row.attempt}`}>
            <span class="num faint">{moment(row.atMs)}</span>
            <code>{row.type}</code>
            <span class={row.outcome === "delivered" ? "" : "is-bad"}>
              {w.outcome[row.outcome]}
              {row.status === undefined ? "" : ` · ${row.status}`}
              {row.attempt > 1 ? ` · ${fill(w.attempt, { n: row.attempt })}` : ""}
            </span>
            <span class="hook-answer cut note">{row.text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
