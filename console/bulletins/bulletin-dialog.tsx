import "./bulletins.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { BulletinTo, Importance } from "../../appliance/contract/bulletins.ts";
import { sendBulletin, withdrawBulletin } from "../data/bulletins.ts";
import { boxNow } from "../data/clock.ts";
import { live } from "../data/live.ts";
import { byName } from "../data/names.ts";
import { may } from "../data/session.ts";
import { me } from "../hand/my-desk.ts";
import { Button } from "../parts/button.tsx";
import { useCarefulClose } from "../parts/careful-close.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, Segments, SelectInput, Switch } from "../parts/inputs.tsx";
import { FaultNote } from "../parts/notices.tsx";
import { say, sayFault } from "../parts/toasts.tsx";
import { bulletinWords } from "../words/bulletins.ts";
import { fill } from "../words/fill.ts";
import { pick, words } from "../words/words.ts";
import { writingTo } from "./my-bulletins.ts";
import { fromKey, toKey } from "./to-key.ts";
import { toWord } from "./to-word.ts";

const mostText = 1_000;
const hourMs = 3_600_000;
const lengths = { h1: 1, h4: 4, h24: 24, h72: 72, h168: 168 } as const;
type Length = keyof typeof lengths;

/** A text to one agent, to a queue or to all. What a supervisor writes to one agent stays until it is acknowledged, unless said otherwise. */
export function BulletinDialog() {
  const w = bulletinWords.value;
  const supervises = may("supervise");
  const first = writingTo.peek() ?? { kind: "all" };
  const to = useSignal<BulletinTo>(first);
  const text = useSignal("");
  const importance = useSignal<Importance>("normal");
  const must = useSignal(supervises && first.kind === "agent");
  const length = useSignal<Length>("h24");
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const close = () => {
    writingTo.value = undefined;
  };
  const written = text.value.trim();
  const careful = useCarefulClose(written !== "", close, { title: w.dropAsk, note: w.dropNote, yes: w.drop });
  const send = async () => {
    if (written === "" || busy.peek()) return;
    busy.value = true;
    error.value = undefined;
    const whom = to.peek();
    try {
      const { id } = await sendBulletin({
        text: written,
        to: whom,
        importance: importance.peek(),
        mustAcknowledge: must.peek(),
        untilMs: boxNow() + lengths[length.peek()] * hourMs,
      });
      close();
      const takeBack = () => void withdrawBulletin(id).then(() => say(bulletinWords.peek().takenBack), sayFault);
      say(fill(bulletinWords.peek().sent, { to: toWord(whom) }), { label: bulletinWords.peek().takeBack, run: takeBack });
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const whom = to.value;
  const agent = whom.kind === "agent" ? live.value?.agents.find((a) => a.id === whom.agent) : undefined;
  const note = !agent
    ? undefined
    : agent.call
      ? fill(w.inCall, { name: agent.name })
      : agent.state === "logged-out"
        ? fill(w.out, { name: agent.name })
        : undefined;
  return (
    <Dialog
      form
      title={agent ? fill(w.writeTo, { name: agent.name }) : w.write}
      onClose={careful}
      actions={
        <>
          <Button onPress={careful}>{words.value.common.cancel}</Button>
          <Button kind="main" pending={busy.value} class={written ? "" : "is-faint"} onPress={() => void send()}>
            {w.send}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {error.value ? <FaultNote error={error.value} /> : null}
        <Field label={w.recipient} note={note}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={toKey(whom)}
              choices={recipients()}
              onChoose={(key) => {
                to.value = fromKey(key);
              }}
            />
          )}
        </Field>
        <Field label={w.text} note={fill(w.textNote, { n: text.value.length, of: mostText })}>
          {(ids) => (
            <textarea
              {...ids}
              ref={field}
              class="input"
              rows={4}
              maxLength={mostText}
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
              }}
            />
          )}
        </Field>
        <div class="write-how">
          <Segments
            label={w.importanceLabel}
            value={importance.value}
            choices={(supervises ? (["normal", "important", "urgent"] as const) : (["normal", "important"] as const)).map(
              (i) => ({
                value: i,
                label: w.importance[i],
              }),
            )}
            onChoose={(i) => {
              importance.value = i as Importance;
            }}
          />
          <Field label={w.until}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={length.value}
                choices={(Object.keys(lengths) as Length[]).map((l) => ({ value: l, label: w.hours[l] }))}
                onChoose={(l) => {
                  length.value = l as Length;
                }}
              />
            )}
          </Field>
        </div>
        {supervises ? (
          <label class="row" for="bulletin-must">
            <Switch
              id="bulletin-must"
              on={must.value}
              onTurn={(on) => {
                must.value = on;
              }}
            />
            <span>
              {w.must}
              <span class="field-note write-must">{w.mustNote}</span>
            </span>
          </label>
        ) : null}
      </form>
    </Dialog>
  );
}

/** Agents reach one another and their own queues; to all writes who supervises. */
function recipients() {
  const w = bulletinWords.value;
  const supervises = may("supervise");
  const state = live.value;
  const own = me.value;
  const queues = (state?.queues ?? []).filter((q) => supervises || own?.queues.includes(q.id));
  return [
    ...(supervises ? [{ value: toKey({ kind: "all" }), label: w.everybody }] : []),
    ...queues.map((q) => ({ value: toKey({ kind: "queue", queue: q.id as never }), label: `${w.queues} · ${pick(q.name)}` })),
    ...byName(state?.agents ?? [])
      .filter((a) => a.id !== own?.id)
      .map((a) => ({
        value: toKey({ kind: "agent", agent: a.id as never }),
        label: `${a.name} · ${words.value.state[a.state]}`,
      })),
  ];
}
