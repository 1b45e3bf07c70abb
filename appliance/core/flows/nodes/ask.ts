import type { Run } from "../run.ts";
import { meansPerson, rememberPlace } from "../ways.ts";
import { type Asking, armAsk, askingOf, failAsk, firstMs, speakAsk } from "./ask-turn.ts";
import { languageDigit, menuDigit } from "./choose.ts";
import { collectDigit, collectTimeout } from "./collect.ts";

/** Asks, or takes what was typed ahead. */
export function enterAsk(run: Run, ask: Asking): void {
  rememberPlace(run);
  const bargeIn = ask.bargeIn ?? true;
  const wait: Run["state"]["wait"] = { kind: "ask", bargeIn, triesLeft: ask.tries, typed: "" };
  run.state.wait = wait;
  if (!bargeIn || run.state.typed === "") speakAsk(run, ask, ask.items);
  if (wait.play === undefined && run.state.typed !== "") feed(run, ask);
}

/** The question was heard: take what was typed meanwhile, or give the caller time. */
export function playedAsk(run: Run): void {
  const { wait } = run.state;
  const ask = askingOf(run);
  if (wait.kind !== "ask" || !ask) return;
  delete wait.play;
  if (run.state.typed !== "") feed(run, ask);
  else if (wait.timer === undefined) armAsk(run, firstMs(ask));
}

/** Takes the keys that were typed ahead, as far as this question needs them. */
function feed(run: Run, ask: Asking): void {
  const { wait } = run.state;
  const still = () => run.state.wait === wait && !run.moving;
  while (still() && run.state.typed !== "") {
    const digit = run.state.typed[0]!;
    run.state.typed = run.state.typed.slice(1);
    answer(run, ask, digit);
  }
  // A key that meant nothing here must not leave it waiting for nothing.
  if (still() && wait.kind === "ask" && wait.play === undefined && wait.timer === undefined) speakAsk(run, ask, ask.items);
}

const isOwnKey = (ask: Asking, digit: string): boolean =>
  "choices" in ask ? Object.hasOwn(ask.choices, digit) : "keys" in ask ? Object.hasOwn(ask.keys, digit) : true;

/** A key from the caller while the question stands. */
export function digitInAsk(run: Run, digit: string): void {
  const { wait } = run.state;
  const ask = askingOf(run);
  if (wait.kind !== "ask" || !ask) return;
  if (wait.play !== undefined) {
    if (!wait.bargeIn && (isOwnKey(ask, digit) || !meansPerson(run, digit))) {
      run.keepAhead(digit);
      return;
    }
    run.effects.push({ do: "flow.stopPlay", token: wait.play });
    delete wait.play;
  }
  answer(run, ask, digit);
  if (run.state.wait === wait && !run.moving && wait.play === undefined && wait.timer === undefined) armAsk(run, firstMs(ask));
}

function answer(run: Run, ask: Asking, digit: string): void {
  if ("variable" in ask) collectDigit(run, ask, digit);
  else if ("choices" in ask) menuDigit(run, ask, digit);
  else languageDigit(run, ask, digit);
}

export function askTimedOut(run: Run): void {
  const { wait } = run.state;
  const ask = askingOf(run);
  if (wait.kind !== "ask" || !ask) return;
  delete wait.timer;
  if ("variable" in ask) collectTimeout(run, ask);
  else failAsk(run, "timeout", "没有按键", "no key was pressed");
}
