import type { AnalogLine } from "../../contract/line-settings.ts";
import type { LineTone } from "../../wire/audio/line-tones.ts";
import type { CallerShown, PortAct, PortNews } from "../ports/port.ts";

/** What the exchange does on this line, from the settings. */
export type FxoHabits = Pick<AnalogLine, "callerId" | "ringsBeforeOffer" | "answer" | "hangUpSigns" | "dialToneWaitMs">;

export type FxoPhase = "down" | "idle" | "ringing" | "seizing" | "dialling" | "calling" | "talking" | "letting-go";
type DialAct = Extract<PortAct, { do: "dial" }>;

export type FxoState = {
  readonly phase: FxoPhase;
  readonly sinceMs: number;
  /** Ringing: bursts begun, whether one sounds now, and when the last one began or ended. */
  readonly rings: number;
  readonly inRing: boolean;
  readonly ringMs: number;
  readonly caller?: CallerShown;
  /** The box knows of the call. */
  readonly offered: boolean;
  /** Outgoing: what is to be dialled; with "letting-go" what is to be dialled next. */
  readonly dial?: DialAct;
  readonly giveUpAtMs: number;
  /** Outgoing: heard ringing at the far end; taken for answered without knowing. */
  readonly rang: boolean;
  readonly assumed: boolean;
  /** Letting go: off the hook still, a ring was taken only to end it. */
  readonly taken: boolean;
};

export type FxoHappening =
  | { on: "ring-begins" | "ring-ends" | "polarity" | "battery-gone" | "dialled" | "failed" | "mended" | "quiet" | "time" }
  /** The card does not dial: it has no tones for the country, or too much to dial already. */
  | { on: "undialled" }
  | { on: "caller"; caller: CallerShown }
  | { on: "tone"; tone: LineTone }
  | { on: "act"; act: PortAct };

/** What the driver does to the line, or tells. */
export type FxoOrder = { set: "off-hook" } | { set: "on-hook" } | { set: "dial"; digits: string } | { tell: FxoNews };
export type FxoNews = { on: "incoming"; from: CallerShown } | Extract<PortNews, { on: "progressed" | "answered" | "ended" }>;

/** The caller's number comes within this after a ring; the next ring would end the wait as well. */
const callerIdWaitMs = 3_000;
/** Between two rings are at most four seconds of silence; longer, and the caller has given up. */
const ringsOverMs = 6_000;
/** A number that came before the first ring belongs to it this long. */
const earlyCallerMs = 6_000;
/** Without a dial tone to wait for, the exchange is given so long. */
const settleMs = 400;
const diallingLimitMs = 40_000;
/** Loop open this long is a hang-up to any exchange. */
const lettingGoMs = 1_000;

export const newFxo = (nowMs: number): FxoState => ({ ...fresh, phase: "down", sinceMs: nowMs });

/** A line that was just put down: the exchange needs its time to see that. */
export const leftFxo = (nowMs: number): FxoState => ({ ...fresh, phase: "letting-go", sinceMs: nowMs });

const fresh = {
  rings: 0,
  inRing: false,
  ringMs: 0,
  offered: false,
  giveUpAtMs: 0,
  rang: false,
  assumed: false,
  taken: false,
} as const;

type Stepped = { state: FxoState; orders: FxoOrder[] };
type Context = { state: FxoState; habits: FxoHabits; nowMs: number };

/** One step of an analog line from the exchange. What does not fit the phase changes nothing. */
export function stepFxo(state: FxoState, happening: FxoHappening, habits: FxoHabits, nowMs: number): Stepped {
  const context: Context = { state, habits, nowMs };
  if (happening.on === "failed") return failed(context);
  if (happening.on === "act" && happening.act.do === "dial") return dial(context, happening.act);
  switch (state.phase) {
    case "down":
      return happening.on === "mended" ? { state: enter(context, "idle"), orders: [] } : stay(state);
    case "idle":
      return idle(context, happening);
    case "ringing":
      return ringing(context, happening);
    case "seizing":
      return seizing(context, happening);
    case "dialling":
      return dialling(context, happening);
    case "calling":
      return calling(context, happening);
    case "talking":
      return talking(context, happening);
    case "letting-go":
      return lettingGo(context, happening);
  }
}

const stay = (state: FxoState): Stepped => ({ state, orders: [] });

/** Begins a phase with nothing of the call before. */
const enter = ({ nowMs }: Context, phase: FxoPhase): FxoState => ({ ...fresh, phase, sinceMs: nowMs });

