import { beforeEach, describe, expect, it } from "vitest";
import { cseqOf } from "../message/cseq.ts";
import { headerValue, headerValues } from "../message/headers.ts";
import { makeRequest } from "../message/make-request.ts";
import { makeResponse } from "../message/make-response.ts";
import { tagOf } from "../message/name-addr.ts";
import { paramValue } from "../message/params.ts";
import type { SipHeader, SipRequest, SipResponse } from "../message/types.ts";
import { branchOf, topVia } from "../message/via.ts";
import { TransactionLayer, type TransactionLayerOptions } from "./transaction-layer.ts";
import type { Peer, TransactionOutput } from "./types.ts";

const udp: Peer = { transport: "udp", address: "192.0.2.9", port: 5062, local: "a" };
const tcp: Peer = { transport: "tcp", address: "192.0.2.9", port: 40_000, local: "a", connection: "c1" };

let layer: TransactionLayer;
const build = (options: Partial<TransactionLayerOptions> = {}): void => {
  let id = 0;
  layer = new TransactionLayer({ newId: () => `id${++id}`, sentBy: () => ({ host: "192.0.2.1", port: 5060 }), ...options });
};
beforeEach(() => build());

function drain(): TransactionOutput[] {
  const out: TransactionOutput[] = [];
  for (let next = layer.poll(); next; next = layer.poll()) out.push(next);
  return out;
}
const word = (output: TransactionOutput): string => {
  if (output.do === "send") return output.message.kind === "request" ? output.message.method : String(output.message.status);
  if (output.do === "response") return `got ${output.response.status}`;
  return output.do === "failed" ? `failed ${output.why}` : output.do;
};
const words = (): string[] => drain().map(word);

/** Everything that happens until nothing is left to happen, as "time word"; stops at `until`. */
function run(until = Number.POSITIVE_INFINITY): string[] {
  const out: string[] = [];
  for (let at = layer.wakeAt(); at !== undefined && at <= until; at = layer.wakeAt()) {
    layer.timeout(at);
    out.push(...words().map((one) => `${at} ${one}`));
  }
  return out;
}

function outgoing(method: string, headers: SipHeader[] = []): SipRequest {
  return makeRequest({
    method,
    uri: "sip:b@192.0.2.9",
    headers: [
      { name: "From", value: "<sip:a@192.0.2.1>;tag=f" },
      { name: "To", value: "<sip:b@192.0.2.9>" },
      { name: "Call-ID", value: "c" },
      { name: "CSeq", value: `7 ${method}` },
      ...headers,
    ],
  });
}
/** What the other side answers to the last request that went out. */
function answerTo(sent: TransactionOutput[], status: number, toTag = "t"): SipResponse {
  const output = sent.find((one) => one.do === "send" && one.message.kind === "request");
  if (output?.do !== "send" || output.message.kind !== "request") throw new Error("nothing was sent");
  return makeResponse(output.message, status, undefined, { toTag });
}
function incoming(
  method: string,
  branch: string | undefined,
  change: { callId?: string; to?: string; via?: string; cseq?: number } = {},
): SipRequest {
  const via = change.via ?? `SIP/2.0/UDP 192.0.2.9:5070${branch === undefined ? "" : `;branch=${branch}`}`;
  return makeRequest({
    method,
    uri: "sip:a@192.0.2.1",
    headers: [
      { name: "Via", value: via },
      { name: "From", value: "<sip:b@192.0.2.9>;tag=f" },
      { name: "To", value: change.to ?? "<sip:a@192.0.2.1>" },
      { name: "Call-ID", value: change.callId ?? "c" },
      { name: "CSeq", value: `${change.cseq ?? 3} ${method}` },
    ],
  });
}
const keyOf = (outputs: TransactionOutput[]): string => {
  const request = outputs.find((one) => one.do === "request");
  if (request?.do !== "request") throw new Error("no request came");
  return request.key;
};
const requestOf = (outputs: TransactionOutput[]): SipRequest => {
  const request = outputs.find((one) => one.do === "request");
  if (request?.do !== "request") throw new Error("no request came");
  return request.request;
};

