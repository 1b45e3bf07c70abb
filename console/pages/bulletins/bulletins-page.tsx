import "./bulletins.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Bulletin } from "../../../appliance/contract/bulletins.ts";
import { isHeard, turnHeard } from "../../bulletins/bulletin-sound.ts";
import { firstTo } from "../../bulletins/first-to.ts";
import { joinBulletins, ofWhich, type Which } from "../../bulletins/join-bulletins.ts";
import { askBulletin } from "../../bulletins/my-bulletins.ts";
import { fetchBulletins } from "../../data/bulletins.ts";
import { live } from "../../data/live.ts";
import { myself } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { Segments, Switch, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { bulletinWords } from "../../words/bulletins.ts";
import { fill } from "../../words/fill.ts";
import { BulletinLine } from "./bulletin-line.tsx";

const pageSize = 50;
const typingMs = 300;

/** Every bulletin one may see, newest first: what it says, to whom it went, and who has read and acknowledged it (B10). */
export function BulletinsPage() {
  const w = bulletinWords.value;
  const which = useSignal<Which>("all");
  const typed = useSignal("");
  const wanted = useSignal("");
  const older = useSignal<Bulletin[]>([]);
  const ended = useSignal(false);
  const ask = (before?: number) =>
    fetchBulletins({
      limit: pageSize,
      ...(wanted.peek() ? { text: wanted.peek() } : {}),
      ...(before === undefined ? {} : { before }),
    });
  const { state, reload } = useLoaded(async () => {
    const rows = await ask();
    older.value = [];
    ended.value = rows.length < pageSize;
    return rows;
  }, wanted.value);
  useEffect(() => {
    const timer = setTimeout(() => {
      wanted.value = typed.value.trim();
    }, typingMs);
    return () => clearTimeout(timer);
  }, [typed.value]);
  const who = myself();
  const now = live.value?.bulletins ?? [];
  // One that is new, or gone, is a new row of the list.
  const standing = now.map((b) => b.id).join(" ");
  useEffect(() => {
    if (state.peek().value) reload();
  }, [standing]);
  if (!who) return null;
  const { value, error, loading } = state.value;
  const rows = value ? ofWhich(joinBulletins([...value, ...older.value], now), which.value, who) : undefined;
  const more = async () => {
    const last = [...(value ?? []), ...older.value].at(-1);
    if (!last) return;
    try {
      const next = await ask(last.sentAtMs);
      older.value = [...older.value, ...next];
      ended.value = next.length < pageSize;
    } catch (e) {
      sayFault(e);
    }
  };
  const first = firstTo();
  return (
    <div class="page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note grow">{w.about}</p>
        {first ? (
          <Button kind="main" icon="plus" onPress={() => askBulletin(first)}>
            {w.write}
          </Button>
        ) : null}
      </header>
      <div class="bulletins-tools">
        <TextInput
          value={typed.value}
          maxLength={100}
          aria-label={w.search}
          placeholder={w.search}
          onText={(text) => {
            typed.value = text;
          }}
        />
        <Segments
          label={w.show}
          value={which.value}
          choices={(["all", "mine", "sent"] as const).map((v) => ({ value: v, label: w.which[v] }))}
          onChoose={(v) => {
            which.value = v as Which;
          }}
        />
        <label class="row" for="bulletin-sound" title={w.soundNote}>
          <Switch id="bulletin-sound" on={isHeard()} onTurn={turnHeard} />
          <span>{w.sound}</span>
        </label>
      </div>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!rows && loading ? <Loading /> : null}
      {rows && rows.length === 0 ? (
        wanted.value ? (
          <Empty icon="search" title={fill(w.notFound, { text: wanted.value })} />
        ) : (
          <Empty icon="letter" title={w.none} note={w.noneNote} />
        )
      ) : null}
      {rows && rows.length > 0 ? (
        <ul class="bulletin-rows">
          {rows.map((bulletin) => (
            <BulletinLine key={bulletin.id} bulletin={bulletin} changed={reload} />
          ))}
        </ul>
      ) : null}
      {value && !ended.value ? (
        <p class="bulletins-foot">
          <Button onPress={() => void more()}>{w.older}</Button>
        </p>
      ) : null}
    </div>
  );
}
