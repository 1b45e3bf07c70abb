import { describe, expect, it } from "vitest";
import { parseAuthParams } from "../digest/auth-params.ts";
import { makeChallenges, parseChallenge } from "../digest/challenge.ts";
import { parseCSeq } from "../message/cseq.ts";
import { headerValues } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { formatNameAddr, parseNameAddr } from "../message/name-addr.ts";
import { formatParams, parseParams, type SipParam } from "../message/params.ts";
import { parseDraft, parseMessage } from "../message/parse-message.ts";
import { parseRAck, parseRSeq } from "../message/rack.ts";
import { formatReason, parseReason } from "../message/reason.ts";
import { parseReferTo } from "../message/refer-to.ts";
import { parseReplaces } from "../message/replaces.ts";
import { sameUri } from "../message/same-uri.ts";
import { serialize } from "../message/serialize.ts";
import { parseDeltaSeconds, parseSessionExpires } from "../message/session-expires.ts";
import { splitList } from "../message/split-list.ts";
import { StreamFramer } from "../message/stream-framer.ts";
import { formatUri, parseUri, type Uri, unescapeUri } from "../message/uri.ts";
import { formatVia, parseVia } from "../message/via.ts";
import { TransactionLayer } from "../transaction/transaction-layer.ts";
import type { Peer } from "../transaction/types.ts";
import { mutated, sharp } from "./mutated.ts";
import { Random } from "./random.ts";
import { invalidTorture } from "./torture-invalid.ts";
import { semanticTorture } from "./torture-semantic.ts";
import { bytesOf } from "./torture-text.ts";
import { validTorture } from "./torture-valid.ts";

/** One million by hand: LINEBOX_MUTATIONS=1000000. */
const mutations = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);

const seeds = [...validTorture, ...invalidTorture, ...semanticTorture].map(({ bytes }) => bytes);
const readable = seeds.filter((bytes) => parseMessage(bytes).kind !== "fault");
const addressHeaders = ["From", "To", "Contact", "Route", "Record-Route", "Refer-To"];

const meaning = (uri: Uri): unknown => {
  const pairs = (params: readonly SipParam[]) =>
    params.map(({ name, value }) => [unescapeUri(name), value === undefined ? undefined : unescapeUri(value)]);
  if (uri.scheme === "tel") return [uri.number, pairs(uri.params)];
  return [
    uri.scheme,
    unescapeUri(uri.user ?? ""),
    unescapeUri(uri.password ?? ""),
    uri.host,
    uri.port,
    pairs(uri.params),
    pairs(uri.headers),
  ];
};

/** Every value reader over one text. What a reader understood, it must understand again after being written. */
function readAll(text: string): void {
  const address = parseNameAddr(text);
  if (address) expect(parseNameAddr(formatNameAddr(address))?.uri).toBe(address.uri);
  const via = parseVia(text);
  if (via) expect(parseVia(formatVia(via))).toEqual(via);
  const uri = parseUri(address?.uri ?? text);
  if (uri) {
    const again = parseUri(formatUri(uri));
    expect(again && meaning(again)).toEqual(meaning(uri));
    expect(sameUri(uri, uri)).toBe(true);
  }
  const params = parseParams(text);
  if (params) expect(parseParams(formatParams(params))?.length).toBe(params.length);
  const reason = parseReason(text);
  if (reason) expect(parseReason(formatReason(reason))).toEqual(reason);
  for (const read of [
    parseCSeq,
    parseRAck,
    parseRSeq,
    parseReferTo,
    parseReplaces,
    parseSessionExpires,
    parseDeltaSeconds,
    parseAuthParams,
    parseChallenge,
  ])
    read(text);
  splitList(text);
}

function frame(random: Random, bytes: Uint8Array): void {
  const framer = new StreamFramer({ messageBytes: 4_096, headerBytes: 1_024, headerCount: 64 });
  for (let at = 0; at < bytes.length; ) {
    const step = 1 + random.below(200);
    framer.push(bytes.subarray(at, at + step));
    at += step;
  }
  for (let event = framer.poll(); event; event = framer.poll())
    if (event.event === "message") parseMessage(event.bytes, undefined, "stream");
}

