import { useSignal } from "@preact/signals";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { type Choice, Switch } from "../parts/inputs.tsx";
import { pick, words } from "../words/words.ts";
import { beginningOf } from "./beginnings.ts";
import { CodesAt } from "./codes-at.tsx";
import { edit, move, problems, remove, valueAt } from "./draft.ts";
import { FieldAt, Fields, VariantAt } from "./field-at.tsx";
import { fieldWord, optionWord, remarksAt } from "./field-words.ts";
import { fittingNames } from "./fitting-names.ts";
import { isWithin, parsePointer, under } from "./pointer.ts";
import { referenceChoices } from "./references.ts";
import { blankOf, type JsonSchema, shapeOf } from "./schema.ts";
import { SpansAt } from "./spans-at.tsx";
import { BackToUsual, UsualBands } from "./usual-bands.tsx";

/** A list of anything: choices in order, lines of text, rows of a table, or steps of different kinds. */
export function ListAt({ at, items, max, label }: { at: string; items: JsonSchema; max?: number; label: string }) {
  const shape = shapeOf(items);
  const name = parsePointer(at).at(-1);
  if (at === "/targets/bands" && valueAt(at) === undefined) return <UsualBands at={at} />;
  if (/^\/alarmCare\/rules\/\d+\/codes$/.test(at)) return <CodesAt at={at} label={label} />;
  if (name === "spans") return <SpansAt at={at} label={label} />;
  if (shape.kind === "choice") return <OrderedChoices at={at} values={shape.values} {...(name ? { name } : {})} />;
  const named = shape.kind === "text" ? referenceChoices(at) : undefined;
  if (named) return <OrderedChoices at={at} values={named.map((c) => c.value)} labels={named} {...(name ? { name } : {})} />;
  if (shape.kind === "text") return <Lines at={at} label={label} />;
  if (shape.kind === "variant") return <Items at={at} items={items} {...(max === undefined ? {} : { max })} />;
  if (shape.kind === "object" && (inCards.test(at) || isDense(Object.values(shape.properties))))
    return <Cards at={at} items={items} properties={Object.keys(shape.properties)} {...(max === undefined ? {} : { max })} />;
  if (shape.kind === "object")
    return <Rows at={at} items={items} properties={Object.keys(shape.properties)} {...(max === undefined ? {} : { max })} />;
  return null;
}

const inCards = /^\/(alarmCare|plant)\/|^\/(targets\/bands|shifts\/templates)$/;
/** Lists within the columns of a table leave no room for each other. */
const isDense = (properties: readonly JsonSchema[]): boolean =>
  properties.filter((property) => shapeOf(property).kind === "list").length > 1;

const listOf = (at: string): unknown[] => {
  const value = valueAt(at);
  return Array.isArray(value) ? value : [];
};

/** Lists in which the order means nothing, and those that mean everything while they are left out. */
const unordered = new Set([
  "hangUpSigns",
  "callerId",
  "tell",
  "severities",
  "events",
  "lines",
  "queues",
  "agents",
  "directions",
  "kinds",
  "hear",
]);
const allByDefault = new Set(["tell"]);
/** Those that say nothing when they are empty: then they are left out. */
const goneWhenEmpty = new Set([
  ...["paths", "severities", "subjects", "interfaces", "digest"],
  ...["lines", "queues", "agents", "directions", "kinds", "tags"],
]);

