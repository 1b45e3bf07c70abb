import { decodeUtf8, encodeUtf8 } from "../../../kit/utf8.ts";
import { TransactionLayer } from "../transaction/transaction-layer.ts";
import { defaultTransactionTimers, type Peer } from "../transaction/types.ts";
import type { AgentOptions, AgentTimes, AppCommand, ListenPoint, Notice, ResolveTarget } from "./agent-types.ts";
import { defaultAgentLimits, defaultAgentTimes } from "./agent-types.ts";
import { SipAgent } from "./sip-agent.ts";

/** For tests: an agent with the real transaction layer, a clock turned by hand, counted ids, and everything it puts out kept as text. */
export class AgentWorld {
  now = 0;
  readonly agent: SipAgent;
  /** `sent` a SIP message to the network, `told` an application, in the order they came out. */
  readonly out: (
    | { kind: "sent"; text: string; to: Peer; key: string | undefined }
    | { kind: "told"; client: string; notice: Notice; text: string }
  )[] = [];
  readonly lookups: { query: number; target: ResolveTarget }[] = [];
  readonly suspects: string[] = [];
  #read = 0;
  #counter = 0;

  constructor({
    times = {},
    points = worldPoints,
    ...options
  }: Partial<Omit<AgentOptions, "times">> & { times?: Partial<AgentTimes> } = {}) {
    const newToken = (): string => `t${++this.#counter}`;
    const advertised = (id: string): { host: string; port: number } => {
      const point = points.find((candidate) => candidate.id === id) ?? points[0]!;
      return { host: point.address, port: point.port };
    };
    this.agent = new SipAgent({
      points,
      advertised,
      transactions: new TransactionLayer({
        newId: newToken,
        sentBy: (peer) => advertised(peer.local),
        forceRport: true,
        timers: { ...defaultTransactionTimers, t1Ms: times.t1Ms ?? defaultTransactionTimers.t1Ms },
      }),
      newToken,
      newId: () => `u${++this.#counter}`,
      epochMs: 1_700_000_000_000,
      userAgent: "",
      pinNat: true,
      limits: defaultAgentLimits,
      times: { ...defaultAgentTimes, ...times },
      ...options,
    });
  }

  /** An application that wants these verbs. */
  connect(client: string, ...verbs: string[]): void {
    this.agent.clientCame(client, (verb) => verbs.includes(verb), this.now);
    this.#drain();
  }

  disconnect(client: string): void {
    this.agent.clientGone(client, this.now);
    this.#drain();
  }

  hear(text: string, from: Peer = worldPeer): void {
    this.agent.receive(encodeUtf8(text), from, this.now);
    this.#drain();
  }

  say(command: AppCommand, client = "app"): void {
    this.agent.app(client, command, this.now);
    this.#drain();
  }

  resolved(addresses: { transport: Peer["transport"]; address: string; port: number }[]): void {
    this.agent.resolved(this.lookups.at(-1)!.query, addresses, this.now);
    this.#drain();
  }

  transportFailed(key: string): void {
    this.agent.transportFailed(key, this.now);
    this.#drain();
  }

  shutdown(reason: string): void {
    this.agent.shutdown(reason, this.now);
    this.#drain();
  }

  /** Turns the clock, waking the agent whenever it wants to be woken. */
  wait(ms: number): void {
    const end = this.now + ms;
    for (let due = this.agent.wakeAt(); due !== undefined && due <= end; due = this.agent.wakeAt()) {
      this.now = Math.max(this.now, due);
      this.agent.timeout(this.now);
      this.#drain();
    }
    this.now = end;
  }

  /** What came out since the last look: first lines of SIP, kinds of notices. */
  news(): string[] {
    const fresh = this.out.slice(this.#read);
    this.#read = this.out.length;
    return fresh.map((item) =>
      item.kind === "sent" ? `> ${firstLine(item.text)}` : `${item.notice.kind} ${summary(item.notice, item.text)}`.trim(),
    );
  }

  /** The last SIP message sent that begins so. */
  sent(start: string): string {
    const found = this.out.filter((item) => item.kind === "sent" && item.text.startsWith(start)).at(-1);
    if (found === undefined)
      throw new Error(
        `nothing sent begins with '${start}'; there was:\n${this.out.map(({ text }) => firstLine(text)).join("\n")}`,
      );
    return found.text;
  }

  sentTo(start: string): Peer {
    const found = this.out.filter((item) => item.kind === "sent" && item.text.startsWith(start)).at(-1);
    if (found?.kind !== "sent") throw new Error(`nothing sent begins with '${start}'`);
    return found.to;
  }

  /** The last notice of that kind. */
  told<Kind extends Notice["kind"]>(kind: Kind): Extract<Notice, { kind: Kind }> & { text: string } {
    const found = this.out.filter((item) => item.kind === "told" && item.notice.kind === kind).at(-1);
    if (found?.kind !== "told") throw new Error(`nobody was told '${kind}'`);
    return { ...(found.notice as Extract<Notice, { kind: Kind }>), text: found.text };
  }

  count(kind: "sent", start: string): number {
    return this.out.filter((item) => item.kind === kind && item.text.startsWith(start)).length;
  }

  /** Like `count`, leaving out retransmissions. */
  different(start: string): number {
    return new Set(this.out.filter((item) => item.kind === "sent" && item.text.startsWith(start)).map(({ text }) => text)).size;
  }

  #drain(): void {
    for (let output = this.agent.poll(); output !== undefined; output = this.agent.poll()) {
      if (output.do === "send") this.out.push({ kind: "sent", text: decodeUtf8(output.bytes), to: output.to, key: output.key });
      else if (output.do === "tell") {
        const text = "sip" in output.notice ? decodeUtf8(output.notice.sip) : "";
        this.out.push({ kind: "told", client: output.client, notice: output.notice, text });
      } else if (output.do === "resolve") this.lookups.push(output);
      else this.suspects.push(`${output.address} ${output.why}`);
    }
  }
}