describe("INVITE client transaction", () => {
  it("repeats on UDP by Timer A and gives up by Timer B", () => {
    layer.request(outgoing("INVITE"), udp, 0);
    expect(words()).toEqual(["INVITE"]);
    expect(run()).toEqual([
      "500 INVITE",
      "1500 INVITE",
      "3500 INVITE",
      "7500 INVITE",
      "15500 INVITE",
      "31500 INVITE",
      "32000 failed timeout",
      "32000 ended",
    ]);
    expect(layer.size).toEqual({ client: 0, server: 0 });
  });
  it("does not repeat on a stream", () => {
    layer.request(outgoing("INVITE"), tcp, 0);
    expect(words()).toEqual(["INVITE"]);
    expect(run()).toEqual(["32000 failed timeout", "32000 ended"]);
  });
  it("puts its own Via on top, a new branch each time, and Max-Forwards where none is", () => {
    layer.request(outgoing("INVITE", [{ name: "Via", value: "SIP/2.0/UDP old" }]), udp, 0);
    layer.request(outgoing("INVITE"), tcp, 0);
    const [first, second] = drain().map((one) => (one.do === "send" && one.message.kind === "request" ? one.message : undefined));
    expect(headerValues(first!, "Via")).toEqual(["SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKid1;rport"]);
    expect(headerValue(second!, "Via")).toBe("SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKid2;rport");
    expect(headerValue(first!, "Max-Forwards")).toBe("70");
  });
  it("stops repeating at the first provisional and waits as long as it rings", () => {
    layer.request(outgoing("INVITE"), udp, 0);
    const sent = drain();
    layer.receive(answerTo(sent, 180), udp, 100);
    layer.receive(answerTo(sent, 183), udp, 200);
    expect(words()).toEqual(["got 180", "got 183"]);
    expect(layer.wakeAt()).toBeUndefined();
  });
  it("acknowledges a refusal itself, each time it comes, and tells it once", () => {
    layer.request(outgoing("INVITE", [{ name: "Route", value: "<sip:p;lr>" }]), udp, 0);
    const sent = drain();
    layer.receive(answerTo(sent, 486, "x"), udp, 100);
    const [ack, got] = drain();
    if (ack?.do !== "send" || ack.message.kind !== "request" || got?.do !== "response") throw new Error("no ACK");
    expect(ack.message.method).toBe("ACK");
    expect(headerValue(ack.message, "To")).toBe("<sip:b@192.0.2.9>;tag=x");
    expect(cseqOf(ack.message)).toEqual({ number: 7, method: "ACK" });
    expect(branchOf(topVia(ack.message)!)).toBe("z9hG4bKid1");
    expect(headerValue(ack.message, "Route")).toBe("<sip:p;lr>");
    layer.receive(answerTo(sent, 486, "x"), udp, 600);
    layer.receive(answerTo(sent, 180), udp, 700);
    layer.receive(answerTo(sent, 200), udp, 800);
    expect(words()).toEqual(["ACK"]);
    expect(run()).toEqual(["32100 ended"]);
  });
  it("ends at once after a refusal on a stream", () => {
    layer.request(outgoing("INVITE"), tcp, 0);
    layer.receive(answerTo(drain(), 486), tcp, 100);
    expect(words()).toEqual(["ACK", "got 486", "ended"]);
    expect(layer.wakeAt()).toBeUndefined();
  });
  it("passes every 2xx for 64*T1, forks too, and acknowledges none (RFC 6026)", () => {
    layer.request(outgoing("INVITE"), udp, 0);
    const sent = drain();
    layer.receive(answerTo(sent, 200, "x"), udp, 100);
    layer.receive(answerTo(sent, 200, "x"), udp, 600);
    layer.receive(answerTo(sent, 200, "y"), udp, 700);
    layer.receive(answerTo(sent, 486, "z"), udp, 800);
    expect(words()).toEqual(["got 200", "got 200", "got 200"]);
    expect(run()).toEqual(["32100 ended"]);
    layer.receive(answerTo(sent, 200, "x"), udp, 32_200);
    expect(words()).toEqual([]);
  });
  it("fails when the message can't be delivered", () => {
    const key = layer.request(outgoing("INVITE"), tcp, 0);
    drain();
    layer.transportFailed(key, 10);
    expect(words()).toEqual(["failed transport", "ended"]);
    layer.transportFailed(key, 11);
    expect(words()).toEqual([]);
  });
});

