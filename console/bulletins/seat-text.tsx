import { live } from "../data/live.ts";
import { myself } from "../data/session.ts";
import { Icon } from "../look/icon.tsx";
import { bulletinWords } from "../words/bulletins.ts";
import { fill } from "../words/fill.ts";
import { hour } from "../words/time.ts";
import { language } from "../words/words.ts";
import { lastTo } from "./open-bulletins.ts";

/** At a seat: how far the last text has come that one sent there and that still stands. */
export function SeatText({ agent }: { agent: string }) {
  const me = myself();
  const text = me ? lastTo(live.value?.bulletins ?? [], me.user, agent) : undefined;
  if (!text) return null;
  const w = bulletinWords.value.seat;
  const l = language.value;
  const [reading] = text.readings;
  const time = hour(text.sentAtMs, l);
  const said =
    reading?.acknowledgedAtMs !== undefined
      ? fill(w.ack, { time, at: hour(reading.acknowledgedAtMs, l) })
      : fill(reading ? w.read : w.sent, { time });
  return (
    <p class="seat-call faint cut" title={text.text}>
      <Icon name={reading?.acknowledgedAtMs === undefined ? "letter" : "check"} size={12} /> {said}
    </p>
  );
}
