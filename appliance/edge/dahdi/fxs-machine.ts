import type { RingKind } from "../../contract/line.ts";
import type { PortAct, PortNews } from "../ports/port.ts";

/** Which of the two calls a telephone can have: one is talked to, the other waits. */
export type Appearance = 0 | 1;
export type FxsPhase =
  | "down"
  | "idle"
  | "ringing"
  /** Hung up on somebody who waits: it rings until he is taken up again. */
  | "ringing-back"
  | "dial-tone"
  | "collecting"
  | "calling"
  | "talking"
  /** Whom it was turned to has gone. */
  | "busy-tone"
  | "howling"
  /** Off the hook for nothing, and left alone until it is put back. */
  | "left-off"
  /** Hung up between two calls: the box joins them. */
  | "handing";

/** "rung": the telephone rings for it; "asked": it was dialled, "alerting" once the far end rings. */
type FxsCall = { readonly stage: "free" | "rung" | "asked" | "alerting" | "up" };
type DialAct = Extract<PortAct, { do: "dial" }>;

export type FxsState = {
  readonly phase: FxsPhase;
  readonly sinceMs: number;
  readonly isOff: boolean;
  /** Whom the ear, the keys and the bell are for. */
  readonly turned: Appearance;
  /** The older of two calls: it is the one that goes on when both are joined. */
  readonly first: Appearance;
  readonly calls: readonly [FxsCall, FxsCall];
  readonly digits: string;
  /** Ringing: for whom and how long. */
  readonly ring?: { readonly kind: RingKind; readonly from: DialAct["from"]; readonly giveUpAtMs: number };
};

export type FxsHappening =
  | { on: "lifted" | "replaced" | "flash" | "failed" | "time" }
  | { on: "mended"; isOff: boolean }
  | { on: "key"; key: string }
  | { on: "act"; at: Appearance; act: PortAct };

export type FxsNews = Extract<PortNews, { on: "progressed" | "answered" | "digit" | "held" | "ended" }>;
export type FxsOrder =
  | { tell: Appearance; news: FxsNews }
  | { dialled: Appearance; to: string }
  /** The two calls are to become one. */
  | { hand: Appearance; to: Appearance }
  /** The box presses keys for the telephone to hear. */
  | { keys: string };

/** ITU-T E.161 names no time between digits; people of all ages press the next one within this. */
const interDigitMs = 3_000;
const firstDigitMs = 20_000;
const busyToneMs = 30_000;
const howlerMs = 60_000;
/** Longer, and nobody is there to take the caller back. */
const ringBackMs = 60_000;
/** The box answers at once; a call it lost is taken back. */
const handingMs = 10_000;
/** Put back before the second call rings anywhere: a line of the exchange takes its time to dial. */
const askedMs = 60_000;
const mostDigits = 32;

const free: FxsCall = { stage: "free" };
const other = (at: Appearance): Appearance => (at === 0 ? 1 : 0);
const fresh = { isOff: false, turned: 0, first: 0, calls: [free, free], digits: "" } as const;

export const newFxs = (nowMs: number): FxsState => ({ ...fresh, phase: "down", sinceMs: nowMs });

type Stepped = { state: FxsState; orders: FxsOrder[] };
type Context = { state: FxsState; nowMs: number };
type EndedNews = Extract<FxsNews, { on: "ended" }>;

/** One step of a telephone in a socket of the card. What does not fit the phase changes nothing. */
export function stepFxs(state: FxsState, happening: FxsHappening, nowMs: number): Stepped {
  const context: Context = { state, nowMs };
  switch (happening.on) {
    case "failed":
      return { state: newFxs(nowMs), orders: live(state).map((at) => ended(at, "line-failed", "box")) };
    case "mended":
      if (state.phase !== "down") return stay(state);
      return happening.isOff ? go(context, "left-off", { isOff: true }) : go(context, "idle");
    case "lifted":
      return state.phase === "down" ? stay(state) : lifted({ state: { ...state, isOff: true }, nowMs });
    case "replaced":
      return state.phase === "down" ? stay(state) : replaced({ state: { ...state, isOff: false }, nowMs });
    case "flash":
      return flash(context);
    case "key":
      return key(context, happening.key);
    case "time":
      return time(context);
    case "act":
      return act(context, happening.at, happening.act);
  }
}

