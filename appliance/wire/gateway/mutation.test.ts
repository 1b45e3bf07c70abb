import { expect, test } from "vitest";
import { mutant, randomness } from "../../../test/sim/mutant.ts";
import { encodeUtf8 } from "../../kit/utf8.ts";
import { readInbox, readPorts, readReports, readResults, readTaken } from "./dinstar-answers.ts";
import type { GatewayText } from "./gateway-text.ts";
import { userIdOf } from "./text-print.ts";

/** One million by hand: LINEBOX_MUTATIONS=1000000. */
const mutations = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);
const timeout = Math.max(60_000, mutations * 5);
const sn = "dbd2-0325-0044-0088";
const userId = userIdOf("t1:1:1");
const text = { userId, port: 3, to: "+8613800138000" };
const time = "2026-11-22 09:12:30";

/** What a gateway says, as it says it. */
const said = [
  { error_code: 202, sn, sms_in_queue: 1, task_id: 25 },
  {
    error_code: 200,
    sn,
    result: [
      {
        port: 2,
        number: "13800138000",
        user_id: userId,
        time,
        status: "SENT_OK",
        count: 1,
        succ_count: 1,
        ref_id: 212,
        imsi: "46",
      },
      { port: 4, number: "10086", user_id: 7, time, status: "FAILED", count: 2, succ_count: 0, ref_id: 3, imsi: "46" },
    ],
  },
  { error_code: 200, sn, result: [{ port: 2, number: "+8613800138000", time, ref_id: 212, status_code: 0, imsi: "46" }] },
  {
    error_code: 200,
    sn,
    sms: [
      { incoming_sms_id: 11, port: 2, number: "10086", smsc: "+8613800100500", timestamp: time, text: "余额 3.20 元 😀" },
      { incoming_sms_id: 12, port: 2, number: "+8613900139000", smsc: "", timestamp: time, text: "ok\nthanks" },
      { incoming_sms_id: 13, port: 5, number: "10010", smsc: "", timestamp: time, text: "not ours" },
    ],
    read: 0,
    unread: 3,
  },
  { error_code: 200, sn, info: [{ port: 2, reg: "REGISTER_OK", signal: 23 }] },
].map((one) => encodeUtf8(JSON.stringify(one)));

test(`${mutations} mutated answers: nothing throws, and nothing is believed that can't be`, { timeout }, () => {
  const random = randomness(mutations);
  let believed = 0;
  for (let n = 0; n < mutations; n++) {
    const body = mutant(said[random(said.length)]!, random);
    const taken = readTaken(body);
    if (taken) mustBe(taken.ok || taken.why.length < 40, body);
    for (const one of readResults(body, [text])?.items ?? []) {
      believed++;
      // Of another text, another port or another number nothing may be believed.
      mustBe(one.userId === userId && says(body, '"user_id"', userId) && saysNumber(body), body);
      mustBe(isMoment(one.wallMs) && one.left <= 255 && (one.reference ?? 0) <= 65_535, body);
    }
    for (const one of readReports(body, text)?.items ?? []) {
      believed++;
      mustBe(saysNumber(body) && isMoment(one.wallMs) && one.status >= 0 && one.status <= 255, body);
      mustBe((one.outcome === "delivered") === one.status < 32 && one.reference >= 0, body);
    }
    const inbox = readInbox(body, 3);
    if (inbox) {
      believed += inbox.items.length;
      inbox.items.forEach((one, i) => {
        mustBe(i === 0 || inbox.items[i - 1]!.index < one.index, body);
        checkText(one, body);
      });
    }
    for (const one of readPorts(body)?.items ?? [])
      mustBe(one.port >= 1 && one.port <= 128 && (one.signalDbm ?? -51) <= -51 && (one.signalDbm ?? -51) >= -113, body);
  }
  expect(believed).toBeGreaterThan(mutations / 100);
});

const decoder = new TextDecoder("utf-8", { fatal: true });
/** Well-formed or none. */
function plain(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body);
  } catch {
    return undefined;
  }
}
const says = (body: Uint8Array, name: string, value: number): boolean =>
  new RegExp(`${name}\\s*:\\s*${value}\\b`).test(new TextDecoder().decode(body));
const saysNumber = (body: Uint8Array): boolean => /"\+?8613800138000"/.test(new TextDecoder().decode(body));
const isMoment = (wallMs: number): boolean => wallMs >= Date.UTC(2000, 0) && wallMs < Date.UTC(2100, 0) && wallMs % 1000 === 0;

/** A text that is believed stands in the answer as it is, in characters that were whole there. */
function checkText(one: GatewayText, body: Uint8Array): void {
  mustBe(one.index >= 1 && Number.isInteger(one.index), body);
  if ("unreadable" in one) return mustBe(/^[0-9a-f]{2,1000}$/.test(one.unreadable), body);
  const { from, text: words, wallMs } = one;
  mustBe(from.trim() !== "" && from.length <= 40 && isMoment(wallMs), body);
  mustBe(![from, words].some((field) => field.includes("\ufffd") || !field.isWellFormed()), body);
  const whole = plain(body);
  if (whole !== undefined && !whole.includes("\\"))
    mustBe(whole.includes(JSON.stringify(words)) && whole.includes(JSON.stringify(from)), body);
}
function mustBe(so: boolean, body: Uint8Array): void {
  if (!so) throw new Error(`what can't be was believed: ${new TextDecoder().decode(body)}`);
}
