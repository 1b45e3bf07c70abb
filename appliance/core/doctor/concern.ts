import type { LineCommand, LineEvent } from "../../contract/line.ts";
import type { MediaEvent } from "../../contract/media.ts";
import type { TextEvent } from "../../contract/texts.ts";
import type { DoctorState, Exam } from "./exam.ts";
import { isSame } from "./is-same.ts";

type LegEvent = Extract<LineEvent | MediaEvent, { leg: unknown }>;
type Answered = Extract<TextEvent, { on: "text.answered" | "text.arrived" }>;
/** What happens to calls and texts of the doctor's own. */
export type OwnEvent = LegEvent | Answered;

const isOwnKind = (event: { on: string }): event is OwnEvent =>
  "leg" in event || event.on === "text.answered" || event.on === "text.arrived";

/** Whether what happens is the doctor's own doing, or takes a line from him. */
export function doctorsConcern(state: DoctorState | undefined, event: { on: string }): "own" | "needed" | undefined {
  const exam = state?.exam;
  // Analog lines are lent: what happens on them is told by their driver.
  if (!exam || exam.settings.kind === "analog-line" || !isOwnKind(event)) return undefined;
  if (event.on === "line.ringing") return ringing(exam, event);
  if (event.on === "text.answered") return event.id === exam.text?.id ? "own" : undefined;
  if (event.on === "text.arrived") {
    const { text } = exam;
    return text && event.place.line === text.to && event.text === text.words ? "own" : undefined;
  }
  return exam.legs.some(({ id }) => id === event.leg) ? "own" : undefined;
}

/** Only a call that shows the number of the line is taken for the doctor's: nobody else is to be answered by him. */
function ringing(exam: Exam, { party, from }: Extract<LineEvent, { on: "line.ringing" }>): "own" | "needed" | undefined {
  if (exam.legs.length === 0) return undefined;
  const id = party.kind === "line" ? party.line : party.phone;
  if ((party.kind === "phone") !== (exam.settings.kind === "phone")) return undefined;
  const isExpected = exam.step === "calling" && id === exam.partner && !exam.legs.some((leg) => leg.side === "far");
  if (isExpected && !from.withheld && from.number !== "" && isSame(from.number, exam.numbers.line)) return "own";
  return id === exam.line || id === exam.partner ? "needed" : undefined;
}

/** A call out wants a line, or a telephone, that the doctor has a call on. */
export function takesFromDoctor(state: DoctorState | undefined, { leg, to }: Extract<LineCommand, { do: "line.dial" }>): boolean {
  const exam = state?.exam;
  if (!exam || exam.legs.length === 0 || exam.legs.some(({ id }) => id === leg)) return false;
  if ((to.kind === "phone") !== (exam.settings.kind === "phone")) return false;
  const id: string = to.kind === "phone" ? to.phone : to.line;
  return id === exam.line || id === exam.partner;
}
