import { describe, expect, test } from "vitest";
import type { DoctorEvent, DoctorReport } from "../../contract/doctor.ts";
import type { Effect } from "../../contract/effects.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import type { MediaDescription } from "../../contract/media.ts";
import type { LegId, LineId, PhoneId } from "../../kit/ids.ts";
import { doctorsConcern, type OwnEvent, takesFromDoctor } from "./concern.ts";
import { doctorTimer, newDoctor } from "./exam.ts";
import { stepDoctor } from "./step-doctor.ts";

const numbers: Record<string, string> = { sim1: "13900139001", sim2: "13900139002", gw1: "87654321" };
const modem = (id: string): LineSettings => ({
  id,
  name: id,
  enabled: true,
  port: id,
  order: 1,
  callsOut: true,
  kind: "gsm-modem",
  ownNumber: numbers[id]!,
  balance: { code: "*100#", everyHours: 24 },
  sms: { send: true, receive: true, perHour: 10 },
});
const local: MediaDescription = {
  address: "127.0.0.1",
  port: 4000,
  codecs: [{ name: "PCMA", payloadType: 8 }],
  ptimeMs: 20,
  direction: "sendrecv",
  rtcp: { mux: false, port: 4001 },
  sessionId: "1",
  sessionVersion: 1,
};

/** The doctor with the box around him: what happens is handed to him only if it concerns him. */
function ward(busy: readonly string[] = []) {
  const state = newDoctor();
  const effects: Effect[] = [];
  const reports: DoctorReport[] = [];
  let atMs = 1_000;
  let dueMs: number | undefined;
  const view = () => ({
    atMs,
    lineOf: (id: LineId) => (id.startsWith("sim") ? modem(id) : undefined),
    numberOf: (id: LineId) => numbers[id],
    stateOf: () => "up" as const,
    isFree: (id: LineId) => !busy.includes(id),
    takesTexts: (id: LineId) => id.startsWith("sim"),
    soundOf: () => ({ srtp: "off" as const, inbandDigits: false, codecs: ["PCMA" as const] }),
  });
  const take = (done: Effect[]): void => {
    for (const effect of done) {
      if (effect.do === "timer.set" && effect.key === doctorTimer) dueMs = effect.atMs;
      if (effect.do === "timer.clear") dueMs = undefined;
      if (effect.do === "store" && effect.change.put === "doctor") reports.push(effect.change.row);
    }
    effects.push(...done);
  };
  return {
    state,
    effects,
    reports,
    tell: (event: DoctorEvent) => take(stepDoctor(state, event, view())),
    happens(event: OwnEvent, afterMs = 100) {
      atMs += afterMs;
      const concern = doctorsConcern(state, event);
      if (concern === "own") take(stepDoctor(state, { on: "doctor.own", event }, view()));
      if (concern === "needed") take(stepDoctor(state, { on: "doctor.needed" }, view()));
      return concern;
    },
    /** Its next moment comes. */
    wait() {
      atMs = dueMs ?? atMs;
      take(stepDoctor(state, { on: "doctor.time" }, view()));
    },
    last: <D extends Effect["do"]>(what: D) => effects.findLast((e): e is Extract<Effect, { do: D }> => e.do === what),
    verdicts: () => Object.fromEntries((reports[0]?.findings ?? []).map((f) => [f.test, f.verdict])),
  };
}
type Ward = ReturnType<typeof ward>;

const asked = (more: Partial<Extract<DoctorEvent, { on: "doctor.asked" }>>): DoctorEvent => ({
  on: "doctor.asked",
  id: "0123456789",
  line: "sim1" as LineId,
  by: "boss",
  ...more,
});
const well = { sim: "ready", registration: "home", operator: "CMCC", signalDbm: -71 };
const health = (values: Record<string, number | string> = well): DoctorEvent => ({
  on: "doctor.health",
  line: "sim1" as LineId,
  values,
});
const near = "doctor-0123456789/1" as LegId;
const far = "far/1" as LegId;
const rings = (number: string, line = "sim2", withheld = false): OwnEvent => ({
  on: "line.ringing",
  leg: far,
  party: { kind: "line", line: line as LineId },
  from: { number, withheld },
  to: { number: numbers.sim2! },
  remote: local,
  callRef: "r",
});
const opened = (leg: LegId): OwnEvent => ({ on: "media.opened", leg, local });
const digit = (leg: LegId, pressed: string): OwnEvent => ({ on: "media.digit", leg, digit: pressed, via: "inband" });
const over = (leg: LegId): OwnEvent => ({ on: "line.ended", leg, why: "hangup", by: "far" });

function calls({ happens, tell }: Ward): void {
  tell(asked({ partner: "sim2" as LineId, tests: ["call"] }));
  tell(health());
  happens(opened(near));
  happens({ on: "line.progressed", leg: near, status: 180, callRef: "r" });
}