/** Chosen ones first, in their order; the others can be switched on. */
function OrderedChoices({ at, values, name = "", labels }: { at: string; values: string[]; name?: string; labels?: Choice[] }) {
  const whole = allByDefault.has(name);
  const chosen = whole && valueAt(at) === undefined ? values : (listOf(at) as string[]);
  const w = words.value.common;
  const labelOf = (value: string) => (labels ? (labels.find((c) => c.value === value)?.label ?? value) : optionWord(value, name));
  const take = (next: string[]) =>
    edit(at, (whole && next.length === values.length) || (next.length === 0 && goneWhenEmpty.has(name)) ? undefined : next);
  const all = unordered.has(name)
    ? [...values, ...chosen.filter((v) => !values.includes(v))]
    : [...chosen, ...values.filter((v) => !chosen.includes(v))];
  if (all.length === 0) return <p class="field-note">{w.none}</p>;
  return (
    <ol class="choices">
      {all.map((value) => {
        const i = chosen.indexOf(value);
        return (
          <li key={value} class={i === -1 ? "is-out" : ""}>
            <Switch
              on={i !== -1}
              label={labelOf(value)}
              onTurn={(on) => take(on ? [...chosen, value] : chosen.filter((v) => v !== value))}
            />
            <span class="grow">{labelOf(value)}</span>
            {i > 0 && !unordered.has(name) ? (
              <Button small kind="quiet" icon="up" label={w.moveUp} onPress={() => move(at, i, -1)} />
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function Lines({ at, label }: { at: string; label: string }) {
  const lines = listOf(at) as string[];
  return (
    <>
      <textarea
        class="input mono"
        rows={Math.max(2, Math.min(8, lines.length + 1))}
        aria-label={label}
        spellcheck={false}
        value={lines.join("\n")}
        onChange={(event) => {
          const next = event.currentTarget.value
            .split(/[\n,;\s]+/)
            .map((line) => line.trim())
            .filter(Boolean);
          edit(at, next.length === 0 && goneWhenEmpty.has(parsePointer(at).at(-1) ?? "") ? undefined : next);
        }}
      />
      {lines.flatMap((line, i) =>
        remarksAt(under(at, i)).map((r) => (
          <p key={`${line}${r.text}`} class={`bare-remark is-${r.severity}`}>
            {line}: {r.text}
          </p>
        )),
      )}
    </>
  );
}

function Rows({ at, items, properties, max }: { at: string; items: JsonSchema; properties: string[]; max?: number }) {
  const rows = listOf(at);
  const w = words.value;
  const columns = { "--columns": String(properties.length), "--others": String(properties.length - 1) };
  return (
    <div class={`rows ${properties.length > 5 ? "is-many" : ""}`}>
      {rows.length > 0 ? (
        <div class="rows-head" style={columns} aria-hidden="true">
          {properties.map((name) => (
            <span key={name}>{fieldWord(name, under(at, 0, name))}</span>
          ))}
        </div>
      ) : null}
      {rows.map((_, i) => (
        <div key={i} class="rows-row" style={columns}>
          {properties.map((name) => (
            <div key={name} class="rows-cell">
              <span class="rows-name">{fieldWord(name, under(at, i, name))}</span>
              <FieldAt at={under(at, i, name)} bare />
            </div>
          ))}
          <RowTools at={at} i={i} last={rows.length - 1} />
        </div>
      ))}
      <Button
        small
        icon="plus"
        blocked={max !== undefined && rows.length >= max ? `≤ ${max}` : undefined}
        onPress={() => edit(at, [...rows, beginningOf(under(at, rows.length), items)])}
      >
        {w.settings.addRow}
      </Button>
    </div>
  );
}

/** Entries with too much in them for a row, each a small form of its own. */
function Cards({ at, items, properties, max }: { at: string; items: JsonSchema; properties: string[]; max?: number }) {
  const list = listOf(at);
  return (
    <div class="listed">
      {list.map((_, i) => (
        <Card key={i} at={at} i={i} last={list.length - 1} entry={list[i]} properties={properties} />
      ))}
      <Button
        small
        icon="plus"
        blocked={max !== undefined && list.length >= max ? `≤ ${max}` : undefined}
        onPress={() => edit(at, [...list, beginningOf(under(at, list.length), items)])}
      >
        {words.value.settings.addEntry}
      </Button>
      {at === "/targets/bands" ? <BackToUsual at={at} /> : null}
    </div>
  );
}

type CardProps = { at: string; i: number; last: number; entry: unknown; properties: readonly string[] };
/** Closed where there are several, but for what is new or was found wrong. */
function Card({ at, i, last, entry, properties }: CardProps) {
  const here = under(at, i);
  const name = entryName(entry);
  const bad = problems.value.some((p) => p.severity === "error" && isWithin(p.path, here));
  const open = useSignal(last === 0 || name === "");
  return (
    <section class="listed-card" aria-label={name}>
      <header class="listed-head">
        <button
          type="button"
          class="listed-name grow"
          aria-expanded={open.value || bad}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          <Icon name="forward" size={14} />
          <span class="cut">{name || words.value.settings.unnamed}</span>
          <span class="listed-about num">{hoursOf(entry)}</span>
        </button>
        <RowTools at={at} i={i} last={last} />
      </header>
      {open.value || bad ? <Fields at={here} names={fittingNames(here, properties, entry)} /> : null}
    </section>
  );
}

/** The hours of a time of day or of a shift, which tell them apart. */
function hoursOf(entry: unknown): string {
  const { from, to } = (entry ?? {}) as { from?: unknown; to?: unknown };
  return typeof from === "string" && typeof to === "string" ? `${from}–${to}` : "";
}

function entryName(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return "";
  const { name, id, point, calendar } = entry as { name?: unknown; id?: unknown; point?: unknown; calendar?: unknown };
  if (typeof name === "string") return name;
  if (typeof name === "object" && name !== null) return pick(name as { zh?: string; en?: string }) ?? "";
  const other = point ?? calendar ?? id;
  return typeof other === "string" ? other : "";
}

function RowTools({ at, i, last }: { at: string; i: number; last: number }) {
  const w = words.value.common;
  return (
    <span class="row-tools">
      {last > 0 ? (
        <Button
          small
          kind="quiet"
          icon="up"
          label={w.moveUp}
          blocked={i === 0 ? w.none : undefined}
          onPress={() => move(at, i, -1)}
        />
      ) : null}
      <Button small kind="quiet" icon="bin" label={w.remove} onPress={() => remove(under(at, i))} />
    </span>
  );
}

/** Entries of different kinds, one below the other: what a caller hears. */
function Items({ at, items, max }: { at: string; items: JsonSchema; max?: number }) {
  const list = listOf(at);
  const shape = shapeOf(items);
  if (shape.kind !== "variant") return null;
  return (
    <div class="listed">
      {list.map((_, i) => (
        <div key={i} class="listed-item">
          <VariantAt at={under(at, i)} shape={shape} />
          <RowTools at={at} i={i} last={list.length - 1} />
        </div>
      ))}
      <Button
        small
        icon="plus"
        blocked={max !== undefined && list.length >= max ? `≤ ${max}` : undefined}
        onPress={() => edit(at, [...list, blankOf(shape.variants.text ?? items)])}
      >
        {words.value.settings.addEntry}
      </Button>
    </div>
  );
}
