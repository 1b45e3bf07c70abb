import { septetsOf } from "../../contract/text-alphabet.ts";
import type { GatewayQuestion } from "./gateway-question.ts";
import { wallDigits } from "./wall-digits.ts";

/** The gateway takes no more in one text: letters of seven bits, or UTF-16 units. */
const longest = { "0": 600, "8": 300 } as const;
type Encoding = keyof typeof longest;

/** What it calls "bit7" is safe for what is the same in ASCII and in the default alphabet; the rest goes as UCS-2. */
const encodingOf = (text: string): Encoding =>
  [...text].every((sign) => sign <= "\x7f" && septetsOf(sign)?.length === 1) ? "0" : "8";

export const isTooLongForSynway = (text: string): boolean => text.length > longest[encodingOf(text)];

/** API 1.8: all by POST, all values as strings. `port` counts from 1. */
export const synway = {
  send: (ask: { port: number; to: string; text: string }): GatewayQuestion =>
    post("TaskHandle", {
      event: "txsms",
      userid: "0",
      num: ask.to,
      port: String(ask.port),
      encoding: encodingOf(ask.text),
      smsinfo: ask.text,
    }),
  /** Texts that came from one second to another, both with, by the gateway's clock. */
  inbox: (ask: { port: number; fromWallMs: number; toWallMs: number }): GatewayQuestion =>
    post("QueryInfo", {
      event: "queryrxsms",
      begintime: wallDigits(ask.fromWallMs),
      endtime: wallDigits(ask.toWallMs),
      port: String(ask.port),
    }),
  ports: (): GatewayQuestion => post("QueryInfo", { event: "getportconnectstate" }),
} as const;

const post = (name: string, body: object): GatewayQuestion => ({
  method: "POST",
  path: `/API/${name}`,
  body: JSON.stringify(body),
});