const worldPoints: readonly ListenPoint[] = [
  { id: "udp", transport: "udp", address: "192.0.2.1", port: 5060 },
  { id: "tcp", transport: "tcp", address: "192.0.2.1", port: 5060 },
];
export const worldPeer: Peer = { transport: "udp", address: "192.0.2.9", port: 5060, local: "udp" };
export const sdp = (session = 1): string =>
  `v=0\r\no=- ${session} 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n`;

/** A SIP text of lines and a body, with the right Content-Length. */
export function sip(lines: readonly string[], body = ""): string {
  const length = encodeUtf8(body).length;
  const type = body.startsWith("v=0") ? ["Content-Type: application/sdp"] : [];
  return [...lines, ...type, `Content-Length: ${length}`, "", body].join("\r\n");
}

/** A request of the peer `ann` outside a dialog. */
export function fromAnn(
  method: string,
  extra: readonly string[] = [],
  { branch = "b1", cseq = 1, to = "", body = "", callId = "c1", fromTag = "a1" } = {},
): string {
  return sip(
    [
      `${method} sip:box@192.0.2.1 SIP/2.0`,
      `Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK${branch}`,
      `From: "Ann" <sip:ann@192.0.2.9>;tag=${fromTag}`,
      `To: <sip:box@192.0.2.1>${to === "" ? "" : `;tag=${to}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      "Contact: <sip:ann@192.0.2.9:5060>",
      "Max-Forwards: 70",
      ...extra,
    ],
    body,
  );
}

/** The peer's answer to a request of ours. */
export function answerTo(
  request: string,
  status: number,
  reason: string,
  extra: readonly string[] = [],
  { tag = "p1", body = "" } = {},
): string {
  const kept = request.split("\r\n").filter((line) => /^(?:Via|From|Call-ID|CSeq|Record-Route):/i.test(line));
  const to = request.split("\r\n").find((line) => /^To:/i.test(line)) ?? "";
  return sip([`SIP/2.0 ${status} ${reason}`, ...kept, /;tag=/.test(to) || tag === "" ? to : `${to};tag=${tag}`, ...extra], body);
}

export const header = (text: string, name: string): string | undefined =>
  text
    .split("\r\n")
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();
export const firstLine = (text: string): string => text.slice(0, text.indexOf("\r\n"));
export const tagIn = (value: string | undefined): string => /;tag=([^;]+)/.exec(value ?? "")?.[1] ?? "";

let commands = 0;
/** Commands as an application writes them. */
export const respond = (transactionId: string, status: number, headers: Record<string, string> = {}, body = ""): AppCommand => ({
  kind: "response",
  id: `m${++commands}`,
  transactionId,
  status,
  reason: "",
  sip: { headers: Object.entries(headers).map(([name, value]) => ({ name, value })), body: encodeUtf8(body) },
});
export const ask = (
  method: string,
  uri: string,
  headers: Record<string, string> = {},
  body = "",
  { dialogId = "", nextHop = "" } = {},
): AppCommand => ({
  kind: "request",
  id: `m${++commands}`,
  dialogId,
  nextHop,
  method,
  uri,
  sip: { headers: Object.entries(headers).map(([name, value]) => ({ name, value })), body: encodeUtf8(body) },
});
export const giveUp = (transactionId: string): AppCommand => ({
  kind: "cancel",
  id: `m${++commands}`,
  transactionId,
  sip: { headers: [], body: new Uint8Array(0) },
});

function summary(notice: Notice, text: string): string {
  switch (notice.kind) {
    case "failed":
      return notice.why;
    case "cdr-stop":
      return notice.reason;
    case "cdr-start":
      return notice.role;
    case "dialog-request":
      return `${notice.transactionId === "unsolicited" ? "unsolicited " : ""}${firstLine(text)}`;
    default:
      return firstLine(text);
  }
}
