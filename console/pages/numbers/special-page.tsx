import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { SpecialNumber } from "../../../appliance/contract/special-number.ts";
import { numbersCsv } from "../../data/numbers.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { say } from "../../parts/toasts.tsx";
import { changes, draft, problems, remove, undo } from "../../settings/draft.ts";
import { isWithin, under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { span } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { Dot } from "../settings/dot.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { PageHead } from "./page-head.tsx";
import { isOpenPattern } from "./patterns.ts";
import { className } from "./rule-names.ts";
import { SpecialForm } from "./special-form.tsx";
import { findSpecials, pageOfRows, type SpecialFilter, specialFilters } from "./special-rows.ts";

const most = 2000;

/** Up to two thousand numbers: found by typing, by kind, page by page. `open`: the number whose form is open, "new" for a new one. */
export function SpecialPage({ open }: { open: string | undefined }) {
  const w = numberWords.value.special;
  const { route } = useLocation();
  const search = useSignal("");
  const filter = useSignal<SpecialFilter>("all");
  const page = useSignal(0);
  const importing = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => field.current?.focus() });
  const list = draft.value?.specialNumbers ?? [];
  const { rows, counts } = findSpecials(list, search.value, filter.value);
  const part = pageOfRows(rows, page.value);
  const full = list.length >= most ? w.full : undefined;
  const openAt = open === undefined || open === "new" ? undefined : list.findIndex((s) => s.number === open);
  const close = () => route("/settings/special-numbers");
  return (
    <section class="settings-form numbers" aria-label={numberWords.value.sections["special-numbers"]}>
      <PageHead title={numberWords.value.sections["special-numbers"]} about={w.about}>
        <span class="row wrap head-acts">
          <Button icon="in" onPress={() => (importing.value = true)}>
            {w.import}
          </Button>
          <a class="button is-plain" href={numbersCsv()} download="special-numbers.csv" title={w.exportNote}>
            <Icon name="download" />
            <span>{w.export}</span>
          </a>
          <Button kind="main" icon="plus" blocked={full} onPress={() => route("/settings/special-numbers/new")}>
            {w.add}
          </Button>
        </span>
      </PageHead>
      <div class="special-tools">
        <TextInput
          inputRef={field}
          aria-label={w.search}
          placeholder={w.search}
          autoComplete="off"
          value={search.value}
          onText={(t) => {
            search.value = t;
            page.value = 0;
          }}
        />
        <fieldset class="kind-filter" aria-label={w.kind}>
          {specialFilters.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter.value === name}
              onClick={() => {
                filter.value = name;
                page.value = 0;
              }}
            >
              {w.filter[name]} <span class="num">{counts[name]}</span>
            </button>
          ))}
        </fieldset>
      </div>
      {list.length === 0 ? (
        <Empty icon="star" title={w.none} note={w.noneNote} />
      ) : rows.length === 0 ? (
        <Empty icon="search" title={w.noMatch}>
          <Button
            onPress={() => {
              search.value = "";
              filter.value = "all";
            }}
          >
            {w.clear}
          </Button>
        </Empty>
      ) : (
        <SpecialTable rows={part.shown} />
      )}
      {part.last > 0 ? (
        <nav class="pager" aria-label={w.count}>
          <Button
            icon="back"
            label={w.before}
            blocked={part.page === 0 ? words.value.common.none : undefined}
            onPress={() => (page.value = part.page - 1)}
          />
          <span class="num">{fill(w.page, { from: part.from, to: part.to, n: rows.length })}</span>
          <Button
            icon="forward"
            label={w.after}
            blocked={part.page === part.last ? words.value.common.none : undefined}
            onPress={() => (page.value = part.page + 1)}
          />
        </nav>
      ) : rows.length > 0 ? (
        <p class="note num">{fill(w.count, { n: rows.length })}</p>
      ) : null}
      {open === "new" ? <SpecialForm at={undefined} close={close} /> : null}
      {openAt !== undefined && openAt >= 0 ? <SpecialForm key={openAt} at={openAt} close={close} /> : null}
      {importing.value ? <ImportDialog close={() => (importing.value = false)} /> : null}
    </section>
  );
}

function SpecialTable({ rows }: { rows: readonly { at: number; special: SpecialNumber }[] }) {
  const c = words.value.common;
  const root = useRef<HTMLUListElement>(null);
  useRowKeys(root);
  const touched = new Set(changes.value.filter((x) => x.path[0] === "specialNumbers").map((x) => x.path[1]));
  const drop = (at: number, s: SpecialNumber) => {
    remove(under("/specialNumbers", at));
    say(fill(words.value.settings.removed, { name: s.name || s.number }), { label: c.undo, run: undo });
  };
  return (
    <ul ref={root} class="special-list">
      {rows.map(({ at, special }) => (
        <li key={special.number} class={special.class === "blocked" ? "is-blocked" : ""}>
          <a
            data-row
            class="special-row"
            href={`/settings/special-numbers/${encodeURIComponent(special.number)}`}
            aria-keyshortcuts="Delete"
            onKeyDown={(event) => {
              if (event.key !== "Delete") return;
              event.preventDefault();
              drop(at, special);
            }}
          >
            <span class="special-number num">
              {isOpenPattern(special.number) ? special.number : <NumberText number={special.number} />}
            </span>
            <span class="special-name">
              <span class="cut">{special.name}</span>
              {special.note ? <span class="note cut">{special.note}</span> : null}
            </span>
            <span class="special-class">
              {special.class === "blocked" ? <Icon name="close" size={12} /> : null}
              {className(special.class)}
            </span>
            <Tags special={special} />
            <Dot
              changed={touched.has(special.number)}
              bad={problems.value.some((p) => p.severity === "error" && isWithin(p.path, `/specialNumbers/${at}`))}
            />
          </a>
          <Button small kind="quiet" icon="bin" label={`${c.remove}: ${special.name}`} onPress={() => drop(at, special)} />
        </li>
      ))}
    </ul>
  );
}

/** What is particular about a number beyond its class. */
function Tags({ special: s }: { special: SpecialNumber }) {
  const { tag } = numberWords.value.special;
  const agent = s.agent === undefined ? undefined : (draft.value?.agents.find((a) => a.id === s.agent)?.name ?? s.agent);
  const tags = [
    s.vip && s.class !== "vip" ? tag.vip : "",
    s.speedDial === undefined ? "" : fill(tag.speedDial, { code: s.speedDial }),
    s.priority === undefined ? "" : fill(tag.priority, { n: s.priority }),
    s.headStartMs ? fill(tag.headStart, { time: span(s.headStartMs, language.value) }) : "",
    agent === undefined ? "" : fill(tag.agent, { name: agent }),
  ].filter(Boolean);
  return <span class="special-tags note">{tags.join(" · ")}</span>;
}
