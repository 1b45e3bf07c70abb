import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../kit/utf8.ts";
import { ControlSession } from "../../wire/drachtio/control-session.ts";
import { frame } from "../../wire/drachtio/frame.ts";
import { AgentWorld, answerTo, header, sdp, sip, tagIn } from "../../wire/sip/agent/agent-world.ts";

/**
 * Sessions recorded with a real drachtio-server, retyped: what the application was sent, line by line. Message ids are m1, m2 … in the order the
 * application used them; transaction ids u1, u2 … in the order they appear; byte counts and times are left out. Where the real server left the
 * protocol empty, ours says it; where ours speaks of call records at another moment, they are compared apart.
 */
class Stage {
  readonly world: AgentWorld;
  readonly records: string[] = [];
  readonly #session = new ControlSession({
    secret: "cymru",
    version: "v0.9.10",
    hostports: "",
    localHostports: "",
    newId: () => "x",
  });
  readonly #names = new Map<string, string>();
  #seen = 0;
  #asked = 0;

  constructor() {
    this.world = new AgentWorld({ points: [{ id: "udp", transport: "udp", address: "127.0.0.1", port: 25060 }] });
    this.#session.receive(frame("m0|authenticate|cymru|"));
    for (const verb of ["invite", "register", "subscribe", "message", "cdr:attempt", "cdr:start", "cdr:stop"]) {
      this.#session.receive(frame(`m0|route|${verb}`));
    }
    this.world.agent.clientCame("app", (verb) => this.#session.routes(verb), 0);
  }

  /** The application sends `mN|<line>` and a SIP text; the answer is all it was sent since. */
  app(line: string, ...text: string[]): string[] {
    const real = [...this.#names].reduce((all, [id, name]) => all.replace(new RegExp(`\\b${name}\\b`), id), line);
    const payload = frame(`m${++this.#asked}|${real}`, text.length === 0 ? undefined : encodeUtf8(text.join("\r\n")));
    for (const output of this.#session.receive(payload)) if (output.do === "command") this.world.say(output.command);
    return this.news();
  }

  net(text: string, port: number): string[] {
    this.world.hear(text, { transport: "udp", address: "127.0.0.1", port, local: "udp" });
    return this.news();
  }

  news(): string[] {
    const lines: string[] = [];
    for (const item of this.world.out.slice(this.#seen)) {
      if (item.kind !== "told") continue;
      const told = decodeUtf8(this.#session.format(item.notice)).replace(/^\d+#x\|/, "");
      const [head = "", first = ""] = told.split("\r\n");
      const line = `${head
        .replace(/\d\d:\d\d:\d\d\.\d{6}/, "T")
        .replace(/(network|application)\|\d+\|/, "$1|#|")
        .replace(/from-tag=t\d+/, "from-tag=#")
        .replace(/\bu\d+\b/g, (id) => this.#name(id))} ${first}`.trim();
      if (line.startsWith("cdr:")) this.records.push(line);
      else lines.push(line);
    }
    this.#seen = this.world.out.length;
    return lines;
  }

  #name(id: string): string {
    const known = this.#names.get(id) ?? `u${this.#names.size + 1}`;
    this.#names.set(id, known);
    return known;
  }
}

const CALLER = 25070;
const CALLEE = 25071;
function fromCaller(
  method: string,
  uri: string,
  call: string,
  { cseq = 1, to = "", branch = 0, extra = [] as string[], body = "" } = {},
): string {
  return sip(
    [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:25070;branch=z9hG4bK-${call}-1-${branch}`,
      `From: "Ann" <sip:ann@127.0.0.1:25070>;tag=${call}T1`,
      `To: <sip:box@127.0.0.1:25060>${to === "" ? "" : `;tag=${to}`}`,
      `Call-ID: 1-${call}@127.0.0.1`,
      `CSeq: ${cseq} ${method}`,
      "Contact: <sip:ann@127.0.0.1:25070>",
      "Max-Forwards: 70",
      ...extra,
    ],
    body,
  );
}
const response = (status: string, call: string, cseq: string, ...more: string[]): string[] => [
  `SIP/2.0 ${status}`,
  `Call-ID: 1-${call}@127.0.0.1`,
  `cseq: ${cseq}`,
  `from: "Ann" <sip:ann@127.0.0.1:25070>;tag=${call}T1`,
  "to: <sip:box@127.0.0.1:25060>",
  "Content-Length: 0",
  ...more,
];
const inbound = "sip:box@127.0.0.1:25060";
const callee = "sip:uas@127.0.0.1:25071";
const contact = ["Contact: <sip:uas@127.0.0.1:25071>"];
const placed = (stage: Stage): string[] => stage.app("sip||", `INVITE ${callee} SIP/2.0`, "Content-Length: 110", "", sdp());

describe("recorded sessions: calls that come in", () => {
  it("[basic] answer, ACK, BYE", () => {
    const stage = new Stage();
    const dialog = "1-29899@127.0.0.1;from-tag=29899T1";
    expect(stage.net(fromCaller("INVITE", inbound, "29899", { body: sdp() }), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u1||127.0.0.1|25060| INVITE ${inbound} SIP/2.0`,
    ]);
    expect(stage.app("sip|u1|", ...response("200 OK", "29899", "1 INVITE", "X-App: ref", "", sdp()))).toEqual([
      `response|m1|OK|application|#|udp|127.0.0.1|25070|T|u1|${dialog}||Msg sent:| SIP/2.0 200 OK`,
    ]);
    const to = tagIn(header(stage.world.sent("SIP/2.0 200"), "To"));
    expect(stage.net(fromCaller("ACK", "sip:127.0.0.1:25060", "29899", { to, branch: 5 }), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u1|${dialog}| ACK sip:127.0.0.1:25060 SIP/2.0`,
    ]);
    expect(stage.net(fromCaller("BYE", "sip:127.0.0.1:25060", "29899", { to, cseq: 2, branch: 7 }), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u2|${dialog}| BYE sip:127.0.0.1:25060 SIP/2.0`,
    ]);
    expect(stage.app("sip|u2|", ...response("200 OK", "29899", "2 BYE", "", ""))).toEqual([
      "response|m2|OK|application|#|udp|127.0.0.1|25070|T|u2|||Msg sent:| SIP/2.0 200 OK",
    ]);
    expect(stage.records).toEqual([
      `cdr:attempt|network|T INVITE ${inbound} SIP/2.0`,
      "cdr:start|application|T|uas SIP/2.0 200 OK",
      "cdr:stop|network|T|normal-release BYE sip:127.0.0.1:25060 SIP/2.0",
    ]);
  });

  it("[reject]", () => {
    const stage = new Stage();
    stage.net(fromCaller("INVITE", inbound, "29927", { body: sdp() }), CALLER);
    expect(stage.app("sip|u1|", ...response("486 Busy Here", "29927", "1 INVITE", "", ""))).toEqual([
      "response|m1|OK|application|#|udp|127.0.0.1|25070|T|u1|1-29927@127.0.0.1;from-tag=29927T1||Msg sent:| SIP/2.0 486 Busy Here",
    ]);
    expect(stage.records.at(-1)).toBe("cdr:stop|application|T|call-rejected SIP/2.0 486 Busy Here");
  });

  it("[byme] the application hangs up", () => {
    const stage = new Stage();
    const dialog = "1-29930@127.0.0.1;from-tag=29930T1";
    stage.net(fromCaller("INVITE", inbound, "29930", { body: sdp() }), CALLER);
    stage.app("sip|u1|", ...response("200 OK", "29930", "1 INVITE", "", sdp()));
    stage.net(
      fromCaller("ACK", inbound, "29930", { to: tagIn(header(stage.world.sent("SIP/2.0 200"), "To")), branch: 5 }),
      CALLER,
    );
    expect(stage.app(`sip||${dialog}`, "BYE sip:placeholder SIP/2.0", "Content-Length: 0", "", "")).toEqual([
      "response|m2|OK|application|#|udp|127.0.0.1|25060|T|u2|Msg sent:| BYE sip:ann@127.0.0.1:25070 SIP/2.0",
    ]);
    expect(stage.net(answerTo(stage.world.sent("BYE"), 200, "OK"), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u2|${dialog}| SIP/2.0 200 OK`,
    ]);
    expect(stage.records.at(-1)).toBe("cdr:stop|application|T|normal-release BYE sip:ann@127.0.0.1:25070 SIP/2.0");
  });

  it("[cancel] while it rings, [cancel-early] before", () => {
    const ringing = new Stage();
    ringing.net(fromCaller("INVITE", inbound, "29966", { body: sdp() }), CALLER);
    expect(ringing.app("sip|u1|", ...response("180 Ringing", "29966", "1 INVITE", "", ""))).toEqual([
      "response|m1|OK|application|#|udp|127.0.0.1|25070|T|u1|1-29966@127.0.0.1;from-tag=29966T1||Msg sent:| SIP/2.0 180 Ringing",
    ]);
    expect(ringing.net(fromCaller("CANCEL", inbound, "29966"), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u1|1-29966@127.0.0.1;from-tag=29966T1| CANCEL ${inbound} SIP/2.0`,
    ]);
    expect(ringing.records.at(-1)).toBe(`cdr:stop|network|T|call-canceled INVITE ${inbound} SIP/2.0`);
    const early = new Stage();
    early.net(fromCaller("INVITE", inbound, "30952", { body: sdp() }), CALLER);
    expect(early.net(fromCaller("CANCEL", inbound, "30952"), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u1|| CANCEL ${inbound} SIP/2.0`,
    ]);
  });

  it("[prack]", () => {
    const stage = new Stage();
    const dialog = "1-29986@127.0.0.1;from-tag=29986T1";
    stage.net(fromCaller("INVITE", inbound, "29986", { body: sdp(), extra: ["Supported: 100rel"] }), CALLER);
    expect(
      stage.app("sip|u1|", ...response("183 Session in Progress", "29986", "1 INVITE", "require: 100rel", "rseq: 1", "", sdp())),
    ).toEqual([`response|m1|OK|application|#|udp|127.0.0.1|25070|T|u1|${dialog}||Msg sent:| SIP/2.0 183 Session in Progress`]);
    const progress = stage.world.sent("SIP/2.0 183");
    const to = tagIn(header(progress, "To"));
    const rack = [`RAck: ${header(progress, "RSeq")} 1 INVITE`];
    expect(
      stage.net(fromCaller("PRACK", "sip:127.0.0.1:25060", "29986", { cseq: 2, to, branch: 3, extra: rack }), CALLER),
    ).toEqual([`sip|network|#|udp|127.0.0.1|25070|T|u2|${dialog}| PRACK sip:127.0.0.1:25060 SIP/2.0`]);
    expect(stage.app("sip|u2|", ...response("200 OK", "29986", "2 PRACK", "", ""))).toEqual([
      `response|m2|OK|application|#|udp|127.0.0.1|25070|T|u2|${dialog}||Msg sent:| SIP/2.0 200 OK`,
    ]);
    expect(stage.app("sip|u1|", ...response("200 OK", "29986", "1 INVITE", "X-App: ref", "", sdp()))).toEqual([
      `response|m3|OK|application|#|udp|127.0.0.1|25070|T|u1|${dialog}||Msg sent:| SIP/2.0 200 OK`,
    ]);
    expect(stage.net(fromCaller("ACK", "sip:127.0.0.1:25060", "29986", { to, branch: 6 }), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u1|${dialog}| ACK sip:127.0.0.1:25060 SIP/2.0`,
    ]);
  });

  it("[reinvite] has a transaction of its own, and its ACK another", () => {
    const stage = new Stage();
    const dialog = "1-29989@127.0.0.1;from-tag=29989T1";
    stage.net(fromCaller("INVITE", inbound, "29989", { body: sdp() }), CALLER);
    stage.app("sip|u1|", ...response("200 OK", "29989", "1 INVITE", "", sdp()));
    const to = tagIn(header(stage.world.sent("SIP/2.0 200"), "To"));
    stage.net(fromCaller("ACK", inbound, "29989", { to, branch: 3 }), CALLER);
    expect(stage.net(fromCaller("INVITE", inbound, "29989", { cseq: 2, to, branch: 5, body: sdp(2) }), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u2|${dialog}| INVITE ${inbound} SIP/2.0`,
    ]);
    expect(stage.app("sip|u2|", ...response("200 OK", "29989", "2 INVITE", "contact: <sip:127.0.0.1:25060>", "", sdp()))).toEqual(
      [`response|m2|OK|application|#|udp|127.0.0.1|25070|T|u2|${dialog}||Msg sent:| SIP/2.0 200 OK`],
    );
    expect(stage.net(fromCaller("ACK", inbound, "29989", { cseq: 2, to, branch: 8 }), CALLER)).toEqual([
      `sip|network|#|udp|127.0.0.1|25070|T|u3|${dialog}| ACK ${inbound} SIP/2.0`,
    ]);
  });

  it("[noack] BYE of the server after 32 s", () => {
    const stage = new Stage();
    stage.net(fromCaller("INVITE", inbound, "27130", { body: sdp() }), CALLER);
    stage.app("sip|u1|", ...response("200 OK", "27130", "1 INVITE", "", sdp()));
    stage.world.wait(32_000);
    expect(stage.news()).toEqual([
      "sip|application|#|udp|127.0.0.1|25060|T|unsolicited|1-27130@127.0.0.1;from-tag=27130T1| BYE sip:ann@127.0.0.1:25070 SIP/2.0",
    ]);
  });

  it("[register] and [raw-MESSAGE] have no dialog, [raw-SUBSCRIBE] makes one", () => {
    const stage = new Stage();
    stage.net(fromCaller("REGISTER", "sip:127.0.0.1:25060", "30006"), CALLER);
    expect(
      stage.app(
        "sip|u1|",
        ...response("401 Unauthorized", "30006", "1 REGISTER", 'www-authenticate: Digest realm="ref", nonce="abc"', "", ""),
      ),
    ).toEqual(["response|m1|OK|application|#|udp|127.0.0.1|25070|T|u1|||Msg sent:| SIP/2.0 401 Unauthorized"]);
    expect(header(stage.world.sent("SIP/2.0 401"), "WWW-Authenticate")).toBe('Digest realm="ref", nonce="abc"');
    stage.net(fromCaller("SUBSCRIBE", inbound, "sub", { extra: ["Event: presence", "Expires: 60"] }), CALLER);
    expect(stage.app("sip|u2|", ...response("202 Accepted", "sub", "1 SUBSCRIBE", "expires: 60", "", ""))).toEqual([
      "response|m2|OK|application|#|udp|127.0.0.1|25070|T|u2|1-sub@127.0.0.1;from-tag=subT1||Msg sent:| SIP/2.0 202 Accepted",
    ]);
    const notify = [
      "NOTIFY sip:placeholder SIP/2.0",
      "Event: presence",
      "Subscription-State: terminated",
      "Content-Length: 0",
      "",
      "",
    ];
    expect(stage.app("sip||1-sub@127.0.0.1;from-tag=subT1", ...notify)).toEqual([
      "response|m3|OK|application|#|udp|127.0.0.1|25060|T|u3|Msg sent:| NOTIFY sip:ann@127.0.0.1:25070 SIP/2.0",
    ]);
    expect(stage.net(answerTo(stage.world.sent("NOTIFY"), 200, "OK"), CALLER)).toEqual([
      "sip|network|#|udp|127.0.0.1|25070|T|u3|1-sub@127.0.0.1;from-tag=subT1| SIP/2.0 200 OK",
    ]);
  });
});

describe("recorded sessions: calls that go out", () => {
  it("[call-bye] ringing, answer, ACK, BYE", () => {
    const stage = new Stage();
    expect(placed(stage)).toEqual([`response|m1|OK|application|#|udp|127.0.0.1|25060|T|u1|Msg sent:| INVITE ${callee} SIP/2.0`]);
    const invite = stage.world.sent("INVITE");
    expect(stage.net(answerTo(invite, 180, "Ringing", contact), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u1|u2;from-tag=#| SIP/2.0 180 Ringing",
    ]);
    expect(stage.net(answerTo(invite, 200, "OK", contact, { body: sdp() }), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u1|u2;from-tag=#| SIP/2.0 200 OK",
    ]);
    const dialog = `u2;from-tag=${tagIn(header(invite, "From"))}`;
    expect(stage.app(`sip||${dialog}`, `ACK ${callee} SIP/2.0`, "Content-Length: 0", "", "")).toEqual([
      `response|m2|OK|application|#|udp|127.0.0.1|25060|T|u3|Msg sent:| ACK ${callee} SIP/2.0`,
    ]);
    expect(stage.app(`sip||${dialog}`, "BYE sip:placeholder SIP/2.0", "Content-Length: 0", "", "")).toEqual([
      `response|m3|OK|application|#|udp|127.0.0.1|25060|T|u4|Msg sent:| BYE ${callee} SIP/2.0`,
    ]);
    expect(stage.net(answerTo(stage.world.sent("BYE"), 200, "OK"), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u4|u2;from-tag=#| SIP/2.0 200 OK",
    ]);
    expect(stage.records).toEqual([
      `cdr:attempt|application|T INVITE ${callee} SIP/2.0`,
      "cdr:start|network|T|uac SIP/2.0 200 OK",
      `cdr:stop|application|T|normal-release BYE ${callee} SIP/2.0`,
    ]);
  });

  it("[cancelcall2] cancelled while it rings", () => {
    const stage = new Stage();
    placed(stage);
    const invite = stage.world.sent("INVITE");
    stage.net(answerTo(invite, 180, "Ringing", contact), CALLEE);
    expect(stage.app("sip|u1|", `CANCEL ${callee} SIP/2.0`, "Content-Length: 0", "", "")).toEqual([
      `response|m2|OK|application|#|udp|127.0.0.1|25060|T|u3|Msg sent:| CANCEL ${callee} SIP/2.0`,
    ]);
    expect(stage.net(answerTo(stage.world.sent("CANCEL"), 200, "OK"), CALLEE)).toEqual([]);
    expect(stage.net(answerTo(invite, 487, "Request Terminated"), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u1|u2;from-tag=#| SIP/2.0 487 Request Terminated",
    ]);
    expect(
      stage.app(`sip||u2;from-tag=${tagIn(header(invite, "From"))}`, `ACK ${callee} SIP/2.0`, "Content-Length: 0", "", ""),
    ).toEqual(["response|m3|NOK|Server error: ACK for non-success final response is automatically generated by server"]);
    expect(stage.records.at(-1)).toBe("cdr:stop|network|T|call-canceled SIP/2.0 487 Request Terminated");
  });

  it("[uac-auth] the second try is the same dialog with a new transaction", () => {
    const stage = new Stage();
    placed(stage);
    const invite = stage.world.sent("INVITE");
    const challenge = ['Proxy-Authenticate: Digest realm="ref", nonce="n1", algorithm=MD5, qop="auth"'];
    expect(stage.net(answerTo(invite, 407, "Proxy Authentication Required", challenge, { tag: "ch1" }), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u1|u2;from-tag=#| SIP/2.0 407 Proxy Authentication Required",
    ]);
    const again = [
      `INVITE ${callee} SIP/2.0`,
      `CSeq: ${Number.parseInt(header(invite, "CSeq")!, 10) + 1} INVITE`,
      `Call-ID: ${header(invite, "Call-ID")}`,
      `From: ${header(invite, "From")}`,
      'Proxy-Authorization: Digest username="u",realm="ref",nonce="n1",response="fb6e"',
      "Content-Length: 122",
      "",
      sdp(),
    ];
    expect(stage.app("sip|||sip:127.0.0.1:25071", ...again)).toEqual([
      `response|m2|OK|application|#|udp|127.0.0.1|25060|T|u3|Msg sent:| INVITE ${callee} SIP/2.0`,
    ]);
    expect(stage.net(answerTo(stage.world.sent("INVITE"), 180, "Ringing", contact), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u3|u2;from-tag=#| SIP/2.0 180 Ringing",
    ]);
    expect(stage.records[1]).toBe("cdr:stop|network|T|call-rejected SIP/2.0 407 Proxy Authentication Required");
  });

  it("[uac-prack-mod] PRACK and re-INVITE", () => {
    const stage = new Stage();
    placed(stage);
    const invite = stage.world.sent("INVITE");
    stage.net(answerTo(invite, 183, "Session Progress", [...contact, "Require: 100rel", "RSeq: 1"], { body: sdp() }), CALLEE);
    const dialog = `u2;from-tag=${tagIn(header(invite, "From"))}`;
    expect(
      stage.app(`sip||${dialog}`, `PRACK ${callee} SIP/2.0`, `rack: 1 ${header(invite, "CSeq")}`, "Content-Length: 0", "", ""),
    ).toEqual([`response|m2|OK|application|#|udp|127.0.0.1|25060|T|u3|Msg sent:| PRACK ${callee} SIP/2.0`]);
    expect(stage.net(answerTo(stage.world.sent("PRACK"), 200, "OK"), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u3|u2;from-tag=#| SIP/2.0 200 OK",
    ]);
    stage.net(answerTo(invite, 200, "OK", contact, { body: sdp() }), CALLEE);
    stage.app(`sip||${dialog}`, `ACK ${callee} SIP/2.0`, "Content-Length: 0", "", "");
    expect(
      stage.app(
        `sip||${dialog}`,
        "INVITE sip:placeholder SIP/2.0",
        "contact: <sip:127.0.0.1:25060>",
        "Content-Length: 9",
        "",
        sdp(2),
      ),
    ).toEqual([`response|m4|OK|application|#|udp|127.0.0.1|25060|T|u5|Msg sent:| INVITE ${callee} SIP/2.0`]);
    expect(stage.net(answerTo(stage.world.sent("INVITE"), 200, "OK", contact, { body: sdp() }), CALLEE)).toEqual([
      "sip|network|#|udp|127.0.0.1|25071|T|u5|u2;from-tag=#| SIP/2.0 200 OK",
    ]);
  });

  it("[options] an answer the server makes itself, and [errors]", () => {
    const stage = new Stage();
    expect(stage.app("sip||", "OPTIONS sip:127.0.0.1:25079 SIP/2.0", "Content-Length: 0", "", "")).toEqual([
      "response|m1|OK|application|#|udp|127.0.0.1|25060|T|u1|Msg sent:| OPTIONS sip:127.0.0.1:25079 SIP/2.0",
    ]);
    stage.world.transportFailed(stage.world.out.findLast((item) => item.kind === "sent")!.key!);
    expect(stage.news()).toEqual(["sip|network|#|udp||0|T|u1|| SIP/2.0 503 Service Unavailable"]);
    expect(stage.app("sip||nosuch;from-tag=x", `INFO ${callee} SIP/2.0`, "Content-Length: 0", "", "")).toEqual([
      "response|m2|NOK|Server error: unable to find dialog for dialog id provided",
    ]);
    expect(stage.app("sip||", `MESSAGE ${callee} SIP/2.0`, "Content-Length: 5", "", "hello")).toEqual([
      "response|m3|NOK|missing content-type",
    ]);
    expect(stage.app("sip|nosuch|", `CANCEL ${callee} SIP/2.0`, "Content-Length: 0", "", "")).toEqual([
      "response|m4|NOK|unable to cancel unknown transaction id: nosuch",
    ]);
  });

  it("no answer in time is a 408 the server makes itself", () => {
    const stage = new Stage();
    placed(stage);
    stage.world.wait(33_000);
    expect(stage.news()).toEqual(["sip|network|#|udp||0|T|u1|u2;from-tag=#| SIP/2.0 408 Request Timeout"]);
    expect(stage.records.at(-1)).toBe("cdr:stop|network|T|call-rejected SIP/2.0 408 Request Timeout");
  });
});
