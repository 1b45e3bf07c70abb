import type { NumberClass, OutgoingSettings } from "../../../appliance/contract/outgoing.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { Button } from "../../parts/button.tsx";
import { draft, edit, remove, replace } from "../../settings/draft.ts";
import { FieldAt } from "../../settings/field-at.tsx";
import { under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { numberClasses } from "./contract-tables.ts";
import { inOrder, trunkMoved } from "./trunk-order.ts";

type Way = OutgoingSettings["trunks"][number];

/** The trunks in the order they are tried, each with what it carries and how it wants numbers. */
export function TrunkWays() {
  const w = numberWords.value.outgoing;
  const trunks = draft.value?.trunks ?? [];
  const order = inOrder(trunks);
  const put = (id: string, by: -1 | 1) => replace("/trunks", trunkMoved(trunks, id, by));
  if (order.length === 0) return <p>{w.noTrunk}</p>;
  return (
    <div class="stack">
      <p class="note">{w.trunksNote}</p>
      <ol class="trunk-ways">
        {order.map((trunk, i) => (
          <TrunkWay key={trunk.id} trunk={trunk} i={i} last={order.length - 1} put={put} />
        ))}
      </ol>
    </div>
  );
}

function TrunkWay({
  trunk,
  i,
  last,
  put,
}: {
  trunk: Settings["trunks"][number];
  i: number;
  last: number;
  put: (id: string, by: -1 | 1) => void;
}) {
  const w = numberWords.value.outgoing;
  const c = words.value.common;
  const outgoing = draft.value?.outgoing;
  const at = outgoing?.trunks.findIndex((t) => t.trunk === trunk.id) ?? -1;
  const way = outgoing?.trunks[at];
  const idle = !trunk.enabled ? w.trunkOff : trunk.host ? undefined : w.noHost;
  return (
    <li class={idle ? "trunk-way is-off" : "trunk-way"}>
      <div class="way-head">
        <span class="rule-place num">{i + 1}</span>
        <span class="grow">
          <strong>{trunk.name}</strong>
          <span class="note">{[idle, wayWords(way)].filter(Boolean).join(" · ")}</span>
        </span>
        <span class="rule-tools">
          <Button
            small
            kind="quiet"
            icon="up"
            label={`${c.moveUp}: ${trunk.name}`}
            blocked={i === 0 ? c.none : undefined}
            onPress={() => put(trunk.id, -1)}
          />
          <Button
            small
            kind="quiet"
            icon="down"
            label={`${c.moveDown}: ${trunk.name}`}
            blocked={i === last ? c.none : undefined}
            onPress={() => put(trunk.id, 1)}
          />
        </span>
      </div>
      {outgoing ? (
        way ? (
          <WayForm at={under("/outgoing/trunks", at)} way={way} />
        ) : (
          <div>
            <Button
              small
              onPress={() => edit(under("/outgoing/trunks", outgoing.trunks.length), { trunk: trunk.id, rewrite: [] })}
            >
              {w.own}
            </Button>
          </div>
        )
      ) : null}
    </li>
  );
}

function wayWords(way: Way | undefined): string {
  const w = numberWords.value.outgoing;
  if (!way || (!way.classes && way.rewrite.length === 0)) return w.carriesAll;
  const list = way.classes?.map((kind) => w.class[kind]).join(numberWords.value.firewall.list) ?? w.everything;
  return [
    fill(w.carries, { list: list || words.value.common.none }),
    way.rewrite.length > 0 ? fill(w.rewrites, { n: way.rewrite.length }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function WayForm({ at, way }: { at: string; way: Way }) {
  const w = numberWords.value.outgoing;
  const kinds = numberClasses.filter((kind) => kind !== "internal" && kind !== "blocked");
  const set = (kind: NumberClass, on: boolean) => {
    const now = way.classes ?? kinds;
    edit(under(at, "classes"), on ? [...now, kind] : now.filter((k) => k !== kind));
  };
  return (
    <div class="way-form">
      <fieldset class="group">
        <legend class="group-label">{w.carriesLabel}</legend>
        <ul class="checks is-row">
          <li>
            <label>
              <input
                type="checkbox"
                checked={way.classes === undefined}
                onChange={(e) => edit(under(at, "classes"), e.currentTarget.checked ? undefined : kinds)}
              />
              <span>{w.everything}</span>
            </label>
          </li>
          {way.classes === undefined
            ? null
            : kinds.map((kind) => (
                <li key={kind}>
                  <label>
                    <input
                      type="checkbox"
                      checked={way.classes?.includes(kind) ?? false}
                      onChange={(e) => set(kind, e.currentTarget.checked)}
                    />
                    <span>{w.class[kind]}</span>
                  </label>
                </li>
              ))}
        </ul>
      </fieldset>
      <FieldAt at={under(at, "rewrite")} />
      <div>
        <Button small kind="quiet" icon="bin" onPress={() => remove(at)}>
          {w.plain}
        </Button>
      </div>
    </div>
  );
}
