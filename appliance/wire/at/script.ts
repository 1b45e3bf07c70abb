import type { AtFailure } from "./final-result.ts";

/** One command: what is sent, which lines are its answer, how long the modem has. */
export type AtStep = {
  /** After "AT", without the line's end. */
  command: string;
  /** Lines that begin so are the command's own, others came by themselves: "+CSQ". Without it, every line that isn't known to come by itself. */
  answer?: string;
  timeoutMs: number;
  /** Sent when the modem asks for it, ended with Ctrl-Z. */
  text?: string;
};
export type AtAnswer = { ok: true; lines: string[] } | { ok: false; why: AtFailure; lines: string[] };

/** A short exchange with an end. It is played against a modem or an array; it knows neither. */
export type AtScript<Result> = Generator<AtStep, Result, AtAnswer>;

const usualMs = 5_000;

/** Asks one thing. */
export function* ask(command: string, wish: Omit<Partial<AtStep>, "command"> = {}): AtScript<AtAnswer> {
  return yield { command, timeoutMs: usualMs, ...wish };
}

/** The lines of an answer; none when it failed. */
export function* lines(command: string, wish: Omit<Partial<AtStep>, "command"> = {}): AtScript<string[]> {
  const answer = yield* ask(command, wish);
  return answer.ok ? answer.lines : [];
}