const stay = (state: FxsState): Stepped => ({ state, orders: [] });
const go = ({ state, nowMs }: Context, phase: FxsPhase, changes: Partial<FxsState> = {}, orders: FxsOrder[] = []): Stepped => {
  const { ring: _, ...rest } = state;
  return { state: { ...rest, digits: "", ...changes, phase, sinceMs: nowMs }, orders };
};
const ended = (at: Appearance, why: EndedNews["why"], by: EndedNews["by"]): FxsOrder => ({
  tell: at,
  news: { on: "ended", why, by },
});
const held = (at: Appearance, isHeld: boolean): FxsOrder => ({ tell: at, news: { on: "held", held: isHeld } });
const live = ({ calls }: FxsState): Appearance[] => ([0, 1] as const).filter((at) => calls[at].stage !== "free");
const stageOf = (state: FxsState, at: Appearance): FxsCall["stage"] => state.calls[at].stage;

function withCall({ calls }: FxsState, at: Appearance, stage: FxsCall["stage"]): FxsState["calls"] {
  return at === 0 ? [{ stage }, calls[1]] : [calls[0], { stage }];
}

/** Somebody waits on the other appearance. */
const waits = (state: FxsState): boolean => stageOf(state, other(state.turned)) === "up";

/** No call is left: what the telephone is then. */
const over = (context: Context, orders: FxsOrder[]): Stepped =>
  go(context, context.state.isOff ? "dial-tone" : "idle", { ...fresh, isOff: context.state.isOff }, orders);

const handOn = ({ first }: FxsState): FxsOrder[] => [{ hand: first, to: other(first) }];

/** Turns to a call that waits. */
const takeUp = (context: Context, at: Appearance, changes: Partial<FxsState>, orders: FxsOrder[]): Stepped =>
  go(context, "talking", { ...changes, turned: at }, [...orders, held(at, false)]);

const ringBack = (context: Context, at: Appearance, changes: Partial<FxsState>, orders: FxsOrder[]): Stepped =>
  go(context, "ringing-back", { ...changes, turned: at, first: at }, orders);

function lifted(context: Context): Stepped {
  const { state } = context;
  const { turned } = state;
  switch (state.phase) {
    case "idle":
      return go(context, "dial-tone", { turned: 0 });
    case "ringing":
      return go(context, "talking", { calls: withCall(state, turned, "up"), first: turned }, [
        { tell: turned, news: { on: "answered", assumed: false } },
      ]);
    case "ringing-back":
      return takeUp(context, turned, {}, []);
    default:
      return stay(state);
  }
}

function replaced(context: Context): Stepped {
  const { state } = context;
  const { turned } = state;
  const stage = stageOf(state, turned);
  if (["idle", "ringing", "ringing-back", "handing"].includes(state.phase)) return stay(state);
  if (waits(state) && state.phase === "collecting") {
    const placed = place(context, state.digits);
    return { state: { ...placed.state, phase: "handing" }, orders: placed.orders };
  }
  if (stage === "free") return waits(state) ? ringBack(context, other(turned), {}, []) : over(context, []);
  // Until it rings somewhere the box does not know yet what it is to join.
  if (waits(state)) return go(context, "handing", {}, stage === "asked" ? [] : handOn(state));
  return over(context, [ended(turned, stage === "up" ? "hangup" : "abandoned", "far")]);
}

function flash(context: Context): Stepped {
  const { state } = context;
  const { phase, turned } = state;
  const away = other(turned);
  if (phase === "talking") {
    const holds = [held(turned, true)];
    if (waits(state)) return takeUp(context, away, {}, holds);
    return stageOf(state, away) === "free" ? go(context, "dial-tone", { turned: away, first: turned }, holds) : stay(state);
  }
  if (!["dial-tone", "collecting", "calling", "busy-tone", "howling"].includes(phase) || !waits(state)) return stay(state);
  const isCalling = stageOf(state, turned) !== "free";
  const calls = withCall(state, turned, "free");
  return takeUp(context, away, { calls, first: away }, isCalling ? [ended(turned, "abandoned", "far")] : []);
}