type EndedNews = Extract<PortNews, { on: "ended" }>;
const ended = (why: EndedNews["why"], by: EndedNews["by"]): FxoOrder => ({ tell: { on: "ended", why, by } });

/** On the hook again, and the box is told. */
const letGo = (context: Context, why: EndedNews["why"], by: EndedNews["by"]): Stepped => ({
  state: enter(context, "letting-go"),
  orders: [{ set: "on-hook" }, ended(why, by)],
});

function failed(context: Context): Stepped {
  const { state } = context;
  const isCall = state.phase === "ringing" ? state.offered : !["down", "idle", "letting-go"].includes(state.phase);
  const next = enter(context, "down");
  return { state: next, orders: isCall || state.dial ? [ended("line-failed", "box")] : [] };
}

function dial(context: Context, act: DialAct): Stepped {
  const { state, nowMs } = context;
  const giveUpAtMs = nowMs + act.giveUpMs;
  if (state.phase === "idle")
    return { state: { ...enter(context, "seizing"), dial: act, giveUpAtMs }, orders: [{ set: "off-hook" }] };
  if (state.phase === "letting-go" && !state.dial) return stay({ ...state, dial: act, giveUpAtMs });
  // A ring that has begun is a call on its way: the line is taken.
  return { state, orders: [ended(state.phase === "down" ? "line-failed" : "busy", "box")] };
}

function idle(context: Context, happening: FxoHappening): Stepped {
  const { state, nowMs, habits } = context;
  if (happening.on === "caller") return stay({ ...state, caller: happening.caller, ringMs: nowMs });
  if (happening.on !== "ring-begins") return stay(state);
  const isEarly = state.caller !== undefined && nowMs - state.ringMs <= earlyCallerMs;
  const next: FxoState = { ...enter(context, "ringing"), rings: 1, inRing: true, ringMs: nowMs };
  if (isEarly && state.caller) return offer({ ...next, caller: state.caller });
  return habits.callerId.length === 0 ? offer(next) : stay(next);
}

const unknownCaller: CallerShown = { number: "", withheld: false };
const offer = (state: FxoState): Stepped =>
  state.offered
    ? stay(state)
    : { state: { ...state, offered: true }, orders: [{ tell: { on: "incoming", from: state.caller ?? unknownCaller } }] };

function ringing(context: Context, happening: FxoHappening): Stepped {
  const { state, habits, nowMs } = context;
  switch (happening.on) {
    case "ring-begins": {
      const next = { ...state, rings: state.rings + 1, inRing: true, ringMs: nowMs };
      return next.rings > habits.ringsBeforeOffer ? offer(next) : stay(next);
    }
    case "ring-ends":
      return stay({ ...state, inRing: false, ringMs: nowMs });
    case "caller":
      return offer({ ...state, caller: state.caller ?? happening.caller });
    case "time": {
      const quietMs = nowMs - state.ringMs;
      if (quietMs >= ringsOverMs)
        return { state: enter(context, "idle"), orders: state.offered ? [ended("abandoned", "far")] : [] };
      const isWaitOver = !state.inRing && state.rings >= habits.ringsBeforeOffer && quietMs >= callerIdWaitMs;
      return isWaitOver ? offer(state) : stay(state);
    }
    case "act":
      if (happening.act.do === "answer" && state.offered)
        return { state: enter(context, "talking"), orders: [{ set: "off-hook" }] };
      if (happening.act.do !== "hang-up" || !state.offered) return stay(state);
      // A line can't refuse: it is taken and let go, or the caller would hear it ring for ever.
      return {
        state: { ...enter(context, "letting-go"), taken: true },
        orders: [{ set: "off-hook" }, ended(happening.act.why, "us")],
      };
    default:
      return stay(state);
  }
}

/** What ends an outgoing call before it is answered; undefined when this doesn't. */
function endedEarly(context: Context, happening: FxoHappening): Stepped | undefined {
  const { state, nowMs } = context;
  if (happening.on === "act" && happening.act.do === "hang-up") return letGo(context, happening.act.why, "us");
  if (happening.on === "battery-gone") return letGo(context, "line-failed", "far");
  if (happening.on === "tone" && (happening.tone === "busy" || happening.tone === "congestion"))
    return letGo(context, "busy", "far");
  if (happening.on === "time" && nowMs >= state.giveUpAtMs) return letGo(context, "no-answer", "us");
  return undefined;
}

