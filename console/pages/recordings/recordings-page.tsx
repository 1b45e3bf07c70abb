import "./recordings.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { FoundRecording } from "../../../appliance/contract/evidence.ts";
import { agentName, queueName } from "../../data/names.ts";
import { findRecordings } from "../../data/recordings.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { recordingWords } from "../../words/recordings.ts";
import { age, clock, day } from "../../words/time.ts";
import { language } from "../../words/words.ts";
import { RecordingTabs } from "./recording-tabs.tsx";
import { askOf, readSearch, type Search } from "./search.ts";
import { SearchForm } from "./search-form.tsx";

const page = 60;
type Found = { rows: FoundRecording[]; more: boolean; loading: boolean; error?: unknown };

/** Recordings by anything known of them. The search is in the address, so that going back finds it again. */
export function RecordingsPage() {
  const { query, route } = useLocation();
  const w = recordingWords.value.find;
  const search = readSearch(query);
  const found = useSignal<Found>({ rows: [], more: false, loading: true });
  const turn = useRef(0);
  const root = useRef<HTMLOListElement>(null);
  useRowKeys(root);
  const load = async (older: boolean) => {
    const mine = ++turn.current;
    const old = older ? found.peek().rows : [];
    found.value = { ...found.peek(), loading: true, rows: old };
    try {
      const rows = await findRecordings(askOf(search, old.at(-1)?.recording.startedAtMs, page));
      if (mine === turn.current) found.value = { rows: [...old, ...rows], more: rows.length === page, loading: false };
    } catch (error) {
      if (mine === turn.current) found.value = { rows: old, more: false, loading: false, error };
    }
  };
  useEffect(() => {
    void load(false);
  }, [JSON.stringify(search)]);
  const set = (next: Search) => {
    const to = new URLSearchParams(Object.entries(next).filter((e): e is [string, string] => Boolean(e[1])));
    route(to.size > 0 ? `/recordings?${to}` : "/recordings", true);
  };
  const { rows, more, loading, error } = found.value;
  const filtered = Object.keys(search).length > 0;
  return (
    <div class="page recordings-page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <RecordingTabs at="/recordings" />
        {may("hear-recordings") ? null : <p class="note">{w.own}</p>}
      </header>
      <SearchForm search={search} set={set} />
      {error ? <FaultNote error={error} onRetry={() => void load(false)} /> : null}
      {!loading && !error && rows.length === 0 ? (
        filtered ? (
          <Empty icon="search" title={w.none} note={w.noneNote} />
        ) : (
          <Empty icon="record" title={w.empty} note={w.emptyNote} />
        )
      ) : null}
      <ol class="found-rows" ref={root}>
        {rows.map((row) => (
          <Row key={row.recording.id} found={row} />
        ))}
      </ol>
      {loading ? <Loading /> : null}
      {more ? (
        <p class="found-more">
          <Button pending={loading} onPress={() => void load(true)}>
            {w.older}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function Row({ found: { recording, call, tags } }: { found: FoundRecording }) {
  const w = recordingWords.value.find;
  const l = language.value;
  const number = call ? (call.direction === "out" ? call.called : call.caller) : "";
  const where = [call?.queue ? queueName(call.queue) : "", call?.agent ? agentName(call.agent) : ""].filter(Boolean).join(" · ");
  const state = recording.state === "complete" ? "" : w.state[recording.state];
  return (
    <li>
      <a class={`found-row is-${recording.state}`} href={`/recordings/${recording.id}`} data-row>
        <time class="num" dateTime={new Date(recording.startedAtMs).toISOString()}>
          {day(recording.startedAtMs, l)} {clock(recording.startedAtMs, l)}
        </time>
        <span class="found-who">
          <Icon name={recording.kind === "voicemail" ? "prompt" : (call?.direction ?? "record")} size={14} />
          {call ? <NumberText number={number} /> : null}
        </span>
        <span class="found-where cut">{where}</span>
        <span class="found-tags">
          {tags.slice(0, 4).map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
          {recording.gaps && recording.gaps.length > 0 ? <span class="faint small">{w.gaps}</span> : null}
          {state ? <span class="found-state">{state}</span> : null}
        </span>
        <span class="num right">{recording.durationMs === undefined ? "" : age(recording.durationMs, l)}</span>
        <Icon name="forward" size={14} />
      </a>
    </li>
  );
}
