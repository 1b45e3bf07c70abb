import type { Stamped } from "../../contract/effects.ts";
import { callIdOf, callOf } from "../calls/call.ts";
import type { BoxState } from "./box-state.ts";

/** An event as the journal may keep it: the digits of a PIN being typed are not written down. Asked after the step; a replay types zeros, and what was found of the PIN is an event of its own. */
export function withoutSecrets(box: BoxState, stamped: Stamped): Stamped {
  const { event } = stamped;
  if ((event.on !== "media.digit" && event.on !== "line.digit") || !/[0-9]/.test(event.digit)) return stamped;
  const call = callOf(box.calls, callIdOf(event.leg));
  const typesPin = call?.outgoing?.pin !== undefined || call?.hearing?.phase === "pin" || call?.hearing?.phase === "checking";
  return typesPin ? { ...stamped, event: { ...event, digit: "0" } } : stamped;
}