describe("CANCEL that we send", () => {
  it("waits for the first provisional", () => {
    const key = layer.request(outgoing("INVITE"), udp, 0);
    const sent = drain();
    expect(layer.cancel(key, 50, [{ name: "Reason", value: "SIP;cause=200" }])).toBe(true);
    expect(words()).toEqual([]);
    layer.receive(answerTo(sent, 100), udp, 100);
    const [got, cancel] = drain();
    expect(got && word(got)).toBe("got 100");
    if (cancel?.do !== "send" || cancel.message.kind !== "request") throw new Error("no CANCEL");
    expect(cancel.message.method).toBe("CANCEL");
    expect(headerValue(cancel.message, "Via")).toBe("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKid1;rport");
    expect(headerValue(cancel.message, "CSeq")).toBe("7 CANCEL");
    expect(headerValue(cancel.message, "To")).toBe("<sip:b@192.0.2.9>");
    expect(headerValue(cancel.message, "Reason")).toBe("SIP;cause=200");
    layer.receive(makeResponse(cancel.message, 200), udp, 150);
    layer.receive(answerTo(sent, 487), udp, 160);
    expect(words()).toEqual(["ACK", "got 487"]);
    run();
    expect(layer.size.client).toBe(0);
  });
  it("goes out once, however often it is asked for", () => {
    const key = layer.request(outgoing("INVITE"), udp, 0);
    const sent = drain();
    layer.receive(answerTo(sent, 180), udp, 10);
    expect([layer.cancel(key, 20), layer.cancel(key, 30)]).toEqual([true, true]);
    layer.receive(answerTo(sent, 180), udp, 40);
    expect(words()).toEqual(["got 180", "CANCEL", "got 180"]);
  });
  it("gives up 32 s later when the INVITE never ends", () => {
    const key = layer.request(outgoing("INVITE"), tcp, 0);
    layer.receive(answerTo(drain(), 180), tcp, 10);
    layer.cancel(key, 1_000);
    drain();
    expect(run()).toEqual(["33000 failed timeout", "33000 ended"]);
    expect(layer.size.client).toBe(0);
  });
  it("is not sent when a final answer came first", () => {
    const key = layer.request(outgoing("INVITE"), udp, 0);
    const sent = drain();
    layer.cancel(key, 5);
    layer.receive(answerTo(sent, 200), udp, 10);
    expect(words()).toEqual(["got 200"]);
    expect(layer.cancel(key, 20)).toBe(false);
    expect(layer.cancel("c|nothing|INVITE", 20)).toBe(false);
  });
  it("crossing with the 2xx changes nothing: the user hears the 2xx", () => {
    const key = layer.request(outgoing("INVITE"), udp, 0);
    const sent = drain();
    layer.receive(answerTo(sent, 180), udp, 10);
    layer.cancel(key, 20);
    layer.receive(answerTo(sent, 200), udp, 30);
    expect(words()).toEqual(["got 180", "CANCEL", "got 200"]);
    run();
    expect(layer.size.client).toBe(0);
  });
  it("is refused for anything but INVITE", () => {
    expect(layer.cancel(layer.request(outgoing("OPTIONS"), udp, 0), 1)).toBe(false);
  });
});

