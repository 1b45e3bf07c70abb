import { expect, test } from "vitest";
import { mutant, randomness } from "../../../test/sim/mutant.ts";
import { encodeUtf8 } from "../../kit/utf8.ts";
import { readSynwayInbox, readSynwayPorts, readSynwayTaken, wallMsOf } from "./synway-answers.ts";

/** One million by hand: LINEBOX_MUTATIONS=1000000. */
const mutations = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);
const timeout = Math.max(60_000, mutations * 5);

/** What a gateway says, as it says it. */
const said = [
  { result: "ok", content: "taskid:17" },
  { result: "error", content: "no available port" },
  {
    result: "ok",
    content:
      "total:3;20261122091230:2(-1)(-1):10086:余额 3.20 元 😀|E;20261122091231:2(C)(-1):+8613900139000:ok: 1; 2|E;20261122091232:3(-1)(-1):10010:not ours|E",
  },
  { result: "ok", content: "total:1;2026-11-22 09:12:30:2(C) (-1):10086:one|E;" },
  { result: "ok", content: "total:8;ConnectState:1,1,5,3,0,0,2,4" },
].map((one) => encodeUtf8(JSON.stringify(one)));

test(`${mutations} mutated answers: nothing throws, and nothing is believed that isn't there`, { timeout }, () => {
  const random = randomness(mutations);
  let believed = 0;
  for (let n = 0; n < mutations; n++) {
    const body = mutant(said[random(said.length)]!, random);
    const words = new TextDecoder().decode(body);
    const must = (so: boolean): void => {
      if (!so) throw new Error(`what can't be was believed: ${words}`);
    };
    const taken = readSynwayTaken(body);
    if (taken?.ok) must(/taskid:\d/i.test(words));
    else if (taken) must(taken.why.length < 100);
    const inbox = readSynwayInbox(body, 2);
    if ("items" in inbox) {
      believed += inbox.items.length;
      // As many as it says itself, or none.
      must(inbox.items.length <= Number(/total:(\d+)/.exec(words)?.[1]));
      for (const one of inbox.items) {
        must(Number.isInteger(one.index) && one.index >= 0);
        if ("unreadable" in one) must(/^[0-9a-f]{2,1000}$/.test(one.unreadable));
        else {
          must(one.from !== "" && one.from.length <= 40 && wallMsOf(one.index) === one.wallMs);
          must(![one.from, one.text].some((field) => field.includes("\ufffd") || !field.isWellFormed()));
          if (!words.includes("\\")) must(words.includes(`:${one.from}:${one.text}`));
        }
      }
    }
    for (const one of readSynwayPorts(body)?.items ?? []) must(one.port >= 1 && one.port <= 128);
  }
  expect(believed).toBeGreaterThan(mutations / 100);
});