describe("a SIM", () => {
  test("alone it is asked what it knows; nothing that costs money is done", () => {
    const one = ward();
    one.tell(asked({}));
    one.tell(health());
    expect(one.verdicts()).toEqual({ sim: "good", registration: "good", signal: "good" });
    expect(one.effects.map((e) => e.do)).not.toContain("text.send");
  });

  test("without an answer it is not measured", () => {
    const one = ward();
    one.tell(asked({ tests: ["balance"] }));
    one.wait();
    one.wait();
    expect(one.reports[0]?.state).toBe("done");
    expect(new Set(Object.values(one.verdicts()))).toEqual(new Set(["not-measured"]));
  });

  test("its balance is what the network says", () => {
    const one = ward();
    one.tell(asked({ tests: ["balance"] }));
    one.tell(health());
    expect(one.last("doctor.askBalance")).toMatchObject({ line: "sim1", code: "*100#" });
    one.tell({ on: "doctor.balance", line: "sim1" as LineId, text: "Balance: 12.50" });
    expect(one.reports[0]?.findings.at(-1)).toMatchObject({ test: "balance", values: [{ value: "Balance: 12.50" }] });
  });

  test.each([
    [undefined, "13900139001", "sim1"],
    ["sim2", "13900139002", "sim2"],
  ])("a text goes to itself or to the other SIM (%s), and is kept nowhere", (partner, number, to) => {
    const one = ward();
    one.tell(asked({ tests: ["text"], ...(partner ? { partner: partner as LineId } : {}) }));
    one.tell(health());
    const sent = one.last("text.send")!;
    expect(sent).toMatchObject({ line: "sim1", to: number });
    const arrived = (line: string, text: string): OwnEvent => ({
      on: "text.arrived",
      place: { line: line as LineId, index: 3, hex: "00" },
      from: "+86139",
      text,
      sentAtMs: 0,
    });
    expect(one.happens(arrived(to, "a customer's"))).toBeUndefined();
    expect(one.happens({ on: "text.answered", id: "another", line: "sim1" as LineId, ok: true, reference: 1 })).toBeUndefined();
    one.happens({ on: "text.answered", id: sent.id, line: "sim1" as LineId, ok: true, reference: 1 }, 2_000);
    expect(one.happens(arrived(to, sent.text), 3_000)).toBe("own");
    expect(one.last("text.delete")?.place).toMatchObject({ line: to, index: 3 });
    expect(one.reports[0]?.findings.at(-1)).toMatchObject({ test: "text", verdict: "good" });
  });

  test("a text that the network refuses, or that never arrives, is a fault", () => {
    for (const [answer, words] of [
      [{ ok: false, retry: "never", why: "refused 21" }, "did not take"],
      [{ ok: true, reference: 1 }, "did not arrive"],
    ] as const) {
      const one = ward();
      one.tell(asked({ tests: ["text"] }));
      one.tell(health());
      one.happens({ on: "text.answered", id: one.last("text.send")!.id, line: "sim1" as LineId, ...answer });
      if (answer.ok) one.wait();
      expect(one.reports[0]?.findings.at(-1)).toMatchObject({ verdict: "bad", words: { en: expect.stringContaining(words) } });
    }
  });

  test("a call to the other SIM: it rings with the number, keys are heard both ways, the end is seen", () => {
    const one = ward();
    calls(one);
    expect(one.last("line.dial")).toMatchObject({ to: { kind: "line", line: "sim1", number: numbers.sim2 } });
    expect(one.happens(rings("+8613900139001"))).toBe("own");
    one.happens(opened(far));
    expect(one.last("line.answer")?.leg).toBe(far);
    one.happens({ on: "line.confirmed", leg: far });
    one.happens({ on: "line.answered", leg: near, remote: local, callRef: "r" });
    one.wait();
    one.happens(digit(far, one.last("media.digits")!.digits));
    one.happens(digit(near, one.last("media.digits")!.digits));
    expect(one.last("line.hangup")?.leg).toBe(near);
    one.happens(over(near));
    one.happens(over(far));
    expect(one.reports[0]?.findings.at(-1)).toMatchObject({ test: "call", verdict: "good" });
    expect(one.effects.filter((e) => e.do === "media.close").map((e) => e.leg)).toEqual([near, far]);
    expect(one.effects.filter((e) => e.do === "line.hangup")).toHaveLength(1);
  });

  test.each([
    ["out", { test: "call", verdict: "weak" }],
    ["both", { test: "call", verdict: "bad" }],
  ])("what is not heard is said: %s", (deaf, finding) => {
    const one = ward();
    calls(one);
    one.happens(rings("13900139001"));
    one.happens(opened(far));
    one.happens({ on: "line.confirmed", leg: far });
    one.happens({ on: "line.answered", leg: near, callRef: "r" });
    one.wait();
    one.wait();
    if (deaf === "out") one.happens(digit(near, one.last("media.digits")!.digits));
    else one.wait();
    one.happens(over(near));
    one.happens(over(far));
    expect(one.reports[0]?.findings.at(-1)).toMatchObject(finding);
  });

  test("a call that ends before it rings says why", () => {
    const one = ward();
    calls(one);
    one.happens({ on: "line.ended", leg: near, why: "line-failed", by: "box" });
    expect(one.reports[0]?.findings.at(-1)?.words.en).toContain("line failed");
  });

  test.each([
    ["somebody else on the partner", rings("13800138000")],
    ["who withholds his number", rings("", "sim2", true)],
    ["somebody on the line itself", rings("13800138000", "sim1")],
  ])("a caller has the line: %s", (_who, event) => {
    const one = ward();
    calls(one);
    expect(one.happens(event)).toBe("needed");
    expect(one.reports[0]).toMatchObject({ state: "broken-off", why: "call" });
    expect(one.last("line.hangup")?.leg).toBe(near);
    expect(one.state.exam).toBeUndefined();
  });

  test("so has a call out that takes one of the two; any other doesn't matter", () => {
    const one = ward();
    calls(one);
    const dial = (line: string, leg: LegId) =>
      ({
        do: "line.dial",
        leg,
        to: { kind: "line", line: line as LineId, number: "1" },
        from: { number: "1" },
        local,
        giveUpMs: 1,
      }) as const;
    const own = one.last("line.dial")!;
    expect([own, dial("sim9", far), dial("sim1", far), dial("sim2", far)].map((d) => takesFromDoctor(one.state, d))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("a telephone", () => {
  const begin = (): Ward => {
    const one = ward();
    one.tell(asked({ line: "8001" as LineId, phone: true }));
    one.happens(opened(near));
    expect(one.last("line.dial")?.to).toEqual({ kind: "phone", phone: "8001", number: "8001" });
    return one;
  };
  const lifted: OwnEvent = { on: "line.answered", leg: near, remote: local, callRef: "r" };

  test("rung, lifted, a key pressed, hung up", () => {
    const one = begin();
    one.happens({ on: "line.progressed", leg: near, status: 180, callRef: "r" });
    one.happens(lifted);
    expect(one.state.exam?.report.step).toBe("pressing");
    one.happens(digit(near, "7"));
    expect(one.state.exam?.report.step).toBe("replacing");
    one.happens(over(near));
    expect(one.verdicts()).toEqual({ ring: "good", lift: "good", key: "good", replace: "good" });
    expect(one.reports[0]?.findings.find((f) => f.test === "key")?.values[0]?.value).toBe("7");
  });

  test("each thing that isn't done, or isn't seen, is said", () => {
    const unlifted = begin();
    unlifted.happens({ on: "line.progressed", leg: near, status: 180, callRef: "r" });
    unlifted.wait();
    expect(unlifted.verdicts()).toEqual({ ring: "good", lift: "bad" });
    const silent = begin();
    silent.happens(lifted);
    silent.wait();
    silent.wait();
    expect(silent.verdicts()).toEqual({ ring: "good", lift: "good", key: "bad", replace: "bad" });
    expect(silent.last("line.hangup")?.leg).toBe(near);
    const gone = begin();
    gone.happens({ on: "line.ended", leg: near, why: "unreachable", by: "box" });
    expect(gone.verdicts()).toEqual({ ring: "bad", lift: "not-measured" });
  });

  test("whoever calls it has it", () => {
    const one = begin();
    const to = { kind: "phone", phone: "8001" as PhoneId, number: "8001" } as const;
    expect(takesFromDoctor(one.state, { do: "line.dial", leg: far, to, from: { number: "1" }, local, giveUpMs: 1 })).toBe(true);
    expect(ward(["8001"]).reports).toEqual([]);
    const busy = ward(["8001"]);
    busy.tell(asked({ line: "8001" as LineId, phone: true }));
    expect(busy.reports[0]).toMatchObject({ state: "broken-off", why: "busy" });
  });
});

describe("a far side over SIP", () => {
  test.each([
    [{ optionsAsked: 1, optionsMs: 12, optionsStatus: 200 }, "good"],
    [{ optionsAsked: 1, optionsMs: 900, optionsStatus: 200 }, "weak"],
    [{ optionsAsked: 1 }, "bad"],
    [{}, "not-measured"],
  ])("%o is %s", (values, verdict) => {
    const one = ward();
    one.tell(asked({ line: "trunk" as LineId }));
    one.tell({ on: "doctor.health", line: "trunk" as LineId, values: values as Record<string, number> });
    expect(one.verdicts()).toEqual({ options: verdict });
  });

  test("one that registers says whether it has", () => {
    const one = ward();
    one.tell(asked({ line: "trunk" as LineId }));
    one.tell({ on: "doctor.health", line: "trunk" as LineId, values: { registers: 1, optionsAsked: 1, optionsMs: 12 } });
    expect(one.verdicts()).toEqual({ registration: "good", options: "good" });
  });
});

test("stopped, or after a restart, nothing of it is left up", () => {
  for (const word of ["doctor.stopped", "doctor.restart"] as const) {
    const one = ward();
    calls(one);
    one.happens(rings("13900139001"));
    one.tell((word === "doctor.stopped" ? { on: word, by: "boss" } : { on: word }) as DoctorEvent);
    expect(one.effects.filter((e) => e.do === "line.hangup").map((e) => e.leg)).toEqual([near, far]);
    expect(one.state.exam).toBeUndefined();
    expect(one.state.last?.id).toBe(one.reports[0]?.id);
  }
});