describe("other client transactions", () => {
  it("repeat by Timer E up to T2 and give up by Timer F", () => {
    layer.request(outgoing("OPTIONS"), udp, 0);
    drain();
    const times = run();
    expect(times).toEqual([
      ...[500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500].map((at) => `${at} OPTIONS`),
      "32000 failed timeout",
      "32000 ended",
    ]);
  });
  it("repeat every T2 once a provisional came, and still give up", () => {
    layer.request(outgoing("OPTIONS"), udp, 0);
    layer.receive(answerTo(drain(), 100), udp, 100);
    expect(words()).toEqual(["got 100"]);
    expect(run().slice(0, 3)).toEqual(["500 OPTIONS", "4500 OPTIONS", "8500 OPTIONS"]);
    expect(layer.size.client).toBe(0);
  });
  it("absorb repeated answers for T4", () => {
    layer.request(outgoing("OPTIONS"), udp, 0);
    const sent = drain();
    layer.receive(answerTo(sent, 200), udp, 100);
    layer.receive(answerTo(sent, 200), udp, 200);
    expect(words()).toEqual(["got 200"]);
    expect(run()).toEqual(["5100 ended"]);
  });
  it("end with the answer on a stream", () => {
    layer.request(outgoing("OPTIONS"), tcp, 0);
    layer.receive(answerTo(drain(), 404), tcp, 100);
    expect(words()).toEqual(["got 404", "ended"]);
  });
  it("hear only answers to their own branch and method, with one Via", () => {
    layer.request(outgoing("OPTIONS"), udp, 0);
    const answer = answerTo(drain(), 200);
    const change = (name: string, value: string): SipResponse => ({
      ...answer,
      headers: answer.headers.map((one) => (one.name === name ? { name, value } : one)),
    });
    layer.receive(change("CSeq", "7 INVITE"), udp, 1);
    layer.receive(change("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKother"), udp, 1);
    layer.receive({ ...answer, headers: [...answer.headers, { name: "Via", value: "SIP/2.0/UDP x" }] }, udp, 1);
    expect(words()).toEqual([]);
    layer.receive(answer, udp, 2);
    expect(words()).toEqual(["got 200"]);
  });
  it("are bounded in number", () => {
    build({ limits: { client: 1 } });
    layer.request(outgoing("OPTIONS"), udp, 0);
    layer.request(outgoing("OPTIONS"), udp, 0);
    expect(words()).toEqual(["OPTIONS", "failed transport", "ended"]);
  });
});

describe("INVITE server transaction", () => {
  it("says 100 at once and repeats its last answer to a repeated INVITE", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    expect(came.map(word)).toEqual(["100", "request"]);
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 10);
    expect(words()).toEqual(["100"]);
    expect(layer.respond(keyOf(came), makeResponse(requestOf(came), 180), 20)).toBe(true);
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 30);
    expect(words()).toEqual(["180", "180"]);
  });
  it("repeats a refusal by Timer G until the ACK, then rests for T4", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    layer.respond(keyOf(came), makeResponse(requestOf(came), 486), 0);
    drain();
    expect(run(8_000)).toEqual(["500 486", "1500 486", "3500 486", "7500 486"]);
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 8_000);
    expect(words()).toEqual(["486"]);
    layer.receive(incoming("ACK", "z9hG4bKx"), udp, 8_100);
    layer.receive(incoming("ACK", "z9hG4bKx"), udp, 8_200);
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 8_300);
    expect(words()).toEqual([]);
    expect(run()).toEqual(["13100 ended"]);
    expect(layer.size.server).toBe(0);
  });
  it("reports a refusal that nobody acknowledged", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    layer.respond(keyOf(came), makeResponse(requestOf(came), 486), 0);
    drain();
    expect(run().slice(-2)).toEqual(["32000 failed no-ack", "32000 ended"]);
  });
  it("leaves repeating a 2xx to the user and swallows repeated INVITEs (RFC 6026)", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    const ok = makeResponse(requestOf(came), 200);
    layer.respond(keyOf(came), ok, 0);
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 100);
    expect(words()).toEqual(["200"]);
    expect(layer.respond(keyOf(came), ok, 500)).toBe(true);
    expect(layer.respond(keyOf(came), makeResponse(requestOf(came), 486), 600)).toBe(false);
    expect(words()).toEqual(["200"]);
    layer.receive(incoming("ACK", "z9hG4bKx"), udp, 700);
    layer.receive(incoming("ACK", "z9hG4bKother"), udp, 800);
    expect(words()).toEqual(["ack", "ack"]);
    expect(run()).toEqual(["32000 ended"]);
  });
  it("stays when an answer could not be delivered (RFC 6026 8.8)", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    layer.transportFailed(keyOf(came), 1);
    expect(words()).toEqual(["failed transport"]);
    expect(layer.respond(keyOf(came), makeResponse(requestOf(came), 486), 2)).toBe(true);
  });
  it("gives every answer one To tag, the user's or its own", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    const bare = makeResponse(requestOf(came), 180);
    layer.respond(keyOf(came), { ...bare, headers: bare.headers.filter(({ name }) => name !== "Via") }, 1);
    layer.respond(keyOf(came), makeResponse(requestOf(came), 486), 2);
    const sent = drain().map((one) => (one.do === "send" ? one.message : undefined)!);
    const tags = sent.map((one) => tagOf(headerValue(one, "To")!));
    expect(tags[0]).toBeDefined();
    expect(tags[1]).toBe(tags[0]);
    expect(headerValues(sent[0]!, "Via")).toEqual(headerValues(sent[1]!, "Via"));
  });
  it("answers with the CSeq of the request, whatever the user made the answer from (RFC 3261 8.2.6.2)", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const key = keyOf(drain());
    layer.receive(incoming("CANCEL", "z9hG4bKx"), udp, 1);
    const cancelled = drain().find((one) => one.do === "cancelled");
    if (cancelled?.do !== "cancelled") throw new Error("not cancelled");
    layer.respond(key, makeResponse(cancelled.request, 487), 2);
    const [refusal] = drain();
    expect(refusal?.do === "send" && headerValue(refusal.message, "CSeq")).toBe("3 INVITE");
  });
  it("ends an INVITE that is never answered", () => {
    build({ limits: { pendingInviteMs: 60_000 } });
    layer.receive(incoming("INVITE", "z9hG4bKx"), tcp, 0);
    drain();
    expect(run()).toEqual(["60000 500", "60000 failed timeout", "92000 failed no-ack", "92000 ended"]);
  });
});

