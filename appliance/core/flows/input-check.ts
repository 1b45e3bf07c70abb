import type { InputCheck } from "../../contract/flow.ts";
import type { Sentence } from "../../contract/records.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { dateText, readDate } from "../calendar/civil-date.ts";
import { localParts } from "../calendar/local-parts.ts";
import { parsePattern, patternFits } from "./digit-pattern.ts";

type Rules = { minLength: number; maxLength: number; check?: InputCheck };

/** Luhn: every second digit from the right doubled, the sum of all digits a multiple of ten (ISO/IEC 7812-1 annex B). */
function luhnFits(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((digit, i) => {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return digits.length > 1 && sum % 10 === 0;
}

function dateFits(typed: string, form: "yyyymmdd" | "yymmdd" | "mmdd", now: { nowMs: number; timeZone: string }): boolean {
  const length = { yyyymmdd: 8, yymmdd: 6, mmdd: 4 }[form];
  if (typed.length !== length) return false;
  const tail = `-${typed.slice(-4, -2)}-${typed.slice(-2)}`;
  if (form === "yyyymmdd") return readDate(typed.slice(0, 4) + tail) !== undefined;
  // Two digits mean this century; without a year the leap day counts.
  const century = dateText(localParts(now.timeZone, now.nowMs)).slice(0, 2);
  return readDate((form === "mmdd" ? "2000" : century + typed.slice(0, 2)) + tail) !== undefined;
}

/** Why a typed value can't be taken; undefined when it can. */
export function inputProblem(typed: string, rules: Rules, now: { nowMs: number; timeZone: string }): Sentence | undefined {
  if (typed.length < rules.minLength) return { zh: `少于 ${rules.minLength} 位`, en: `fewer than ${rules.minLength} digits` };
  if (typed.length > rules.maxLength) return { zh: `多于 ${rules.maxLength} 位`, en: `more than ${rules.maxLength} digits` };
  if (!/^\d*$/.test(typed)) return { zh: "不全是数字", en: "not only digits" };
  const { check } = rules;
  if (!check) return undefined;
  switch (check.kind) {
    case "digits":
      return undefined;
    case "luhn":
      return luhnFits(typed) ? undefined : { zh: "校验位不对", en: "the check digit is wrong" };
    case "range": {
      const n = Number(typed);
      return check.min <= n && n <= check.max
        ? undefined
        : { zh: `不在 ${check.min} 到 ${check.max} 之间`, en: `not between ${check.min} and ${check.max}` };
    }
    case "date":
      return dateFits(typed, check.form, now) ? undefined : { zh: "没有这个日期", en: "there is no such date" };
    case "pattern": {
      const pattern = parsePattern(check.pattern);
      return pattern.ok && patternFits(pattern.pattern, typed) ? undefined : { zh: "格式不对", en: "not of the expected form" };
    }
    default:
      return exhaustive(check);
  }
}
