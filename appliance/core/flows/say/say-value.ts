import type { SayFormat } from "../../../contract/flow.ts";
import type { Language } from "../../../contract/words.ts";
import { exhaustive } from "../../../kit/exhaustive.ts";
import type { Currency } from "./currency.ts";
import * as en from "./en.ts";
import { readDateParts, readSeconds, readTimeParts } from "./moment.ts";
import * as zh from "./zh.ts";

/** Where the caller is: for instants and amounts. */
export type SayPlace = { timeZone: string; currency?: Currency };

/** Words for a value; undefined when the value isn't of that kind ("abc" as money). Up to 64 signs of digits, 15 whole digits of a number. */
export function sayValue(as: SayFormat, value: string, language: Language, place: SayPlace): string | undefined {
  const chinese = language === "zh";
  switch (as) {
    case "text":
      return value;
    case "digits":
      return (chinese ? zh.zhDigits(value) : en.enDigits(value)) || undefined;
    case "phone":
      return (chinese ? zh.zhPhone(value) : en.enPhone(value)) || undefined;
    case "number":
      return chinese ? zh.zhNumber(value) : en.enNumber(value);
    case "count":
      return chinese ? zh.zhCount(value) : en.enNumber(value);
    case "ordinal":
      return chinese ? zh.zhOrdinal(value) : en.enOrdinal(value);
    case "position":
      return chinese ? zh.zhPosition(value) : en.enPosition(value);
    case "money":
      return chinese ? zh.zhMoney(value, place.currency) : en.enMoney(value, place.currency);
    case "moneyExact":
      return chinese ? zh.zhMoney(value, place.currency, true) : en.enMoney(value, place.currency);
    case "percent":
      return chinese ? zh.zhPercent(value) : en.enPercent(value);
    case "date": {
      const date = readDateParts(value, place.timeZone);
      return date && (chinese ? zh.zhDate(date) : en.enDate(date));
    }
    case "time": {
      const time = readTimeParts(value, place.timeZone);
      return time && (chinese ? zh.zhTime(time) : en.enTime(time));
    }
    case "duration": {
      const seconds = readSeconds(value);
      return seconds === undefined ? undefined : chinese ? zh.zhDuration(seconds) : en.enDuration(seconds);
    }
    default:
      return exhaustive(as);
  }
}