describe("other server transactions", () => {
  it("hand over a request once, absorb it while unanswered, repeat the answer", () => {
    layer.receive(incoming("INFO", "z9hG4bKx"), udp, 0);
    layer.receive(incoming("INFO", "z9hG4bKx"), udp, 500);
    const came = drain();
    expect(came.map(word)).toEqual(["request"]);
    layer.respond(keyOf(came), makeResponse(requestOf(came), 200), 600);
    layer.receive(incoming("INFO", "z9hG4bKx"), udp, 1_500);
    expect(words()).toEqual(["200", "200"]);
    expect(layer.respond(keyOf(came), makeResponse(requestOf(came), 200), 1_600)).toBe(false);
    expect(run()).toEqual(["32600 ended"]);
    expect(layer.respond(keyOf(came), makeResponse(requestOf(came), 200), 40_000)).toBe(false);
  });
  it("are dropped when nobody answers in time", () => {
    layer.receive(incoming("INFO", "z9hG4bKx"), udp, 0);
    drain();
    expect(run()).toEqual(["32000 failed timeout", "32000 ended"]);
  });
  it("end with the answer on a stream", () => {
    layer.receive(incoming("INFO", "z9hG4bKx", { via: "SIP/2.0/TCP a;branch=z9hG4bKx" }), tcp, 0);
    const came = drain();
    layer.respond(keyOf(came), makeResponse(requestOf(came), 200), 600);
    expect(words()).toEqual(["200", "ended"]);
  });
});

