import type { DoctorEnd, DoctorEvent, DoctorStep, ProbeOrder, ProbeSaw } from "../../contract/doctor.ts";
import type { Effect } from "../../contract/effects.ts";
import type { LineId } from "../../kit/ids.ts";
import { areEqual } from "./cycles.ts";
import { type DoctorState, doctorTimer, type Exam, sentDbm0, testToneHz } from "./exam.ts";
import { findingsOf, foundOf } from "./findings.ts";
import { type DoctorView, newExam } from "./new-exam.ts";

export type DoctorWord =
  | DoctorEvent
  | { on: "doctor.time" }
  /** The box began anew: nobody knows what the lines did meanwhile. */
  | { on: "doctor.restart" };
/** Longest a step may take: beyond it, what it waits for is not there. */
const limitsMs: Record<DoctorStep, number> = {
  taking: 8_000,
  "dial-tone": 6_000,
  dialling: 20_000,
  ringing: 25_000,
  talking: 12_000,
  "hanging-up": 14_000,
  pausing: 2_500,
  asking: 40_000,
};
/** The exchange turns the polarity within this after an answer. */
const settleMs = 1_000;
/** So long before a level is measured: it is to be on its way through both lines. */
const toneUnderWayMs = 500;
const levelForMs = 800;
const toneForMs = 6_000;
const cyclesWanted = 3;
/** A cycle this short is no ring-back. */
const quickCycleMs = 2_500;

/** One step of the line doctor. Changes `state` in place. Asks one line at a time, and lets go at once for whoever calls. */
export function stepDoctor(state: DoctorState, word: DoctorWord, view: DoctorView): Effect[] {
  if (word.on === "doctor.asked") return state.exam ? [] : begin(state, word, view);
  const { exam } = state;
  if (!exam) return [];
  const work = new Examination(state, exam, view);
  work.hear(word);
  return work.effects;
}

function begin(state: DoctorState, word: Extract<DoctorEvent, { on: "doctor.asked" }>, view: DoctorView): Effect[] {
  const exam = newExam(word, view);
  state.exam = exam;
  const work = new Examination(state, exam, view);
  work.begin();
  return work.effects;
}

class Examination {
  readonly effects: Effect[] = [];
  readonly #state: DoctorState;
  readonly #exam: Exam;
  readonly #view: DoctorView;

  constructor(state: DoctorState, exam: Exam, view: DoctorView) {
    this.#state = state;
    this.#exam = exam;
    this.#view = view;
  }

