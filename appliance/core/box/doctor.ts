import type { BoxEvent, Effect } from "../../contract/effects.ts";
import type { Settings } from "../../contract/settings.ts";
import { callsOnLine } from "../calls/call.ts";
import { doctorsConcern, type OwnEvent, takesFromDoctor } from "../doctor/concern.ts";
import { newDoctor } from "../doctor/exam.ts";
import type { DoctorView } from "../doctor/new-exam.ts";
import { type DoctorWord, stepDoctor } from "../doctor/step-doctor.ts";
import { outsideLine } from "../lines/outside-lines.ts";
import type { BoxState } from "./box-state.ts";

/** Tells the line doctor of the lines, and whether calls are on them. */
export function hearDoctor(box: BoxState, word: DoctorWord, atMs: number): Effect[] {
  box.doctor ??= newDoctor();
  const { settings } = box;
  const view: DoctorView = {
    atMs,
    lineOf: (id) => settings.lines?.find((line) => line.id === id),
    numberOf: (id) => outsideLine(settings, id)?.number,
    stateOf: (id) => box.lines.lines[id]?.state ?? "unknown",
    isFree: (id) => callsOnLine(box.calls, id) === 0 && !isPhoneInUse(box, id),
    takesTexts: (id) => textsOf(settings, id)?.receive === true,
    soundOf: (id) => soundOf(settings, id),
  };
  return stepDoctor(box.doctor, word, view);
}

/** What the doctor has to do with an event: it is his own, and nobody else's; or he lets go first. */
export function doctorFirst(box: BoxState, event: BoxEvent, atMs: number): { effects: Effect[]; isOwn: boolean } {
  const concern = doctorsConcern(box.doctor, event);
  if (concern === undefined) return { effects: [], isOwn: false };
  const isOwn = concern === "own";
  return {
    effects: hearDoctor(box, isOwn ? { on: "doctor.own", event: event as OwnEvent } : { on: "doctor.needed" }, atMs),
    isOwn,
  };
}

/** Whoever dials a line, or a telephone, that the doctor holds has it. */
export const doctorGivesWay = (box: BoxState, effect: Effect, atMs: number): Effect[] =>
  effect.do === "line.dial" && takesFromDoctor(box.doctor, effect) ? hearDoctor(box, { on: "doctor.needed" }, atMs) : [];

function textsOf({ lines = [] }: Settings, id: string): { send: boolean; receive: boolean } | undefined {
  const line = lines.find((one) => one.id === id);
  return line && line.kind !== "analog-line" ? line.sms : undefined;
}

const isPhoneInUse = ({ calls }: BoxState, phone: string): boolean =>
  Object.values(calls.calls).some(({ legs }) =>
    legs.some(({ party, state }) => state !== "ended" && party.kind === "phone" && party.phone === phone),
  );

function soundOf(settings: Settings, id: string): ReturnType<DoctorView["soundOf"]> {
  const line = outsideLine(settings, id);
  const phone = settings.phones.find((one) => one.id === id);
  const { codecs } = settings.media;
  return { srtp: line?.srtp ?? phone?.srtp ?? "off", inbandDigits: line?.inbandDigits ?? true, codecs };
}
