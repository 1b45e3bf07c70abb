import type { LadderEntry } from "../contract/routes.ts";
import type { HttpPorts } from "../edge/http/http-ports.ts";
import type { CallId } from "../kit/ids.ts";
import { alarmPort } from "./alarm-port.ts";
import type { BoxProgram } from "./box-program.ts";
import { bulletinPort } from "./bulletin-port.ts";
import { deskActs } from "./desk-acts.ts";
import { doctorPort } from "./doctor-port.ts";
import { hostPort } from "./host-port.ts";
import { numbersPort } from "./numbers-port.ts";
import { officePort } from "./office-port.ts";
import { plantPort } from "./plant-port.ts";
import type { SettingsDesk } from "./settings-desk.ts";
import { textPort } from "./text-port.ts";
import { whyIdle, whyWaiting } from "./why.ts";

/** Joins the console's server to the rest of the box. */
export function httpPorts(
  program: BoxProgram,
  settings: SettingsDesk,
  recordings: HttpPorts["recordings"],
  prompts: HttpPorts["prompts"],
): HttpPorts {
  const { store, live, clock } = program;
  return {
    store,
    scripts: program.scripts,
    prompts,
    live: { state: () => live.state(), onChange: (listener) => live.onChange(listener) },
    office: officePort(program),
    bulletins: bulletinPort(program),
    texts: textPort(program),
    hardware: {
      view: () => program.doors.hardware.view(),
      look: () => program.doors.hardware.look(),
      gatewayVendors: () => [...program.doors.vendors],
      restart: (line) => (program.doors.restart(line) ? "ok" : "not-found"),
    },
    doctor: doctorPort(program),
    host: hostPort(program),
    diagnostics: program.diagnostics,
    plant: plantPort(program),
    desk: async (event) => deskActs(program, event),
    settings: {
      current: () => settings.current(),
      plan: (document, ifMatch, wish) => settings.plan(document, ifMatch, wish),
      apply: (document, ifMatch, by, wish) => settings.apply(document, ifMatch, by, wish),
      confirm: (by) => settings.confirm(by),
    },
    numbers: numbersPort(program),
    why: {
      waiting: (queue, call) => whyWaiting(program.timeline.state, clock.nowMs(), queue, call),
      idle: (agent) => whyIdle(program.timeline.state, clock.nowMs(), agent),
    },
    alarms: alarmPort(program),
    // A phone is asked for its password when it registers next; a carrier is registered with at once.
    events: program.events,
    webhooks: program.webhooks,
    secretChanged: (kind, id) => {
      if (kind === "trunk") program.doors.relink(id);
      if (kind === "gateway") program.doors.reopenTexts(program.settings);
      if (kind === "line") program.doors.reopen(program.settings);
    },
    gauges: () => program.gauges(),
    ladder: (callId) => ladderOf(program, callId),
    recordings,
    figures: program.figures.port,
    shifts: program.figures.shifts,
    nowMs: () => clock.nowMs(),
  };
}

/** All legs' messages in one list, by time. */
async function ladderOf(program: BoxProgram, callId: string): Promise<LadderEntry[]> {
  const record = program.timeline.state.calls.calls[callId as CallId]?.record ?? program.store.call(callId)?.record;
  const entries = await Promise.all(
    (record?.legs ?? []).map(async ({ callRef, who }) =>
      callRef
        ? (await program.doors.ladder(callRef)).map(
            (e): LadderEntry => ({
              atMs: e.atMs,
              direction: e.direction,
              leg: who,
              transport: e.transport,
              peer: e.peer,
              firstLine: e.firstLine,
              text: e.text,
            }),
          )
        : [],
    ),
  );
  return entries.flat().sort((a, b) => a.atMs - b.atMs);
}
