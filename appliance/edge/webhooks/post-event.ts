import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { PublicEvent, WebhookSettings } from "../../contract/public-event.ts";
import type { Trouble } from "../../contract/trouble.ts";
import { troubleOf } from "../../runtime/trouble-of.ts";
import { isOwnAddress, lookupOutside, OwnAddress } from "./address-rule.ts";

const patienceMs = 10_000;
const keptAnswer = 300;

/** `text` as it came; `trouble`, unless it was delivered, for people. */
export type Posted = { delivered: boolean; status?: number; text: string; trouble?: Trouble };

/** `t=<seconds>,v1=<hex of HMAC-SHA256 over "<t>.<body>">` */
const signatureOf = (secret: string, atSec: number, body: string): string =>
  `t=${atSec},v1=${createHmac("sha256", secret).update(`${atSec}.${body}`).digest("hex")}`;

const postTrouble = (error: Error, host: string): Trouble =>
  error instanceof OwnAddress ? { code: "own-address", n: host } : troubleOf(error);

/** One POST of one event; never rejects. */
export function postEvent(
  { url, allowLocal = false }: Pick<WebhookSettings, "url" | "allowLocal">,
  event: PublicEvent,
  secret: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<Posted> {
  const body = JSON.stringify(event);
  const target = URL.parse(url);
  // The settings refuse what can't be read; a document of an older version may still hold it.
  if (!target) return Promise.resolve({ delivered: false, text: `${url} is no address`, trouble: { code: "no-address" } });
  // A literal address is never looked up.
  const literal = target.hostname.replace(/^\[|\]$/g, "");
  if (!allowLocal && isIP(literal) && isOwnAddress(literal))
    return Promise.resolve({
      delivered: false,
      text: `${literal} is this box itself or a link-local address`,
      trouble: { code: "own-address", n: literal },
    });
  return new Promise((resolve) => {
    const failed = (error: Error): void =>
      resolve({ delivered: false, text: error.message.slice(0, keptAnswer), trouble: postTrouble(error, target.hostname) });
    const request = (target.protocol === "https:" ? httpsRequest : httpRequest)(
      target,
      {
        method: "POST",
        ...(allowLocal ? {} : { lookup: lookupOutside }),
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Linebox",
          "linebox-event": event.id,
          "linebox-signature": signatureOf(secret, Math.floor(nowMs / 1000), body),
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part.slice(0, keptAnswer - text.length);
          // The rest is of no interest.
          if (text.length >= keptAnswer) response.destroy();
        });
        response.on("error", () => undefined);
        response.on("close", () => {
          const status = response.statusCode ?? 0;
          const delivered = status >= 200 && status < 300;
          resolve({ delivered, status, text, ...(delivered ? {} : { trouble: { code: "answered", n: status } }) });
        });
      },
    );
    request.on("error", failed);
    request.end(body);
  });
}
