import "./bulletins.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Bulletin } from "../../appliance/contract/bulletins.ts";
import { readBulletin } from "../data/bulletins.ts";
import { myself } from "../data/session.ts";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { bulletinWords } from "../words/bulletins.ts";
import { fill } from "../words/fill.ts";
import { hour } from "../words/time.ts";
import { language } from "../words/words.ts";
import { acknowledge, answering, front, open } from "./my-bulletins.ts";
import { ownReading, toneOf } from "./open-bulletins.ts";
import { toWord } from "./to-word.ts";

/** So many characters fit the lines that are shown at once. */
const longText = 180;

/** What one is told, over every page: the one in front, and how many stand behind it. It takes its own room and covers nothing. */
export function BulletinBar() {
  const w = bulletinWords.value;
  const all = useSignal(false);
  const first = front.value;
  if (!first) return null;
  const rest = open.value.length - 1;
  const shown = all.value ? open.value : [first];
  return (
    <section class="bulletin-bar" aria-label={w.title}>
      <ul>
        {shown.map((bulletin, i) => (
          <Told key={bulletin.id} bulletin={bulletin} first={i === 0}>
            {i === 0 && rest > 0 ? (
              <Button
                kind="quiet"
                small
                aria-expanded={all.value}
                icon={all.value ? "up" : "down"}
                onPress={() => {
                  all.value = !all.value;
                }}
              >
                {fill(all.value ? w.fewer : w.more, { n: rest })}
              </Button>
            ) : null}
          </Told>
        ))}
      </ul>
    </section>
  );
}

function Told({ bulletin, first, children }: { bulletin: Bulletin; first: boolean; children: preact.ComponentChildren }) {
  const w = bulletinWords.value;
  const whole = useSignal(false);
  const me = myself();
  const tone = toneOf(bulletin);
  useEffect(() => markRead(bulletin), [bulletin.id]);
  const long = bulletin.text.length > longText;
  return (
    <li class={`told is-${tone}`}>
      <Icon name={tone === "urgent" ? "alarm" : tone === "important" ? "bell" : "letter"} />
      <div class="told-body">
        <p class={`told-text ${long && !whole.value ? "is-cut" : ""}`}>{bulletin.text}</p>
        <p class="told-from">
          {tone === "urgent" ? <strong>{w.importance.urgent} · </strong> : null}
          {bulletin.sentByName ?? bulletin.sentBy} · <time class="num">{hour(bulletin.sentAtMs, language.value)}</time>
          {bulletin.to.kind === "agent" && bulletin.to.agent === me?.agent ? "" : ` · ${toWord(bulletin.to)}`}
          {long ? (
            <button type="button" class="told-whole" aria-expanded={whole.value} onClick={() => (whole.value = !whole.value)}>
              {whole.value ? w.less : w.whole}
            </button>
          ) : null}
        </p>
      </div>
      {children}
      <Button
        small
        kind={tone === "quiet" ? "plain" : "main"}
        pending={answering.value.has(bulletin.id)}
        onPress={() => void acknowledge(bulletin.id)}
      >
        {bulletin.mustAcknowledge ? w.understood : w.noted}
        {first ? <kbd class="told-key">F6</kbd> : null}
      </Button>
    </li>
  );
}

/** Once it is on a screen that somebody looks at; a page in the background has shown nothing. */
function markRead(bulletin: Bulletin): (() => void) | undefined {
  const me = myself();
  if (!me || ownReading(bulletin, me)) return undefined;
  const look = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", look);
    // It is told again with the acknowledgement if this is lost.
    void readBulletin(bulletin.id).catch(() => undefined);
  };
  document.addEventListener("visibilitychange", look);
  look();
  return () => document.removeEventListener("visibilitychange", look);
}
