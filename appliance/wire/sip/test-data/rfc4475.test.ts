import { describe, expect, it } from "vitest";
import { headerValues } from "../message/headers.ts";
import { parseNameAddr, tagOf } from "../message/name-addr.ts";
import { paramValue } from "../message/params.ts";
import { parseMessage } from "../message/parse-message.ts";
import { parseReferTo } from "../message/refer-to.ts";
import { serialize } from "../message/serialize.ts";
import type { SipMessage, SipParseFault } from "../message/types.ts";
import { parseUri, unescapeUri } from "../message/uri.ts";
import { TransactionLayer } from "../transaction/transaction-layer.ts";
import type { Peer, TransactionOutput } from "../transaction/types.ts";
import { invalidTorture } from "./torture-invalid.ts";
import type { TortureMessage } from "./torture-message.ts";
import { semanticTorture } from "./torture-semantic.ts";
import { validTorture } from "./torture-valid.ts";

const all = [...validTorture, ...invalidTorture, ...semanticTorture];
const from: Peer = { transport: "udp", address: "198.51.100.7", port: 5071, local: "a" };

function layer(): TransactionLayer {
  let id = 0;
  return new TransactionLayer({ newId: () => `id${++id}`, sentBy: () => ({ host: "192.0.2.200", port: 5060 }) });
}

function drain(transactions: TransactionLayer): TransactionOutput[] {
  const out: TransactionOutput[] = [];
  for (let next = transactions.poll(); next; next = transactions.poll()) out.push(next);
  return out;
}

/** What reaches the wire and the user above when the message comes in from the network. */
function arrive(message: TortureMessage): { result: SipMessage | SipParseFault; outputs: TransactionOutput[] } {
  const transactions = layer();
  const result = parseMessage(message.bytes);
  if (result.kind === "fault") transactions.refuse(result, from, 0);
  else transactions.receive(result, from, 0);
  return { result, outputs: drain(transactions) };
}

const named = (name: string): TortureMessage => all.find((message) => message.name === name)!;
const parsed = (name: string): SipMessage => {
  const message = parseMessage(named(name).bytes);
  if (message.kind === "fault") throw new Error(message.why);
  return message;
};
const header = (name: string, field: string): string => headerValues(parsed(name), field)[0]!;

describe("RFC 4475", () => {
  it("has every message of the RFC", () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(49);
  });

  for (const message of all) {
    it(`${message.section} ${message.name}`, () => {
      const { result, outputs } = arrive(message);
      const answers = outputs.flatMap((output) =>
        output.do === "send" && output.message.kind === "response" ? [output.message.status] : [],
      );
      if ("silent" in message.expect) {
        expect(result.kind).toBe("fault");
        expect(outputs).toEqual([]);
      } else if ("answer" in message.expect) {
        expect(result).toMatchObject({ kind: "fault", answer: message.expect.answer });
        expect(answers).toEqual([message.expect.answer]);
      } else {
        checkParsed(result, message.expect.parsed);
        // A new request reaches the user above, the INVITE's caller hears 100 first; stray responses reach nobody.
        if (result.kind === "request") {
          expect(answers).toEqual(result.method === "INVITE" ? [100] : []);
          expect(outputs.at(-1)).toMatchObject({ do: "request" });
        } else expect(outputs).toEqual([]);
      }
    });
  }

  function checkParsed(
    result: SipMessage | SipParseFault,
    wanted: Extract<TortureMessage["expect"], { parsed: unknown }>["parsed"],
  ): void {
    if (result.kind === "fault") throw new Error(`refused: ${result.why}`);
    const { headers = {}, bodyBytes, ...line } = wanted;
    expect(result).toMatchObject(line);
    for (const [name, values] of Object.entries(headers)) expect(headerValues(result, name), name).toEqual(values);
    if (bodyBytes !== undefined) expect(result.body.length).toBe(bodyBytes);
    // What goes out again means the same.
    const again = parseMessage(serialize(result));
    if (again.kind === "fault") throw new Error(`not readable again: ${again.why}`);
    const others = ({ headers: list }: SipMessage) => list.filter(({ name }) => name.toLowerCase() !== "content-length");
    expect(others(again)).toEqual(others(result));
    expect(again.body).toEqual(result.body);
  }

  it("understands the parts of the valid ones", () => {
    expect(parseNameAddr(header("wsinv", "From"))).toMatchObject({ display: 'J Rosenberg \\"', uri: "sip:jdrosen@example.com" });
    expect(tagOf(header("wsinv", "To"))).toBe("1918181833n");
    expect(paramValue(parseNameAddr(header("wsinv", "Contact"))!.params, "q")).toBe("0.33");
    expect(parseNameAddr(header("intmeth", "To"))!.display).toBe("BEL:\x07 NUL:\x00 DEL:\x7f");
    expect(tagOf(header("intmeth", "From"))).toBe("_token~1'+`*%!-.");
    expect(parseUri("sip:sips%3Auser%40example.com@example.net")).toMatchObject({
      user: "sips%3Auser%40example.com",
      host: "example.net",
    });
    expect(unescapeUri("I%20have%20spaces")).toBe("I have spaces");
    const contact = parseUri(parseNameAddr(header("esc01", "Contact"))!.uri)!;
    expect(contact.params.map(({ name, value }) => [unescapeUri(name), value && unescapeUri(value)])).toEqual([
      ["lr", undefined],
      ["name", "value%41"],
    ]);
    expect(unescapeUri("null-%00-null")).toBe("null-\x00-null");
    expect(parseUri("sip:user;par=u%40example.net@example.com")).toMatchObject({ user: "user;par=u%40example.net", params: [] });
    // RFC 4475 3.3.12, 3.3.13: without brackets the parameter is the header's, with them the URI's
    expect(parseNameAddr(header("cparam01", "Contact"))).toMatchObject({
      uri: "sip:+19725552222@gw1.example.net",
      params: [{ name: "unknownparam" }],
    });
    expect(parseNameAddr(header("cparam02", "Contact"))).toMatchObject({
      uri: "sip:+19725552222@gw1.example.net;unknownparam",
      params: [],
    });
    expect(parseUri(parseNameAddr(header("regescrt", "Contact"))!.uri)).toMatchObject({
      headers: [{ name: "Route", value: "%3Csip:sip.example.com%3E" }],
    });
    expect(parseReferTo(header("unksm2", "Contact"))).toBeUndefined();
  });

  it("treats a bare cookie as no branch at all: two such requests are two transactions", () => {
    const transactions = layer();
    const first = parsed("badbranch");
    const second = {
      ...first,
      headers: first.headers.map((one) => (one.name === "Call-ID" ? { ...one, value: "another" } : one)),
    };
    transactions.receive(first, from, 0);
    transactions.receive(second, from, 0);
    transactions.receive(first, from, 0);
    expect(drain(transactions).filter((output) => output.do === "request")).toHaveLength(2);
  });

  it("copies what it can into the answer to a half-read request", () => {
    const { outputs } = arrive(named("multi01"));
    const [answer] = outputs;
    if (answer?.do !== "send") throw new Error("no answer");
    expect(headerValues(answer.message, "Via")[0]).toContain("received=198.51.100.7");
    expect(tagOf(headerValues(answer.message, "To")[0]!)).toBeDefined();
  });
});
