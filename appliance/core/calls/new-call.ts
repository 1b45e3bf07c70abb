import type { CallRecord } from "../../contract/records.ts";
import type { Call, CallLeg, CallsState } from "./call.ts";
import { type CallContext, type CallOut, keep, type Scene } from "./scene.ts";

type Known = Pick<CallRecord, "id" | "direction" | "line" | "caller" | "called" | "callerName" | "diverted">;

/** A call begins with its first leg; its row is kept at once. */
export function newCall(
  state: CallsState,
  known: Known,
  first: { leg: CallLeg; who: string; callRef?: string },
  ctx: CallContext,
  out: CallOut[],
): Scene {
  const { leg, ...row } = first;
  const call: Call = {
    record: {
      ...known,
      language: ctx.settings.site.language,
      startedAtMs: ctx.atMs,
      fields: [],
      legs: [{ leg: leg.id, ...row }],
    },
    phase: "ringing",
    phaseSinceMs: ctx.atMs,
    legs: [leg],
    nextLeg: 2,
    traceN: 1,
    playN: 0,
    direct: false,
    confirmed: false,
    recordings: [],
    offers: [],
    timers: [],
  };
  state.calls[known.id] = call;
  const scene: Scene = { state, call, ctx, out };
  keep(scene);
  return scene;
}
