import type { TextWords } from "../../words/texts.en.ts";

type Words = Pick<TextWords, "whys" | "refused" | "refusedByGateway" | "gatewaySaid">;

/** What a modem, a gateway or the box gave as a reason, in words (`{code}` filled in); codes stay with them, for whoever looks them up. */
export function whyText(why: string, { whys, refused, refusedByGateway, gatewaySaid }: Words): string {
  if (Object.hasOwn(whys, why)) return whys[why as keyof typeof whys];
  const named = (pattern: string, code: string): string => pattern.replace("{code}", code);
  if (why.startsWith("login refused")) return whys["login refused"];
  if (/^cm[se] /.test(why)) return named(refused, why.toUpperCase());
  const gateway = /^gateway:? (.+)$/.exec(why);
  if (gateway) return named(refusedByGateway, gateway[1]!);
  if (/^HTTP \d+$/.test(why)) return named(gatewaySaid, why);
  // A fault of the network, as the operating system names it.
  if (/^E[A-Z_]+$/.test(why)) return `${whys["no answer"]} (${why})`;
  return why;
}
