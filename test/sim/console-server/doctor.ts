import type { DoctorEvent, DoctorReport } from "../../../appliance/contract/doctor.ts";
import type { Effect } from "../../../appliance/contract/effects.ts";
import type { LineSettings } from "../../../appliance/contract/line-settings.ts";
import type { LiveState } from "../../../appliance/contract/live.ts";
import { liveDoctor, newDoctor } from "../../../appliance/core/doctor/exam.ts";
import { type DoctorWord, stepDoctor } from "../../../appliance/core/doctor/step-doctor.ts";
import { takeOver } from "../../../appliance/core/doctor/take-over.ts";
import type { LineId } from "../../../appliance/kit/ids.ts";
import type { Handlers, Refuse } from "./asked.ts";
import { pastReports } from "./doctor-past.ts";
import type { World } from "./world.ts";

const tickMs = 900;

/** The line doctor of the made-up hotline: his own rules over lines that do as most do, a little quicker than life. */
export class Doctor {
  readonly #world: World;
  readonly #state = newDoctor();
  readonly #reports: DoctorReport[];
  #made = 0;

  constructor(world: World, full: boolean) {
    this.#world = world;
    this.#reports = full ? pastReports(world.nowMs) : [];
  }

  /** Says what a console sees of it. */
  dress(state: LiveState): void {
    state.doctor = liveDoctor(this.#state);
    for (const { id, name, kind, port, ownNumber, enabled } of this.#world.settings.lines ?? []) {
      if (state.lines.some((line) => line.id === id)) continue;
      const number = ownNumber ? { number: ownNumber } : {};
      state.lines.push({ id, name, kind, port, ...number, state: enabled ? "up" : "off", text: "", calls: 0, maxCalls: 1 });
    }
  }

  handlers(refuse: Refuse): Handlers {
    const of = (id = ""): DoctorReport | undefined => this.#reports.find((one) => one.id === id);
    const proposalOf = (id = "") => {
      const report = of(id);
      return report && takeOver(this.#world.settings, report);
    };
    return {
      doctorReports: ({ query }) => this.#reports.filter(({ line }) => query.line === undefined || line === query.line),
      doctorReport: ({ params, reply }) => of(params.id) ?? refuse(reply, "not-found"),
      examineLine: ({ body, me, reply }) => {
        if (this.#state.exam) return refuse(reply, "doctor-busy");
        const id = `made-${++this.#made}`;
        const { line, phone, partner, tests } = body as { line: LineId; phone?: true; partner?: LineId; tests?: never[] };
        const former = this.#reports.find((one) => one.line === line && one.state === "done");
        this.#step({
          on: "doctor.asked",
          id,
          line,
          by: me.user,
          ...(phone ? { phone } : {}),
          ...(partner ? { partner } : {}),
          ...(tests ? { tests } : {}),
          ...(former ? { former } : {}),
        });
        return { id };
      },
      stopExamination: ({ me }) => {
        this.#step({ on: "doctor.stopped", by: me.user });
        return {};
      },
      doctorProposal: ({ params, reply }) => {
        const proposal = proposalOf(params.id);
        if (!proposal) return refuse(reply, "doctor-nothing-found");
        const { before, after } = proposal;
        const step = {
          zh: "线路“局端外线”：按测得的局端特性更改",
          en: "Line “局端外线”: changed to what its exchange was found to do",
        };
        return { revision: 1, before, after, plan: [{ what: "line", id: "exchange", change: "change", words: step }] };
      },
      takeProposal: ({ params, reply }) => {
        const proposal = proposalOf(params.id);
        if (!proposal) return refuse(reply, "doctor-nothing-found");
        this.#world.settings.lines = proposal.settings.lines as LineSettings[];
        return { revision: 2, plan: [], warnings: [] };
      },
    };
  }

  #step(word: DoctorWord): void {
    const { settings, nowMs, lines } = this.#world;
    const lineOf = (id: string) => settings.lines?.find((one) => one.id === id);
    const view = {
      atMs: nowMs,
      lineOf,
      numberOf: (id: string) => lineOf(id)?.ownNumber,
      stateOf: (id: string) => lines.get(id)?.state ?? ("up" as const),
      isFree: () => true,
      takesTexts: () => true,
      soundOf: () => ({ srtp: "off" as const, inbandDigits: true, codecs: [] }),
    };
    for (const effect of stepDoctor(this.#state, word, view)) {
      if (effect.do === "store" && effect.change.put === "doctor") this.#reports.unshift(effect.change.row);
      if (effect.do === "push") this.#world.touch("doctor", effect.id);
      const answers = answersOf(effect);
      answers.forEach((answer, n) => {
        setTimeout(() => this.#step(answer), tickMs * (n + 1));
      });
      if (effect.do === "timer.set" && this.#state.exam?.step === "talking") this.#later();
      if (effect.do === "timer.set" && this.#state.exam?.step === "pausing") this.#later();
    }
  }
  #later(): void {
    const id = this.#state.exam?.report.id;
    setTimeout(() => {
      if (this.#state.exam?.report.id === id) this.#step({ on: "doctor.time" });
    }, tickMs);
  }
}

/** What lines do when they are told something: those of an exchange as most are. */
function answersOf(effect: Effect): DoctorEvent[] {
  if (effect.do === "doctor.ask")
    return [
      {
        on: "doctor.health",
        line: effect.line,
        values: {
          sim: "ready",
          registration: "home",
          operator: "CMCC",
          signalDbm: -97,
          registers: 1,
          optionsAsked: 1,
          optionsMs: 18,
          optionsStatus: 200,
        },
      },
    ];
  if (effect.do === "doctor.askBalance") return [{ on: "doctor.balance", line: effect.line, text: "您的余额为 36.20 元" }];
  if (effect.do !== "doctor.probe") return [];
  const { line, order } = effect;
  const saw = (what: object): DoctorEvent => ({ on: "doctor.saw", line, saw: { atMs: 0, ...what } as never });
  const tone = { frequencyHz: 450, levelDbm0: -11.4 };
  const cycle = saw({ saw: "cycle", ...tone, onMs: 350, offMs: 350, fromMs: 0 });
  switch (order.do) {
    case "take":
      return [saw({ saw: "taken", battery: true })];
    case "off-hook":
      return [saw({ saw: "steady", ...tone, fromMs: 0 })];
    case "dial":
      return [saw({ saw: "dialled" }), cycle, cycle, cycle, cycle, cycle];
    default:
      return [];
  }
}
