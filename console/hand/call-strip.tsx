import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { FieldLine } from "../parts/fields.tsx";
import { PhaseMark, phaseWord } from "../parts/marks.tsx";
import { NumberText } from "../parts/number-text.tsx";
import { Age } from "../parts/ticking.tsx";
import { words } from "../words/words.ts";
import { watchForCalls } from "./call-pop.ts";
import { hand } from "./my-desk.ts";

/** One's own call, said on every page but the desk: it is one click away, and nobody forgets a caller on hold. */
export function CallStrip() {
  const { path, route } = useLocation();
  useEffect(() => watchForCalls(() => route("/desk")), []);
  const h = hand.value;
  if (!h || path === "/desk") return null;
  const { call } = h;
  return (
    <a class={`call-strip ${h.talking ? "" : "is-ringing"}`} href="/desk">
      <PhaseMark phase={call.phase} />
      <strong>{h.talking ? phaseWord(call.phase) : words.value.desk.ringing}</strong>
      <NumberText number={call.direction === "out" ? call.called : call.caller} />
      {call.callerName ? <span class="cut">{call.callerName}</span> : null}
      <FieldLine fields={call.fields} most={2} />
      <Age since={call.phaseSinceMs} />
      <span class="call-strip-go">{words.value.desk.toDesk}</span>
    </a>
  );
}