describe("mutated messages", () => {
  it("are refused or understood, never thrown at", { timeout: Math.max(120_000, mutations * 3) }, () => {
    const random = new Random(4475);
    let id = 0;
    let now = 0;
    const limits = { total: 300, perSource: 100, client: 300 };
    const layer = new TransactionLayer({ newId: () => `m${++id}`, sentBy: () => ({ host: "192.0.2.1", port: 5060 }), limits });
    const tally = { fault: 0, request: 0, response: 0 };
    for (let i = 0; i < mutations; i++) {
      const bytes = mutated(random, readable, seeds);
      const result = parseMessage(bytes);
      tally[result.kind]++;
      parseDraft(bytes);
      if (i % 8 === 0) frame(random, bytes);
      const from: Peer = {
        transport: random.chance(0.7) ? "udp" : "tcp",
        address: `192.0.2.${random.below(9)}`,
        port: 5060,
        local: "a",
      };
      now += random.below(2_000);
      if (result.kind === "fault") layer.refuse(result, from, now);
      else {
        if (result.kind === "request" && random.chance(0.2)) layer.request(result, from, now);
        layer.receive(result, from, now);
        const values = addressHeaders.flatMap((name) => headerValues(result, name));
        for (const value of [...values, ...headerValues(result, "Via"), random.pick(result.headers).value]) readAll(value);
        expect(parseMessage(serialize(result)).kind).toBe(result.kind);
      }
      if (random.chance(0.5)) layer.timeout(now);
      for (let output = layer.poll(); output; output = layer.poll()) {
        if (output.do === "send") serialize(output.message);
        if (output.do === "request" && random.chance(0.5))
          layer.respond(output.key, makeResponse(output.request, random.pick([180, 200, 404])), now);
      }
    }
    // Both ways of ending were really exercised.
    expect(tally.fault).toBeGreaterThan(mutations / 10);
    expect(tally.request).toBeGreaterThan(mutations / 10);
    expect(layer.size.server).toBeLessThanOrEqual(limits.total);
    // Everything ends: unanswered requests after Timer F's time, unanswered INVITEs by the guard against forgetful users.
    for (let rounds = 0; rounds < 50; rounds++) {
      now += 400_000;
      layer.timeout(now);
    }
    expect(layer.size).toEqual({ client: 0, server: 0 });
    expect(layer.wakeAt()).toBeUndefined();
  });

  // Work that grows with the square of the length would take minutes here and run into the test's time limit.
  it("are read in linear time, whatever is repeated in them", () => {
    const pieces = [
      ...sharp,
      "a",
      ";a",
      ';a="',
      "<sip:",
      '"\\',
      "%41",
      ";a=b",
      ",a",
      "a:",
      "[",
      "SIP/2.0/UDP ",
      "a@",
      "\r\n ",
      "\r\na:b",
      ' "',
      "&a=b",
      "a=b,",
      'a="b",',
      "1",
    ];
    for (const piece of pieces) {
      const long = piece.repeat(Math.ceil(100_000 / piece.length));
      for (const start of ["", "sip:", "sip:a@b", '"', "<sip:a@b", "<sip:a@b>", "SIP/2.0/UDP a", "Digest ", "Digest a=", "1 "])
        readAll(start + long);
      const limits = { messageBytes: 400_000, headerBytes: 400_000, headerCount: 1_000_000 };
      for (const start of [
        "",
        "INVITE ",
        "INVITE sip:a SIP/2.0\r\n",
        "INVITE sip:a SIP/2.0\r\nVia: ",
        "SIP/2.0 200 OK\r\nTo: ",
      ]) {
        parseMessage(bytesOf(start + long), limits);
        const framer = new StreamFramer(limits);
        for (let at = 0; at < long.length; at += 1_000)
          framer.push(bytesOf((at === 0 ? start : "") + long.slice(at, at + 1_000)));
      }
    }
    expect(makeChallenges({ realm: '"'.repeat(10), nonce: "n" })).toHaveLength(2);
  });
});
