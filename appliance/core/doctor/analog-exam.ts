import type { ProbeOrder, ProbeSaw } from "../../contract/doctor.ts";
import type { LineId } from "../../kit/ids.ts";
import { areEqual } from "./cycles.ts";
import { sentDbm0, testToneHz } from "./exam.ts";
import { type ExamHand, limitsMs } from "./exam-hand.ts";
import { isSame } from "./is-same.ts";

/** The exchange turns the polarity within this after an answer. */
const settleMs = 1_000;
/** So long before a level is measured: it is to be on its way through both lines. */
const toneUnderWayMs = 500;
const levelForMs = 800;
const toneForMs = 6_000;
const cyclesWanted = 3;
/** A cycle this short is no ring-back. */
const quickCycleMs = 2_500;
/** A tone counts as steady after this. */
const steadyToldMs = 600;

/** An analog line is lent by its driver; with a second one the two call each other, first one way, then the other. */
export class AnalogExam {
  readonly #hand: ExamHand;

  constructor(hand: ExamHand) {
    this.#hand = hand;
  }

  begin(): void {
    this.#hand.enter("taking");
    for (const line of this.#hand.lines) this.#hand.order(line, { do: "take" });
  }

  /** Who calls in this pass, and who is called. */
  get #from(): LineId {
    return this.#hand.exam.pass === 1 ? this.#hand.exam.line : this.#hand.exam.partner!;
  }
  get #to(): LineId | undefined {
    return this.#hand.exam.pass === 1 ? this.#hand.exam.partner : this.#hand.exam.line;
  }

  saw(line: LineId, saw: ProbeSaw): void {
    const exam = this.#hand.exam;
    // What we gave back ourselves comes too late to be news.
    if (saw.saw === "given-back") return saw.why === "asked" ? undefined : this.#hand.end(saw.why);
    if (saw.saw === "taken") return this.#taken(line, saw.battery);
    if (saw.saw === "ring" && line !== this.#to) return this.#hand.end("call", line);
    switch (exam.step) {
      case "taking":
      case "pausing":
      case "dial-tone":
      case "dialling":
        // Nobody of ours has dialled yet: it is somebody from outside.
        if (saw.saw === "ring" || saw.saw === "caller") return this.#hand.end("call", line);
        if (exam.step === "dial-tone" && saw.saw === "steady" && line === this.#from) this.#dialTone(saw);
        if (exam.step === "dialling" && saw.saw === "dialled" && line === this.#from) this.#dialled();
        return;
      case "ringing":
        return this.#ringing(line, saw);
      case "talking":
        return this.#talking(line, saw);
      case "hanging-up":
        return line === exam.line ? this.#hangingUp(saw) : undefined;
      default:
        return;
    }
  }

  #taken(line: LineId, battery: boolean): void {
    const exam = this.#hand.exam;
    if (line === exam.line) exam.seen.battery = battery;
    if (!battery || exam.step !== "taking") return;
    if (!exam.taken.includes(line)) exam.taken.push(line);
    if (exam.taken.length === this.#hand.lines.length) this.#seize();
  }

  #seize(): void {
    this.#hand.enter("dial-tone");
    this.#hand.order(this.#from, { do: "off-hook" });
  }

  #dialTone({ frequencyHz, levelDbm0 }: Extract<ProbeSaw, { saw: "steady" }>): void {
    const exam = this.#hand.exam;
    const afterMs = Math.max(0, this.#hand.view.atMs - exam.sinceMs - steadyToldMs);
    if (exam.pass === 1) exam.seen.dialTone = { frequencyHz, levelDbm0, afterMs };
    this.#dial();
  }

  /** Its own number, for the busy tone that a line hears of itself, when there is nobody to be called. */
  #dial(): void {
    const { numbers, pass, partner } = this.#hand.exam;
    const digits = pass === 2 || !partner ? numbers.line : numbers.partner;
    if (!digits) return this.#hand.end();
    this.#hand.enter("dialling");
    this.#hand.order(this.#from, { do: "dial", digits });
  }

  #dialled(): void {
    if (!this.#to) {
      this.#hand.enter("hanging-up");
      return;
    }
    this.#hand.exam.heardRing = false;
    this.#hand.exam.partnerRings = 0;
    this.#hand.exam.quickCycles = 0;
    this.#hand.enter("ringing");
  }

  #ringing(line: LineId, saw: ProbeSaw): void {
    const exam = this.#hand.exam;
    const { seen } = exam;
    if (line === this.#from) {
      if (saw.saw === "steady") {
        exam.heardRing = true;
        if (exam.pass === 1) seen.ringback = { frequencyHz: saw.frequencyHz, levelDbm0: saw.levelDbm0 };
      }
      if (saw.saw === "cycle" && saw.onMs + saw.offMs < quickCycleMs) exam.quickCycles++;
      // Busy, while the other rings: it is not for us that it rings.
      if (exam.quickCycles >= 2) return this.#hand.end(exam.partnerRings > 0 ? "call" : "time", this.#to);
    } else if (saw.saw === "ring" && saw.begins) {
      exam.partnerRings++;
      if (exam.pass === 2) seen.rings = exam.partnerRings;
    } else if (saw.saw === "caller") {
      const expected = exam.pass === 1 ? exam.numbers.line : exam.numbers.partner;
      if (!saw.withheld && !isSame(saw.number, expected)) return this.#hand.end("call", line);
      if (exam.pass === 2) seen.caller = { way: saw.way, number: saw.number, rings: exam.partnerRings };
      exam.turn = 1;
    }
    const isNumberOver = exam.turn === 1 || exam.partnerRings >= 2;
    if (!exam.heardRing || exam.partnerRings === 0 || !isNumberOver) return;
    if (exam.pass === 2) seen.caller ??= null;
    seen.answered = true;
    this.#hand.order(this.#to!, { do: "off-hook" });
    this.#hand.enter("talking", settleMs);
  }

  #talking(line: LineId, saw: ProbeSaw): void {
    const exam = this.#hand.exam;
    if (saw.saw === "polarity" && line === this.#from && exam.turn === 0 && exam.pass === 1) exam.seen.answerReversal = true;
    if (saw.saw === "battery-gone") return this.#hand.end("line");
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
    const exam = this.#hand.exam;
    const measure: ProbeOrder = { do: "measure", frequencyHz: testToneHz, forMs: levelForMs };
    if (exam.turn === 0) {
      if (exam.pass === 2) return this.#hangUp();
      exam.seen.answerReversal ??= false;
      return this.#sayFrom(exam.line, 1);
    }
    if (exam.turn === 1) for (const line of this.#hand.lines) this.#hand.order(line, measure);
    else if (exam.turn === 3) this.#hand.order(exam.line, measure);
    else return this.#hangUp();
    exam.turn++;
    this.#hand.until(limitsMs.talking);
  }

  #sayFrom(line: LineId, turn: number): void {
    this.#hand.exam.turn = turn;
    this.#hand.order(line, { do: "say", frequencyHz: testToneHz, levelDbm0: sentDbm0, forMs: toneForMs });
    this.#hand.until(toneUnderWayMs);
  }
  #quiet(line: LineId): void {
    this.#hand.order(line, { do: "say", frequencyHz: testToneHz, levelDbm0: -60, forMs: 20 });
  }

  #hangUp(): void {
    this.#hand.order(this.#hand.exam.partner!, { do: "on-hook" });
    this.#hand.exam.seen.cycles = [];
    this.#hand.enter("hanging-up");
  }

  #hangingUp(saw: ProbeSaw): void {
    const exam = this.#hand.exam;
    exam.seen.hangUp ??= {};
    const { hangUp } = exam.seen;
    const afterMs = this.#hand.view.atMs - exam.sinceMs;
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
    const exam = this.#hand.exam;
    this.#hand.order(exam.line, { do: "on-hook" });
    if (!exam.partner || exam.pass === 2 || !exam.numbers.line) return this.#hand.end();
    exam.pass = 2;
    this.#hand.enter("pausing");
  }

  time(): void {
    const exam = this.#hand.exam;
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
        return this.#hand.end();
      case "ringing":
        if (exam.pass === 1) exam.seen.ringback ??= null;
        else if (exam.partnerRings > 0) exam.seen.caller ??= null;
        return this.#hand.end("time");
      default:
        return this.#hand.end("time");
    }
  }
}
