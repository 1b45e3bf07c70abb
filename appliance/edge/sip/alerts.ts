import type { RingKind } from "../../contract/line.ts";
import type { AlertDialect } from "../../contract/phone-alert.ts";
import type { SipHeaders } from "./srf.ts";

type Spoken = Exclude<AlertDialect, "auto" | "none">;
type Rings = Partial<Record<RingKind, SipHeaders>>;

/** RFC 3261 20.4 wants an address; this one tells a phone that the sound is its own. */
const own = "<http://127.0.0.1/>";
const named = (text: string): SipHeaders => ({ "Alert-Info": `${own};info=${text}` });
/** Phones that map texts to rings. The first two texts are known to some without any settings. */
const byText: Rings = {
  normal: named("alert-external"),
  internal: named("alert-internal"),
  priority: named("alert-group"),
  recall: named("alert-recall"),
};
/** Rings by number; the first is the ordinary one, which needs no word. */
const byCadence = (name: string): Rings => ({
  internal: named(`${name}2`),
  priority: named(`${name}3`),
  recall: named(`${name}4`),
});
/** Analogue adapters look for the name of a ring anywhere in the header. */
const analogue = (name: string): SipHeaders => ({ "Alert-Info": `<http://127.0.0.1/${name}>;info=${name}` });

/** "The phone takes it by itself", in the two older habits. */
const callInfo = { "Call-Info": "<sip:linebox>;answer-after=0" };
const alertInfo = { "Alert-Info": `${own};info=alert-autoanswer` };

const spoken: Record<Spoken, Rings> = {
  // RFC 7462. What is said to a phone nobody knows is said in every way: RFC 5373 and the two older ones.
  standard: {
    internal: { "Alert-Info": "<urn:alert:source:internal>" },
    priority: { "Alert-Info": "<urn:alert:priority:high>" },
    recall: { "Alert-Info": "<urn:alert:service:recall:transfer>" },
    "auto-answer": {
      "Alert-Info": "<urn:alert:source:internal>;info=alert-autoanswer;delay=0",
      ...callInfo,
      "Answer-Mode": "Auto",
    },
  },
  yealink: { ...byCadence("Bellcore-dr"), "auto-answer": { ...alertInfo, ...callInfo } },
  fanvil: { ...byCadence("Bellcore-dr"), "auto-answer": { ...alertInfo, ...callInfo } },
  grandstream: { ...byText, "auto-answer": { ...alertInfo, ...callInfo } },
  snom: { ...byText, "auto-answer": { ...alertInfo, ...callInfo } },
  "cisco-spa": {
    internal: analogue("Bellcore-r2"),
    priority: analogue("Bellcore-r3"),
    recall: analogue("Bellcore-r4"),
    "auto-answer": callInfo,
  },
};

/** By the User-Agent of its REGISTER (RFC 3261 20.41): the maker stands first. */
const makers: [RegExp, Spoken][] = [
  [/^yealink\b/i, "yealink"],
  [/^grandstream\b/i, "grandstream"],
  [/^fanvil\b/i, "fanvil"],
  [/^snom/i, "snom"],
  [/^(cisco|linksys)[/ -]?(spa|wip)|^sipura\b/i, "cisco-spa"],
];

const dialectOf = (userAgent: string): Spoken => makers.find(([name]) => name.test(userAgent))?.[1] ?? "standard";

/** What the INVITE to one phone says of how it shall ring. "none" says nothing of rings; a phone that is to answer by itself is always told. */
export function alertHeaders(ring: RingKind, dialect: AlertDialect, userAgent: string): SipHeaders {
  if (dialect === "none") return ring === "auto-answer" ? (spoken.standard[ring] ?? {}) : {};
  return spoken[dialect === "auto" ? dialectOf(userAgent) : dialect][ring] ?? {};
}