describe("matching", () => {
  it("tells branch, sent-by and method apart", () => {
    layer.receive(incoming("INFO", "z9hG4bKx", { callId: "1" }), udp, 0);
    layer.receive(incoming("INFO", "z9hG4bKy", { callId: "2" }), udp, 0);
    layer.receive(incoming("OPTIONS", "z9hG4bKx", { callId: "3" }), udp, 0);
    layer.receive(incoming("INFO", undefined, { callId: "4", via: "SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bKx" }), udp, 0);
    layer.receive(incoming("INFO", undefined, { callId: "5", via: "SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bKx" }), udp, 0);
    expect(words()).toEqual(["request", "request", "request", "request"]);
  });
  it("knows RFC 2543 clients by the parts they have", () => {
    layer.receive(incoming("INVITE", undefined), udp, 0);
    const came = drain();
    layer.receive(incoming("INVITE", undefined), udp, 100);
    layer.receive(incoming("INVITE", undefined, { cseq: 4 }), udp, 200);
    expect(came.map(word).concat(words())).toEqual(["100", "request", "100", "100", "request"]);
    layer.respond(keyOf(came), makeResponse(requestOf(came), 486, undefined, { toTag: "mine" }), 300);
    layer.receive(incoming("ACK", undefined, { to: "<sip:a@192.0.2.1>;tag=other" }), udp, 400);
    layer.receive(incoming("ACK", undefined, { to: "<sip:a@192.0.2.1>;tag=mine" }), udp, 500);
    expect(words()).toEqual(["486", "ack"]);
    expect(run(5_500)).toEqual(["5500 ended"]);
  });
  it("answers 482 to the second way of a forked request, also when it is repeated", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    layer.receive(incoming("INVITE", "z9hG4bKy"), udp, 1);
    layer.receive(incoming("INVITE", "z9hG4bKy"), udp, 2);
    expect(words()).toEqual(["100", "request", "482", "482"]);
    layer.receive(incoming("ACK", "z9hG4bKy"), udp, 3);
    expect(words()).toEqual([]);
    // Inside a dialog the same numbers prove nothing.
    layer.receive(incoming("INFO", "z9hG4bK1", { to: "<sip:a>;tag=1" }), udp, 4);
    layer.receive(incoming("INFO", "z9hG4bK2", { to: "<sip:a>;tag=1" }), udp, 5);
    expect(words()).toEqual(["request", "request"]);
  });
  it("does not take the answer to a challenge for a fork", () => {
    layer.receive(incoming("REGISTER", "z9hG4bKx"), udp, 0);
    const came = drain();
    layer.respond(keyOf(came), makeResponse(requestOf(came), 401), 1);
    layer.receive(incoming("REGISTER", "z9hG4bKy"), udp, 2);
    expect(words()).toEqual(["401", "request"]);
  });
});

describe("CANCEL that we receive", () => {
  it("is answered, and reported while the INVITE is open", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    layer.receive(incoming("CANCEL", "z9hG4bKx"), udp, 10);
    layer.receive(incoming("CANCEL", "z9hG4bKx"), udp, 20);
    const out = drain();
    expect(out.map(word)).toEqual(["200", "cancelled", "200"]);
    expect(out[1]).toMatchObject({ key: keyOf(came) });
    layer.respond(keyOf(came), makeResponse(requestOf(came), 487), 30);
    const [refusal] = drain();
    const tag = (output: TransactionOutput | undefined) =>
      output?.do === "send" ? tagOf(headerValue(output.message, "To")!) : undefined;
    // RFC 3261 9.2: both answers carry one tag
    expect(tag(refusal)).toBe(tag(out[0]));
    layer.receive(incoming("ACK", "z9hG4bKx"), udp, 40);
    expect(run().filter((one) => one.endsWith("ended"))).toHaveLength(1);
    expect(layer.size.server).toBe(0);
  });
  it("comes too late after a final answer", () => {
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    const came = drain();
    layer.respond(keyOf(came), makeResponse(requestOf(came), 200), 5);
    layer.receive(incoming("CANCEL", "z9hG4bKx"), udp, 10);
    expect(words()).toEqual(["200", "200"]);
  });
  it("of nothing known gets 481", () => {
    layer.receive(incoming("CANCEL", "z9hG4bKx"), udp, 10);
    expect(words()).toEqual(["481"]);
    run();
    expect(layer.size.server).toBe(0);
  });
  it("of an old client is matched without branch", () => {
    layer.receive(incoming("INVITE", undefined), udp, 0);
    layer.receive(incoming("CANCEL", undefined), udp, 10);
    expect(words()).toEqual(["100", "request", "200", "cancelled"]);
  });
});