  begin(): void {
    const exam = this.#exam;
    for (const id of this.#lines) if (!this.#view.isFree(id)) return this.#end("busy");
    if (exam.settings.kind === "analog-line") {
      this.#enter("taking");
      for (const line of this.#lines) this.#order(line, { do: "take" });
    } else if (exam.settings.kind === "gsm-modem") {
      this.#enter("asking");
      this.effects.push({ do: "doctor.ask", line: exam.line });
    } else this.#end();
  }

  hear(word: Exclude<DoctorWord, { on: "doctor.asked" }>): void {
    switch (word.on) {
      case "doctor.saw":
        if (this.#lines.includes(word.line)) this.#saw(word.line, word.saw);
        return;
      case "doctor.health":
        if (word.line === this.#exam.line && this.#exam.step === "asking") this.#health(word.values);
        return;
      case "doctor.balance":
        if (word.line !== this.#exam.line || this.#exam.step !== "asking") return;
        this.#exam.seen.balance = word.text === undefined ? {} : { text: word.text };
        return this.#end();
      case "doctor.time":
        return this.#time();
      case "doctor.stopped":
        return this.#end("stopped");
      case "doctor.restart":
        return this.#end("restart");
    }
  }

  get #lines(): LineId[] {
    const { line, partner } = this.#exam;
    return partner ? [line, partner] : [line];
  }
  /** Who calls in this pass, and who is called. */
  get #from(): LineId {
    return this.#exam.pass === 1 ? this.#exam.line : this.#exam.partner!;
  }
  get #to(): LineId | undefined {
    return this.#exam.pass === 1 ? this.#exam.partner : this.#exam.line;
  }

  #saw(line: LineId, saw: ProbeSaw): void {
    const exam = this.#exam;
    // What we gave back ourselves comes too late to be news.
    if (saw.saw === "given-back") return saw.why === "asked" ? undefined : this.#end(saw.why);
    if (saw.saw === "taken") return this.#taken(line, saw.battery);
    if (saw.saw === "ring" && line !== this.#to) return this.#end("call", line);
    switch (exam.step) {
      case "taking":
      case "pausing":
      case "dial-tone":
      case "dialling":
        // Nobody of ours has dialled yet: it is somebody from outside.
        if (saw.saw === "ring" || saw.saw === "caller") return this.#end("call", line);
        if (exam.step === "dial-tone" && saw.saw === "steady" && line === this.#from) this.#dialTone(saw);
        if (exam.step === "dialling" && saw.saw === "dialled" && line === this.#from) this.#dialled();
        return;
      case "ringing":
        return this.#ringing(line, saw);
      case "talking":
        return this.#talking(line, saw);
      case "hanging-up":
        return line === exam.line ? this.#hangingUp(saw) : undefined;
      case "asking":
        return;
    }
  }

  #taken(line: LineId, battery: boolean): void {
    const exam = this.#exam;
    if (line === exam.line) exam.seen.battery = battery;
    if (!battery || exam.step !== "taking") return;
    if (!exam.taken.includes(line)) exam.taken.push(line);
    if (exam.taken.length === this.#lines.length) this.#seize();
  }

  #seize(): void {
    this.#enter("dial-tone");
    this.#order(this.#from, { do: "off-hook" });
  }

  #dialTone({ frequencyHz, levelDbm0 }: Extract<ProbeSaw, { saw: "steady" }>): void {
    const exam = this.#exam;
    const afterMs = Math.max(0, this.#view.atMs - exam.sinceMs - steadyToldMs);
    if (exam.pass === 1) exam.seen.dialTone = { frequencyHz, levelDbm0, afterMs };
    this.#dial();
  }

  /** Its own number, for the busy tone that a line hears of itself, when there is nobody to be called. */
  #dial(): void {
    const { numbers, pass, partner } = this.#exam;
    const digits = pass === 2 || !partner ? numbers.line : numbers.partner;
    if (!digits) return this.#end();
    this.#enter("dialling");
    this.#order(this.#from, { do: "dial", digits });
  }

  #dialled(): void {
    if (!this.#to) {
      this.#enter("hanging-up");
      return;
    }
    this.#exam.heardRing = false;
    this.#exam.partnerRings = 0;
    this.#exam.quickCycles = 0;
    this.#enter("ringing");
  }

  #ringing(line: LineId, saw: ProbeSaw): void {
    const exam = this.#exam;
    const { seen } = exam;
    if (line === this.#from) {
      if (saw.saw === "steady") {
        exam.heardRing = true;
        if (exam.pass === 1) seen.ringback = { frequencyHz: saw.frequencyHz, levelDbm0: saw.levelDbm0 };
      }
      if (saw.saw === "cycle" && saw.onMs + saw.offMs < quickCycleMs) exam.quickCycles++;
      // Busy, while the other rings: it is not for us that it rings.
      if (exam.quickCycles >= 2) return this.#end(exam.partnerRings > 0 ? "call" : "time", this.#to);
    } else if (saw.saw === "ring" && saw.begins) {
      exam.partnerRings++;
      if (exam.pass === 2) seen.rings = exam.partnerRings;
    } else if (saw.saw === "caller") {
      const expected = exam.pass === 1 ? exam.numbers.line : exam.numbers.partner;
      if (!saw.withheld && !isSame(saw.number, expected)) return this.#end("call", line);
      if (exam.pass === 2) seen.caller = { way: saw.way, number: saw.number, rings: exam.partnerRings };
      exam.turn = 1;
    }
    const isNumberOver = exam.turn === 1 || exam.partnerRings >= 2;
    if (!exam.heardRing || exam.partnerRings === 0 || !isNumberOver) return;
    if (exam.pass === 2) seen.caller ??= null;
    seen.answered = true;
    this.#order(this.#to!, { do: "off-hook" });
    this.#enter("talking", settleMs);
  }

  #talking(line: LineId, saw: ProbeSaw): void {
    const exam = this.#exam;
    if (saw.saw === "polarity" && line === this.#from && exam.turn === 0 && exam.pass === 1) exam.seen.answerReversal = true;
    if (saw.saw === "battery-gone") return this.#end("line");
    if (saw.saw !== "level") return;
    exam.seen.levels ??= {};
    const { levels } = exam.seen;
    if (exam.turn === 2) {
      if (line === exam.line) levels.echoDbm0 = saw.levelDbm0;
      else levels.toPartnerDbm0 = saw.levelDbm0;
      if (levels.echoDbm0 === undefined || levels.toPartnerDbm0 === undefined) return;
      this.#quiet(exam.line);
      this.#sayFrom(exam.partner!, 3);
    } else if (exam.turn === 4 && line === exam.line) {
      levels.fromPartnerDbm0 = saw.levelDbm0;
      this.#quiet(exam.partner!);
      this.#hangUp();
    }
  }

  /** Turns: 0 settling, 1 our tone is under way, 2 it is measured, 3 and 4 the same the other way round. */
  #turned(): void {
    const exam = this.#exam;
    const measure: ProbeOrder = { do: "measure", frequencyHz: testToneHz, forMs: levelForMs };
    if (exam.turn === 0) {
      if (exam.pass === 2) return this.#hangUp();
      exam.seen.answerReversal ??= false;
      return this.#sayFrom(exam.line, 1);
    }
    if (exam.turn === 1) for (const line of this.#lines) this.#order(line, measure);
    else if (exam.turn === 3) this.#order(exam.line, measure);
    else return this.#hangUp();
    exam.turn++;
    this.#until(limitsMs.talking);
  }

