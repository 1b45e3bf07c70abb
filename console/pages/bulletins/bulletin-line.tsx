import type { Bulletin } from "../../../appliance/contract/bulletins.ts";
import { acknowledge, answering } from "../../bulletins/my-bulletins.ts";
import { isFor, isOver, ownReading, reachOf, toneOf } from "../../bulletins/open-bulletins.ts";
import { toWord } from "../../bulletins/to-word.ts";
import { withdrawBulletin } from "../../data/bulletins.ts";
import { boxNow } from "../../data/clock.ts";
import { agentName } from "../../data/names.ts";
import { personName } from "../../data/people.ts";
import { may, myself } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { bulletinWords } from "../../words/bulletins.ts";
import { fill } from "../../words/fill.ts";
import { day, daysAgo, hour } from "../../words/time.ts";
import { language } from "../../words/words.ts";

const at = (ms: number): string => {
  const l = language.value;
  return daysAgo(ms, boxNow()) === 0 ? hour(ms, l) : `${day(ms, l)} ${hour(ms, l)}`;
};

/** One bulletin of the list: what it says, how far it has come, and what can still be done with it. */
export function BulletinLine({ bulletin, changed }: { bulletin: Bulletin; changed: () => void }) {
  const w = bulletinWords.value;
  const me = myself();
  if (!me) return null;
  const tone = toneOf(bulletin);
  const over = isOver(bulletin, boxNow());
  const mine = bulletin.sentBy === me.user;
  const unanswered = !over && !mine && isFor(bulletin, me) && ownReading(bulletin, me)?.acknowledgedAtMs === undefined;
  const takeBack = () =>
    ask({
      title: w.takeBackAsk,
      note: w.takeBackNote,
      yes: w.takeBack,
      danger: true,
      run: () =>
        void withdrawBulletin(bulletin.id).then(() => {
          say(w.takenBack);
          changed();
        }, sayFault),
    });
  const state =
    bulletin.withdrawnBy !== undefined
      ? fill(w.withdrawn, { by: personName(bulletin.withdrawnBy) })
      : fill(over ? w.over : w.shownUntil, { time: at(bulletin.untilMs) });
  return (
    <li class={`bulletin-row is-${tone} ${over ? "" : "is-standing"}`}>
      <Icon name={tone === "urgent" ? "alarm" : tone === "important" ? "bell" : "letter"} />
      <div>
        <p class="bulletin-text">{bulletin.text}</p>
        <p class="note">
          {[
            `${bulletin.sentByName ?? bulletin.sentBy} ${toWord(bulletin.to)}`,
            at(bulletin.sentAtMs),
            bulletin.importance === "normal" ? "" : w.importance[bulletin.importance],
            bulletin.mustAcknowledge ? w.wants : "",
            state,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {mine || may("supervise") ? <Reached bulletin={bulletin} /> : <span />}
      <div class="bulletin-acts">
        {unanswered ? (
          <Button
            small
            kind="main"
            pending={answering.value.has(bulletin.id)}
            onPress={() => void acknowledge(bulletin.id).then(changed)}
          >
            {bulletin.mustAcknowledge ? w.understood : w.noted}
          </Button>
        ) : null}
        {!over && (mine || may("supervise")) ? (
          <Button small onPress={takeBack}>
            {w.takeBack}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** Who has it on the screen and who has acknowledged it, by name; those who have not are named too. */
function Reached({ bulletin }: { bulletin: Bulletin }) {
  const w = bulletinWords.value;
  const reach = reachOf(bulletin);
  const missing = bulletin.agents.filter((agent) => !bulletin.readings.some((r) => r.agent === agent));
  const said = [
    reach.read === 0 && reach.of === undefined
      ? w.nobody
      : reach.of === undefined
        ? fill(w.reach.readAll, { read: reach.read })
        : fill(w.reach.read, { read: reach.read, of: reach.of }),
    reach.acknowledged > 0 ? fill(w.reach.ack, { n: reach.acknowledged }) : "",
  ];
  return (
    <details class="bulletin-reach">
      <summary class="note">{said.filter(Boolean).join(" · ")}</summary>
      <ul aria-label={w.who}>
        {bulletin.readings.map((r) => (
          <li key={r.user}>
            <span class="cut">{r.agent ? agentName(r.agent) : personName(r.user)}</span>
            <span class="num faint">
              {r.acknowledgedAtMs === undefined
                ? fill(w.readAt, { time: at(r.readAtMs) })
                : fill(w.ackAt, { time: at(r.acknowledgedAtMs) })}
            </span>
          </li>
        ))}
        {missing.map((agent) => (
          <li key={agent}>
            <span class="cut">{agentName(agent)}</span>
            <span class="faint">{w.missing}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