function key(context: Context, pressed: string): Stepped {
  const { state } = context;
  const isDigit = /^[0-9*#]$/.test(pressed);
  switch (state.phase) {
    case "dial-tone":
      return isDigit ? go(context, "collecting", { digits: pressed }) : stay(state);
    case "collecting": {
      if (!isDigit) return stay(state);
      if (pressed === "#") return place(context, state.digits);
      const digits = state.digits + pressed;
      return digits.length >= mostDigits ? place(context, digits) : go(context, "collecting", { digits });
    }
    case "talking":
      return { state, orders: [{ tell: state.turned, news: { on: "digit", digit: pressed } }] };
    default:
      return stay(state);
  }
}

function place(context: Context, to: string): Stepped {
  const { state } = context;
  const { turned } = state;
  const first = waits(state) ? other(turned) : turned;
  return go(context, "calling", { calls: withCall(state, turned, "asked"), first }, [{ dialled: turned, to }]);
}

function time(context: Context): Stepped {
  const { state, nowMs } = context;
  const { turned } = state;
  const forMs = nowMs - state.sinceMs;
  switch (state.phase) {
    case "dial-tone":
      return forMs >= firstDigitMs ? go(context, "busy-tone") : stay(state);
    case "collecting":
      return forMs >= interDigitMs ? place(context, state.digits) : stay(state);
    case "ringing":
      return nowMs >= (state.ring?.giveUpAtMs ?? 0) ? over(context, [ended(turned, "no-answer", "us")]) : stay(state);
    case "ringing-back":
      return forMs >= ringBackMs ? over(context, [ended(turned, "no-answer", "far")]) : stay(state);
    case "busy-tone":
      // Somebody who waits is taken back by a flash; a howler would hide him.
      return forMs >= busyToneMs && !waits(state) ? go(context, "howling") : stay(state);
    case "howling":
      return forMs >= howlerMs ? go(context, "left-off") : stay(state);
    case "handing":
      return forMs >= (state.calls.some(({ stage }) => stage === "asked") ? askedMs : handingMs)
        ? handFailed(context)
        : stay(state);
    default:
      return stay(state);
  }
}

function act(context: Context, at: Appearance, asked: PortAct): Stepped {
  const { state, nowMs } = context;
  const stage = stageOf(state, at);
  const isOurs = stage === "asked" || stage === "alerting";
  switch (asked.do) {
    case "dial": {
      const { ring: kind, from, giveUpMs } = asked;
      if (state.phase !== "idle") return { state, orders: [ended(at, state.phase === "down" ? "line-failed" : "busy", "box")] };
      const changes: Partial<FxsState> = { turned: at, calls: withCall(state, at, "rung") };
      return go(context, "ringing", { ...changes, ring: { kind, from, giveUpAtMs: nowMs + giveUpMs } }, [
        { tell: at, news: { on: "progressed", how: "ringing" } },
      ]);
    }
    case "alert": {
      if (stage !== "asked") return stay(state);
      const calls = withCall(state, at, "alerting");
      return state.phase === "handing" ? go(context, "handing", { calls }, handOn(state)) : stay({ ...state, calls });
    }
    case "answer": {
      if (!isOurs) return stay(state);
      const calls = withCall(state, at, "up");
      if (state.phase === "handing" && stage === "asked") return go(context, "handing", { calls }, handOn(state));
      return state.phase === "calling" && state.turned === at ? go(context, "talking", { calls }) : stay({ ...state, calls });
    }
    case "digits":
      return state.phase === "talking" && state.turned === at ? { state, orders: [{ keys: asked.digits }] } : stay(state);
    case "handed-on":
      return state.phase === "handing" && !asked.done ? handFailed(context) : stay(state);
    case "hang-up":
      return stage === "free" ? stay(state) : farGone(context, at, asked.why);
  }
}

/** The box has ended one of the calls. */
function farGone(context: Context, at: Appearance, why: EndedNews["why"]): Stepped {
  const { state } = context;
  const orders = [ended(at, why, "us")];
  const calls = withCall(state, at, "free");
  const isTurned = state.turned === at;
  switch (state.phase) {
    case "ringing":
      return over(context, orders);
    case "ringing-back":
      return isTurned ? over(context, orders) : { state: { ...state, calls }, orders };
    case "calling":
    case "talking":
      return isTurned ? go(context, "busy-tone", { calls }, orders) : { state: { ...state, calls, first: state.turned }, orders };
    case "handing":
      return goneInHanding({ ...context, state: { ...state, calls } }, stageOf(state, at), orders);
    default:
      return { state: { ...state, calls }, orders };
  }
}

/** What the box says of the joining comes by itself, and both gone is its end; until it was asked, who is left is ours to look after. */
function goneInHanding(context: Context, was: FxsCall["stage"], orders: FxsOrder[]): Stepped {
  const { state } = context;
  const [left] = live(state);
  if (left === undefined) return over(context, orders);
  if (was !== "asked" && stageOf(state, left) !== "asked") return { state, orders };
  const failed = handFailed(context);
  return { state: failed.state, orders: [...orders, ...failed.orders] };
}

/** The box could not join them: who waited longer is given back, the other is let go. */
function handFailed(context: Context): Stepped {
  const { state } = context;
  const kept = stageOf(state, state.first) === "up" ? state.first : other(state.first);
  const orders = live(state)
    .filter((at) => at !== kept)
    .map((at) => ended(at, stageOf(state, at) === "up" ? "hangup" : "abandoned", "far"));
  const calls = withCall(state, other(kept), "free");
  if (stageOf(state, kept) !== "up") {
    if (stageOf(state, kept) !== "free") orders.push(ended(kept, "abandoned", "far"));
    return over(context, orders);
  }
  return state.isOff ? takeUp(context, kept, { calls, first: kept }, orders) : ringBack(context, kept, { calls }, orders);
}
