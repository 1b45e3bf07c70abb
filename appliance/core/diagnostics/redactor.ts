import { leastDigits, Pseudonyms } from "./pseudonyms.ts";
import { blank, namesSecret, withoutSecretWords } from "./secret-words.ts";

/** What is known of this box and must not leave it. Secrets never do; numbers and names only where they may. */
export type RedactionRules = {
  /** Values: passwords, PINs, tokens, keys as they are stored. */
  secrets: readonly string[];
  /** Names of people. */
  people: readonly string[];
  /** Whether numbers, and names, are replaced. */
  numbers: boolean;
  names: boolean;
};

/** A digit more or a letter beside it, and it is something else: an id, a moment, part of an address. */
const phoneNumber = new RegExp(`(?<![A-Za-z0-9_.:+-])\\+?\\d{${leastDigits},20}(?![A-Za-z0-9_]|\\.\\d|:\\d|-\\d)`, "g");
/** Written with gaps, as people do: 010-6552 1234, +86 138 0013 8000. */
const spacedNumber = /(?<![A-Za-z0-9_.:+-])\+?\d{2,4}(?:[ -]\d{3,4}){2,3}(?![A-Za-z0-9_-]|\.\d|:\d)/g;
const mailAddress = /[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/g;
/** Fields whose texts are numbers of people, however short, and what callers keyed in. */
const numberField = /^(?:caller|called|callerId|from|to|number|ownNumber|remote|dialled|dialed|digits?|msisdn|imsi|iccid)$/;
const keyedField = /^(?:digit|digits|keyed|entered)$/;
/** What somebody said or wrote. */
const wordsField = /^(?:body|transcript|note|comment|ussd|balanceText|hex)$/;
/** Secrets shorter than that would blank half of a log; their fields are blanked by name. */
const leastSecret = 4;
const deepest = 60;

/** Takes out of texts and documents what must not leave the box. One for a whole bundle, so that a number is called the same everywhere. */
export class Redactor {
  readonly #rules: RedactionRules;
  readonly #names = new Pseudonyms();
  readonly #secrets: readonly string[];
  readonly #people: readonly string[];

  constructor(rules: RedactionRules) {
    this.#rules = rules;
    const byLength = (a: string, b: string): number => b.length - a.length;
    this.#secrets = [...new Set(rules.secrets.flatMap(written))].filter((s) => s.length >= leastSecret).sort(byLength);
    this.#people = rules.names ? [...new Set(rules.people)].filter((name) => [...name].length >= 2).sort(byLength) : [];
  }

  /** Running text: logs, sentences. */
  text(text: string): string {
    let rest = withoutSecretWords(this.#withoutSecrets(text));
    for (const name of this.#people) if (rest.includes(name)) rest = rest.replaceAll(name, this.#names.person(name));
    if (this.#rules.names) rest = rest.replace(mailAddress, (found) => this.#mail(found));
    return this.#rules.numbers ? this.#withoutNumbers(rest) : rest;
  }

  /** Any JSON document, deep. Figures stay: moments and counts are figures, numbers of people are texts. */
  document(value: unknown, field = "", depth = 0): unknown {
    if (depth > deepest) return "[…]";
    if (value === null || typeof value === "boolean") return value;
    if (namesSecret(field) && (typeof value === "string" || typeof value === "number")) return blank;
    if (typeof value === "number") return value;
    if (typeof value === "string") return this.#field(value, field);
    if (Array.isArray(value)) return value.map((one) => this.document(one, field, depth + 1));
    if (typeof value !== "object") return undefined;
    const within = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(within.map(([key, one]) => [this.text(key), this.document(one, key, depth + 1)]));
  }

  /** A line of a log or a trace: a JSON document, or text. */
  line(line: string): string {
    if (!line.startsWith("{")) return this.text(line);
    try {
      return JSON.stringify(this.document(JSON.parse(line)));
    } catch {
      return this.text(line);
    }
  }

  /** A message of a capture, a character per byte. It keeps its length, so that lengths said in it stay right. */
  packet(bytes: string): string {
    let rest = this.#secrets.reduce((text, secret) => text.replaceAll(latin(secret), "x".repeat(latin(secret).length)), bytes);
    for (const name of this.#people) {
      const found = latin(name);
      if (rest.includes(found)) rest = rest.replaceAll(found, this.#names.person(name, found.length));
    }
    if (!this.#rules.numbers) return rest;
    // In an address of SIP the number stands between ":" and "@" (RFC 3261 19.1.1), or behind "tel:" (RFC 3966).
    return rest
      .replace(
        /(\b(?:sips?|tel):)(\+?\d{7,20})(?=[@;>\s?])/gi,
        (_, head: string, number: string) => head + this.#names.number(number),
      )
      .replace(phoneNumber, (number) => this.#names.number(number));
  }

  #field(text: string, field: string): string {
    if (this.#rules.numbers && keyedField.test(field)) return "•".repeat(Math.min(text.length, 40));
    if (this.#rules.names && wordsField.test(field) && text !== "") return `[${[...text].length} characters]`;
    if (this.#rules.numbers && numberField.test(field) && /^\+?\d{7,}$/.test(text)) return this.#names.number(text);
    return this.text(text);
  }

  #withoutSecrets(text: string): string {
    return this.#secrets.reduce((rest, secret) => {
      if (!rest.includes(secret)) return rest;
      // A PIN of four digits is one only where it stands alone.
      return /^\d+$/.test(secret)
        ? rest.replace(new RegExp(`(?<!\\d)${secret}(?!\\d)`, "g"), blank)
        : rest.replaceAll(secret, blank);
    }, text);
  }

  #withoutNumbers(text: string): string {
    return text
      .replace(
        /(\b(?:sips?|tel):)(\+?\d{7,20})(?=[@;>\s?"]|$)/gi,
        (_, head: string, number: string) => head + this.#names.number(number),
      )
      .replace(phoneNumber, (number) => this.#names.number(number))
      .replace(spacedNumber, (number) => this.#names.number(number.replace(/[ -]/g, "")));
  }

  #mail(address: string): string {
    const at = address.indexOf("@");
    // The user of a SIP address is a number or a phone of the house: handled as such.
    return /^\+?\d+$/.test(address.slice(0, at)) ? address : `${this.#names.person(address)}@${address.slice(at + 1)}`;
  }
}

/** As it may stand in JSON, and in an address. */
const written = (secret: string): string[] => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponentSafe(secret)];

function encodeURIComponentSafe(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** UTF-8, a character per byte. */
function latin(text: string): string {
  return encodeURIComponentSafe(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
