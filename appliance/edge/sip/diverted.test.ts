import { describe, expect, test } from "vitest";
import { divertedHeaders, divertedOf } from "./diverted.ts";
import { trunk } from "./live/sip-lab.ts";

const said = (headers: Record<string, string>) =>
  divertedOf({ get: (name) => headers[name.toLowerCase()], has: (name) => name.toLowerCase() in headers });

describe("for whom a call was", () => {
  test("Diversion: the lowest is the first, the topmost the last (RFC 5806 section 5)", () => {
    expect(said({ diversion: "<sip:6002@c>;reason=no-answer, <sip:6001@c>;reason=user-busy;counter=2" })).toEqual({
      first: "6001",
      by: "6002",
      why: "no-answer",
      times: 3,
    });
  });
  test("the first one hidden: nothing is known; a later one hidden: only the first is", () => {
    expect(said({ diversion: "<sip:6002@c>;reason=no-answer, <sip:6001@c>;privacy=full" })).toBeUndefined();
    expect(said({ diversion: "<sip:6002@c>;reason=away;privacy=uri, <sip:6001@c>" })).toMatchObject({
      first: "6001",
      by: "6001",
      why: "unavailable",
    });
    expect(said({ diversion: "<sip:6001@c>", privacy: "history" })).toBeUndefined();
  });
  test("History-Info: who was left for a reason; found at another place is not sent on (RFC 7544 section 4)", () => {
    const history =
      "<sip:96100@c>;index=1, <sip:96100@10.0.0.7>;index=1.1;rc=1, <sip:6001@c;cause=408>;index=1.2;mp=1, <sip:041196100@us;cause=302>;index=1.2.1;mp=1.2";
    expect(said({ "history-info": history })).toEqual({ first: "96100", by: "6001", why: "unconditional", times: 2 });
    expect(said({ "history-info": "<sip:96100@c>;index=1, <sip:96100@10.0.0.7>;index=1.1;rc=1" })).toBeUndefined();
  });
  test("History-Info as RFC 4244 had it: the Reason stands at who was left", () => {
    const history = "<sip:6001@c?Reason=SIP%3Bcause%3D486>;index=1,<sip:96100@us>;index=1.1";
    expect(said({ "history-info": history })).toEqual({ first: "6001", by: "6001", why: "busy", times: 1 });
  });
  test("both: the history counts when it tells of it (RFC 7544 section 4)", () => {
    const diversion = "<sip:7@c>;reason=user-busy";
    expect(said({ diversion, "history-info": "<sip:6001@c>;index=1,<sip:9@us;cause=302>;index=1.1" })?.first).toBe("6001");
    expect(said({ diversion, "history-info": "<sip:9@us>;index=1" })?.first).toBe("7");
  });
  test.each(["", "<>", "<sip:@c>;reason=x", "x".repeat(20_000), "<sip:c>"])("nonsense %# says nothing", (diversion) => {
    expect(said({ diversion, "history-info": diversion })).toBeUndefined();
  });
});

describe("what a carrier is told", () => {
  const diverted = { first: "96100", by: "96100", why: "no-answer", times: 1 } as const;
  const told = (how: "none" | "diversion" | "history-info" | "both" | undefined, more = {}) =>
    divertedHeaders(trunk("out", how ? { diversion: how } : {}), { ...diverted, ...more }, "carrier:5070", "139");
  test("as the trunk wants it; without a word, by Diversion", () => {
    const diversion = { Diversion: "<sip:96100@carrier:5070>;reason=no-answer;counter=1" };
    const history = {
      "History-Info": "<sip:96100@carrier:5070>;index=1, <sip:139@carrier:5070;cause=408>;index=1.1;mp=1",
    };
    expect(told(undefined)).toEqual(diversion);
    expect(told("history-info")).toEqual(history);
    expect(told("both")).toEqual({ ...diversion, ...history });
    expect(told("none")).toEqual({});
    expect(divertedHeaders(trunk("out"), undefined, "c", "1")).toEqual({});
  });
  test("one who was sent to us before stays named first, and is read again as he was written", () => {
    const headers = told("both", { first: "6001", times: 3 });
    expect(headers.Diversion).toBe(
      "<sip:96100@carrier:5070>;reason=no-answer;counter=1, <sip:6001@carrier:5070>;reason=unknown;counter=2",
    );
    expect(said({ diversion: headers.Diversion! })).toEqual({ first: "6001", by: "96100", why: "no-answer", times: 3 });
    expect(said({ "history-info": headers["History-Info"]! })).toEqual({
      first: "6001",
      by: "96100",
      why: "no-answer",
      times: 2,
    });
  });
});