  #sayFrom(line: LineId, turn: number): void {
    this.#exam.turn = turn;
    this.#order(line, { do: "say", frequencyHz: testToneHz, levelDbm0: sentDbm0, forMs: toneForMs });
    this.#until(toneUnderWayMs);
  }
  #quiet(line: LineId): void {
    this.#order(line, { do: "say", frequencyHz: testToneHz, levelDbm0: -60, forMs: 20 });
  }

  #hangUp(): void {
    this.#order(this.#exam.partner!, { do: "on-hook" });
    this.#exam.seen.cycles = [];
    this.#enter("hanging-up");
  }

  #hangingUp(saw: ProbeSaw): void {
    const exam = this.#exam;
    exam.seen.hangUp ??= {};
    const { hangUp } = exam.seen;
    const afterMs = this.#view.atMs - exam.sinceMs;
    if (saw.saw === "polarity") hangUp.reversalMs ??= afterMs;
    if (saw.saw === "battery-gone") hangUp.batteryMs ??= afterMs;
    if (saw.saw !== "cycle") return;
    exam.seen.cycles ??= [];
    const { cycles } = exam.seen;
    const { frequencyHz, levelDbm0, onMs, offMs } = saw;
    cycles.push({ frequencyHz, levelDbm0, onMs, offMs });
    if (cycles.length > cyclesWanted) cycles.shift();
    if (cycles.length < cyclesWanted || !areEqual(cycles)) return;
    hangUp.busyMs = Math.max(0, afterMs - cycles.reduce((sum, one) => sum + one.onMs + one.offMs, 0));
    this.#passed();
  }

  #passed(): void {
    const exam = this.#exam;
    this.#order(exam.line, { do: "on-hook" });
    if (!exam.partner || exam.pass === 2 || !exam.numbers.line) return this.#end();
    exam.pass = 2;
    this.#enter("pausing");
  }

  #time(): void {
    const exam = this.#exam;
    switch (exam.step) {
      case "pausing":
        return this.#seize();
      case "talking":
        return this.#turned();
      case "hanging-up":
        exam.seen.hangUp = { ...exam.seen.hangUp, waitedMs: limitsMs["hanging-up"] };
        return this.#passed();
      case "dial-tone":
        if (exam.pass === 1) exam.seen.dialTone = null;
        return this.#end();
      case "ringing":
        if (exam.pass === 1) exam.seen.ringback ??= null;
        else if (exam.partnerRings > 0) exam.seen.caller ??= null;
        return this.#end("time");
      case "asking":
        exam.seen.balance ??= {};
        return this.#end();
      default:
        return this.#end("time");
    }
  }

  #health(values: Record<string, number | string>): void {
    const exam = this.#exam;
    exam.seen.values = values;
    const { settings } = exam;
    const code = settings.kind === "gsm-modem" ? settings.balance?.code : undefined;
    if (code === undefined) return this.#end();
    this.effects.push({ do: "doctor.askBalance", line: exam.line, code });
    this.#until(limitsMs.asking);
  }

  /** `ringing`: the line that rings for somebody from outside gets back first. */
  #end(why?: DoctorEnd, ringing?: LineId): void {
    const exam = this.#exam;
    const order = ringing ? [ringing, ...this.#lines.filter((id) => id !== ringing)] : this.#lines;
    if (exam.settings.kind === "analog-line") for (const line of order) this.#order(line, { do: "give-back" });
    const { step: _step, pass: _pass, ...report } = exam.report;
    const found = why === undefined ? foundOf(exam) : undefined;
    const row = {
      ...report,
      endedAtMs: this.#view.atMs,
      state: why === undefined ? ("done" as const) : ("broken-off" as const),
      findings: findingsOf(exam),
      ...(why ? { why } : {}),
      ...(found ? { found } : {}),
    };
    delete this.#state.exam;
    this.effects.push(
      { do: "timer.clear", key: doctorTimer },
      { do: "store", change: { put: "doctor", row } },
      { do: "push", topic: "doctor", id: row.id },
    );
  }

  #enter(step: DoctorStep, limitMs = limitsMs[step]): void {
    const exam = this.#exam;
    exam.step = step;
    exam.turn = 0;
    exam.sinceMs = this.#view.atMs;
    exam.report = { ...exam.report, step, pass: exam.pass, findings: findingsOf(exam) };
    this.#until(limitMs);
    this.effects.push({ do: "push", topic: "doctor", id: exam.report.id });
  }

  #until(limitMs: number): void {
    this.effects.push({ do: "timer.set", key: doctorTimer, atMs: this.#view.atMs + limitMs });
  }
  #order(line: LineId, order: ProbeOrder): void {
    this.effects.push({ do: "doctor.probe", line, order });
  }
}

/** A tone counts as steady after this. */
const steadyToldMs = 600;
const tailDigits = 7;
/** Exchanges tell numbers with and without the area: the tail says whether it is the same. */
const isSame = (shown: string, expected: string | undefined): boolean =>
  expected === undefined || shown === "" || shown.slice(-tailDigits) === expected.slice(-tailDigits);
