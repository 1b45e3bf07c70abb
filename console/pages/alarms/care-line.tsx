import type { LiveAlarm, Staff } from "../../data/alarms.ts";
import { Icon } from "../../look/icon.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age, Countdown } from "../../parts/ticking.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { language } from "../../words/words.ts";

type Care = NonNullable<LiveAlarm["care"]>;

const icons = { waits: "phone", calling: "phone", unheard: "alarm", told: "letter" } as const;

/** How far the dialer is: whom it calls now, whom it called in this round, when it goes on. */
export function CareLine({ care, staff }: { care: Care; staff: Staff }) {
  const w = alarmWords.value.care;
  const nameOf = (id: string) => staff.find((s) => s.id === id)?.name ?? id;
  const tried = care.tried.map(nameOf).join(language.value === "zh" ? "、" : ", ");
  return (
    <div class={`care is-${care.state}`}>
      <Icon name={icons[care.state]} />
      <div class="care-facts">
        {care.state === "unheard" ? (
          <b>{w.unheard}</b>
        ) : care.state === "told" ? (
          <span>{alarmWords.value.nobody}</span>
        ) : (
          <span class="num">{fill(w.round, { round: care.round, rounds: care.rounds })}</span>
        )}
        {care.calling.map((one) => (
          <span key={one.number}>
            <b>{fill(one.answered ? w.talking : w.calling, { who: one.person })}</b> <NumberText number={one.number} />{" "}
            <Age since={one.sinceMs} class="faint" />
          </span>
        ))}
        {care.nextAtMs === undefined ? null : (
          <span>
            {w.next} <Countdown until={care.nextAtMs} />
          </span>
        )}
        {tried ? <span class="faint">{fill(w.tried, { who: tried })}</span> : null}
        {care.texted > 0 ? <span class="faint">{fill(w.texted, { n: care.texted })}</span> : null}
      </div>
    </div>
  );
}