describe("the way back", () => {
  const peerOf = (via: string, from: Peer, forceRport = false): { to: Peer; via: string } => {
    build({ forceRport });
    layer.receive(incoming("INVITE", undefined, { via }), from, 0);
    const [trying] = drain();
    if (trying?.do !== "send") throw new Error("no 100");
    return { to: trying.to, via: headerValue(trying.message, "Via")! };
  };
  it("leads to sent-by's port at the source address", () => {
    const back = peerOf("SIP/2.0/UDP phone.example:5070;branch=z9hG4bKx", udp);
    expect(back.to).toEqual({ ...udp, port: 5070 });
    expect(back.via).toBe("SIP/2.0/UDP phone.example:5070;branch=z9hG4bKx;received=192.0.2.9");
    expect(peerOf("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx", udp)).toEqual({
      to: { ...udp, port: 5060 },
      via: "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx",
    });
  });
  it("leads to the source port when rport asks for it (RFC 3581), or when that is forced", () => {
    const asked = peerOf("SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bKx, SIP/2.0/UDP far.example", udp);
    expect(asked.to).toEqual(udp);
    expect(asked.via).toBe("SIP/2.0/UDP 10.0.0.1:5070;rport=5062;branch=z9hG4bKx;received=192.0.2.9, SIP/2.0/UDP far.example");
    expect(peerOf("SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bKx", udp, true).to).toEqual(udp);
  });
  it("leads to maddr when that is an address", () => {
    expect(peerOf("SIP/2.0/UDP a.example;maddr=192.0.2.77;ttl=1;branch=z9hG4bKx", udp).to).toEqual({
      ...udp,
      address: "192.0.2.77",
      port: 5060,
    });
    expect(peerOf("SIP/2.0/UDP a.example:99;maddr=elsewhere.example;branch=z9hG4bKx", udp).to).toEqual({ ...udp, port: 99 });
  });
  it("is the connection on streams", () => {
    expect(peerOf("SIP/2.0/TCP a.example:5070;maddr=192.0.2.77;branch=z9hG4bKx", tcp).to).toEqual(tcp);
  });
  it("writes IPv6 addresses without brackets in received", () => {
    const six: Peer = { ...udp, address: "2001:db8::9" };
    const back = peerOf("SIP/2.0/UDP [2001:db8::1]:5070;rport;branch=z9hG4bKx", six);
    expect(back.via).toBe("SIP/2.0/UDP [2001:db8::1]:5070;rport=5062;branch=z9hG4bKx;received=2001:db8::9");
    expect(paramValue(topVia({ headers: [{ name: "Via", value: back.via }] })!.params, "received")).toBe("2001:db8::9");
  });
});

describe("limits", () => {
  const statuses = (): string[] => words();
  it("answer 503 with Retry-After over the cap of a source, then fall silent; others are served", () => {
    build({ limits: { perSource: 2, refusalsPerS: 2, retryAfterS: 7 } });
    const send = (i: number, from: Peer, now = 0) =>
      layer.receive(incoming("INFO", `z9hG4bK${i}`, { callId: String(i) }), from, now);
    for (let i = 0; i < 6; i++) send(i, udp);
    const out = drain();
    expect(out.map(word)).toEqual(["request", "request", "503", "503"]);
    const refused = out[2];
    if (refused?.do !== "send") throw new Error("no 503");
    expect(headerValue(refused.message, "Retry-After")).toBe("7");
    expect(refused.to.port).toBe(5070);
    send(7, { ...udp, address: "192.0.2.10" });
    send(8, udp, 1_000);
    expect(statuses()).toEqual(["request", "503"]);
    run();
    send(9, udp, 90_000);
    expect(statuses()).toEqual(["request"]);
  });
  it("bound the total, and never refuse an ACK", () => {
    build({ limits: { total: 1 } });
    layer.receive(incoming("INVITE", "z9hG4bKx"), udp, 0);
    layer.receive(incoming("OPTIONS", "z9hG4bKy"), { ...udp, address: "192.0.2.10" }, 0);
    layer.receive(incoming("ACK", "z9hG4bKz"), udp, 0);
    layer.receive(incoming("CANCEL", "z9hG4bKx"), udp, 0);
    expect(statuses()).toEqual(["100", "request", "503", "ack", "200", "cancelled"]);
    expect(layer.size.server).toBe(1);
  });
});
