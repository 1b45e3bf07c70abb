/** How a command ended. "timeout": the modem said nothing more in time; "gone": its port was closed meanwhile; "unsent": one of both, before the modem had it (or the text that belongs to it). */
export type AtFailure =
  | { kind: "error" | "no-carrier" | "busy" | "no-answer" | "no-dial-tone" | "timeout" | "gone" | "unsent" }
  | AtErrorCode;
/** TS 27.007 9.2 (equipment and SIM) and TS 27.005 3.2.5 (messages). */
export type AtErrorCode = { kind: "cme" | "cms"; code: number };
type Final = { ok: true } | { ok: false; why: AtFailure };

const words: Readonly<Record<string, Final>> = {
  // V.250 5.7.1
  OK: { ok: true },
  ERROR: { ok: false, why: { kind: "error" } },
  "NO CARRIER": { ok: false, why: { kind: "no-carrier" } },
  BUSY: { ok: false, why: { kind: "busy" } },
  "NO ANSWER": { ok: false, why: { kind: "no-answer" } },
  "NO DIALTONE": { ok: false, why: { kind: "no-dial-tone" } },
  "NO DIAL TONE": { ok: false, why: { kind: "no-dial-tone" } },
  // Huawei's way to say ERROR
  "COMMAND NOT SUPPORT": { ok: false, why: { kind: "error" } },
  "TOO MANY PARAMETERS": { ok: false, why: { kind: "error" } },
};

/** Whether a line ends the command at hand. */
export function finalResult(line: string): Final | undefined {
  if (Object.hasOwn(words, line)) return words[line];
  const coded = /^\+CM([ES]) ERROR: *(\d{1,4})$/.exec(line);
  if (coded) return { ok: false, why: { kind: coded[1] === "E" ? "cme" : "cms", code: Number(coded[2]) } };
  // With +CMEE=2, or firmware that ignores what it was asked for, the reason is in words.
  return /^\+CM[ES] ERROR: /.test(line) ? { ok: false, why: { kind: "error" } } : undefined;
}

/** Lines that end a dialling command but also come by themselves, long after it: a call that ended. */
export const isCallOver = (line: string): boolean =>
  line === "NO CARRIER" || line === "BUSY" || line === "NO ANSWER" || line === "NO DIALTONE" || line === "NO DIAL TONE";