function seizing(context: Context, happening: FxoHappening): Stepped {
  const { state, habits, nowMs } = context;
  const over = happening.on === "time" ? undefined : endedEarly(context, happening);
  if (over) return over;
  const limitMs = habits.dialToneWaitMs || settleMs;
  const isTime = happening.on === "time" && nowMs - state.sinceMs >= limitMs;
  const isTone = happening.on === "tone" && happening.tone === "steady" && habits.dialToneWaitMs > 0;
  if (!isTime && !isTone) return stay(state);
  return { state: { ...state, phase: "dialling", sinceMs: nowMs }, orders: [{ set: "dial", digits: state.dial?.number ?? "" }] };
}

function dialling(context: Context, happening: FxoHappening): Stepped {
  const { state, habits, nowMs } = context;
  if (happening.on === "act" && happening.act.do === "hang-up") return letGo(context, happening.act.why, "us");
  if (happening.on === "battery-gone") return letGo(context, "line-failed", "far");
  if (happening.on === "undialled") return letGo(context, "line-failed", "box");
  if (happening.on === "time" && nowMs - state.sinceMs >= diallingLimitMs) return letGo(context, "line-failed", "box");
  if (happening.on !== "dialled") return stay(state);
  if (habits.answer === "assumed")
    return {
      state: { ...state, phase: "talking", sinceMs: nowMs, assumed: true },
      orders: [{ tell: { on: "answered", assumed: true } }],
    };
  // The exchange's own tones are heard from here on.
  // Dialling takes the line's time: how long it may ring counts from its end.
  const giveUpAtMs = nowMs + (state.dial?.giveUpMs ?? 0);
  return {
    state: { ...state, phase: "calling", sinceMs: nowMs, giveUpAtMs },
    orders: [{ tell: { on: "progressed", how: "early" } }],
  };
}

function calling(context: Context, happening: FxoHappening): Stepped {
  const { state, nowMs } = context;
  const over = endedEarly(context, happening);
  if (over) return over;
  if (happening.on === "polarity")
    return { state: { ...state, phase: "talking", sinceMs: nowMs }, orders: [{ tell: { on: "answered", assumed: false } }] };
  return happening.on === "tone" && happening.tone === "ringback" ? stay({ ...state, rang: true }) : stay(state);
}

function talking(context: Context, happening: FxoHappening): Stepped {
  const { state, habits } = context;
  const has = (sign: AnalogLine["hangUpSigns"][number]): boolean => habits.hangUpSigns.includes(sign);
  switch (happening.on) {
    case "act":
      if (happening.act.do === "hang-up") return letGo(context, happening.act.why, "us");
      if (happening.act.do === "digits") return { state, orders: [{ set: "dial", digits: happening.act.digits }] };
      return stay(state);
    case "tone":
      if (happening.tone === "ringback") return stay({ ...state, rang: true });
      // A dial tone in a call: the caller was gone as it was answered, or the exchange has let go of him without a busy tone.
      if ((happening.tone !== "busy" && happening.tone !== "dial") || !has("busy-tone")) return stay(state);
      // Taken for answered, and it never rang: the number was busy.
      return letGo(context, state.assumed && !state.rang ? "busy" : "hangup", "far");
    case "polarity":
      return has("reversal") && !state.assumed ? letGo(context, "hangup", "far") : stay(state);
    case "battery-gone":
      return has("battery-drop") ? letGo(context, "hangup", "far") : stay(state);
    case "quiet":
      return has("quiet") ? letGo(context, "silent-line", "far") : stay(state);
    default:
      return stay(state);
  }
}

function lettingGo(context: Context, happening: FxoHappening): Stepped {
  const { state, nowMs } = context;
  if (happening.on === "act" && happening.act.do === "hang-up" && state.dial) {
    const { dial: _, ...rest } = state;
    return { state: rest, orders: [ended(happening.act.why, "us")] };
  }
  if (happening.on === "ring-begins" && state.dial) {
    const { state: next } = idle(context, happening);
    return { state: next, orders: [ended("busy", "box")] };
  }
  if (happening.on === "ring-begins") return idle(context, happening);
  if (happening.on !== "time" || nowMs - state.sinceMs < lettingGoMs) return stay(state);
  if (state.taken) return { state: { ...state, taken: false, sinceMs: nowMs }, orders: [{ set: "on-hook" }] };
  if (!state.dial) return stay(enter(context, "idle"));
  const next: FxoState = { ...enter(context, "seizing"), dial: state.dial, giveUpAtMs: state.giveUpAtMs };
  return { state: next, orders: [{ set: "off-hook" }] };
}
