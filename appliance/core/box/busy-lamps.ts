import type { Effect } from "../../contract/effects.ts";
import { handDefaults } from "../../contract/hand.ts";
import type { LampCommand, LampDialog } from "../../contract/lamp.ts";
import type { Settings } from "../../contract/settings.ts";
import type { QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { type Call, type CallLeg, callerLeg } from "../calls/call.ts";
import { newCount } from "../messages/messages-state.ts";
import { membersAt } from "../queues/queue-plan.ts";
import { peekQueue } from "../queues/queues-state.ts";
import { switchOf } from "../queues/switches.ts";
import type { BoxState, BusyLamps } from "./box-state.ts";
import { knownOf } from "./known.ts";
import { boxSubject, slotSubject } from "./lamp-subjects.ts";
import { officeOf } from "./office.ts";

/** More than this a lamp can't tell apart. */
const mostDialogs = 10;

/** What shows something else than before is told to the phones that watch it; `former` are the settings until now, when there are new ones. */
export function lightBusyLamps(box: BoxState, atMs: number, former?: Settings): Effect[] {
  const now = litLamps(box, atMs);
  const before = box.lamps ?? {};
  box.lamps = now;
  const subjects = subjectsOf(box.settings);
  const out: LampCommand[] = [];
  if (former) {
    const known = subjectsOf(former);
    for (const subject of known) if (!subjects.has(subject)) out.push({ do: "line.lamp", subject });
    for (const subject of subjects)
      if (!known.has(subject) && !at(now, subject)) out.push({ do: "line.lamp", subject, dialogs: [] });
  }
  for (const subject of Object.keys(before))
    if (!at(now, subject) && subjects.has(subject)) out.push({ do: "line.lamp", subject, dialogs: [] });
  for (const [subject, dialogs] of Object.entries(now))
    if (!same(at(before, subject) ?? [], dialogs)) out.push({ do: "line.lamp", subject, dialogs });
  return out;
}

/** Everything that can be watched, for a SIP side that has just begun. */
export function busyLampsNow(box: BoxState, atMs: number): LampCommand[] {
  const lit = litLamps(box, atMs);
  return [...subjectsOf(box.settings)].map((subject) => ({ do: "line.lamp", subject, dialogs: at(lit, subject) ?? [] }));
}

/** A queue may have the name of something every object has. */
const at = (lamps: BusyLamps, subject: string): LampDialog[] | undefined =>
  Object.hasOwn(lamps, subject) ? lamps[subject] : undefined;

function same(a: LampDialog[], b: LampDialog[]): boolean {
  return a.length === b.length && (a.length === 0 || JSON.stringify(a) === JSON.stringify(b));
}

const subjectsOf = (settings: Settings): ReadonlySet<string> => knownOf(settings).lamps;

/** What shines or blinks. Where a phone and a queue have one name, the phone has it: its number is what a key is most often for. */
function litLamps(box: BoxState, atMs: number): BusyLamps {
  const { settings } = box;
  const subjects = subjectsOf(settings);
  const lit = new Map<string, LampDialog[]>();
  for (const { id } of settings.queues) {
    const dialogs = settings.phones.some((p) => p.id === id) ? [] : queueLamp(box, id, atMs);
    if (dialogs.length > 0) lit.set(id, dialogs);
  }
  for (const { id, number } of settings.voicemailBoxes ?? []) {
    const dialogs = number ? boxLamp(box, id) : [];
    if (number && dialogs.length > 0) lit.set(boxSubject(settings, number), dialogs);
  }
  const shows = settings.hand?.lampShowsCaller ?? handDefaults.lampShowsCaller;
  const light = (subject: string, dialog: LampDialog | undefined): void => {
    if (!dialog || !subjects.has(subject)) return;
    const shown = lit.get(subject);
    if (!shown) lit.set(subject, [dialog]);
    else if (shown.length < mostDialogs) shown.push(dialog);
  };
  for (const call of Object.values(box.calls.calls)) {
    if (call.ending) continue;
    if (call.parked) light(slotSubject(settings, call.parked.slot), slotDialog(call, shows));
    for (const leg of call.legs) if (leg.party.kind === "phone") light(leg.party.phone, legDialog(call, leg, shows));
  }
  return Object.fromEntries(lit);
}

const idOf = (leg: CallLeg): string => leg.id.replace("/", "-");

function legDialog(call: Call, leg: CallLeg, shows: boolean): LampDialog | undefined {
  const dials = leg === callerLeg(call) && !leg.outward;
  const state = stateOf(leg, dials, call);
  if (!state) return undefined;
  const other = leg === callerLeg(call) ? call.record.called : (leg.presents?.number ?? call.record.caller);
  const name = leg === callerLeg(call) ? undefined : leg.presents ? leg.presents.name : call.record.callerName;
  return {
    id: idOf(leg),
    state,
    direction: dials ? "initiator" : "recipient",
    ...(leg.onHold || leg.holds ? { held: true } : {}),
    ...(shows && other ? { remote: { number: other, ...(name ? { name } : {}) } } : {}),
    // Only what rings may be taken by others: who talks keeps his call. A supervisor's own call and one that fetches are nobody else's.
    ...(state === "early" && leg.role !== "watcher" && !leg.fetches && leg !== callerLeg(call) ? { takes: leg.id } : {}),
  };
}

function stateOf(leg: CallLeg, dials: boolean, call: Call): LampDialog["state"] | undefined {
  switch (leg.state) {
    case "opening":
      // RFC 4235 3.7.1: who dials is told that it rings there (180), and is early from then on.
      if (dials) return call.legs.some((l) => l !== leg && l.state === "ringing" && l.rang) ? "early" : "trying";
      return undefined;
    case "ringing":
      // RFC 4235 3.7.1: early begins with the 180.
      return dials || leg.rang ? "early" : undefined;
    case "up":
      return "confirmed";
    case "ended":
      return undefined;
  }
}

function slotDialog(call: Call, shows: boolean): LampDialog {
  const { caller, callerName } = call.record;
  return {
    id: idOf(callerLeg(call)),
    state: "confirmed",
    direction: "recipient",
    ...(shows ? { remote: { number: caller, ...(callerName ? { name: callerName } : {}) } } : {}),
  };
}

/** Blinks while somebody waits, shines while somebody is there to answer, is out when closed or deserted. */
function queueLamp(box: BoxState, queue: QueueId, atMs: number): LampDialog[] {
  const { line, callbacks = 0 } = peekQueue(box.queues, queue);
  const shown = (state: LampDialog["state"]): LampDialog[] => [{ id: queue, state, direction: "recipient" }];
  if (line.length > callbacks) return shown("early");
  if (switchOf(box.queues, queue, atMs)) return [];
  const atWork = membersAt(knownOf(box.settings).plan, queue, atMs).some(
    ({ agent }) => (agentLive(box.agents, agent)?.state ?? "logged-out") !== "logged-out",
  );
  return atWork ? shown("confirmed") : [];
}

/** Shines while there is something new in it. */
const boxLamp = (box: BoxState, id: string): LampDialog[] =>
  newCount(officeOf(box).messages, id) > 0 ? [{ id, state: "confirmed", direction: "recipient" }] : [];
