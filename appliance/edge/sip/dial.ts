import type { EndReason } from "../../contract/end-reason.ts";
import type { LineCommand } from "../../contract/line.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { readSdp } from "../../wire/sdp/read.ts";
import { writeSdp } from "../../wire/sdp/write.ts";
import { callOff } from "./answering.ts";
import { confirmed } from "./in-dialog.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { reasonHeader, whyOf } from "./reasons.ts";
import { bracketed, escapedUser, quotedName } from "./sip-uri.ts";
import type { DialOptions, SipDialog, SipFailure, SipHeaders } from "./srf.ts";
import { userAgentSaysHello } from "./user-agent.ts";

type Dial = Extract<LineCommand, { do: "line.dial" }>;
type Target = { uri: string; options: Omit<DialOptions, "localSdp"> };

/** Calls a phone at all its contacts at once, or a number over a trunk; the first to answer has it. */
export function dial(run: SipRun, command: Dial): void {
  const secure = secureOf(run, command);
  const leg: Leg = {
    id: command.leg,
    party: command.to.kind === "phone" ? { kind: "phone", phone: command.to.phone } : { kind: "line", line: command.to.line },
    direction: "out",
    callRef: "",
    phase: "ringing",
    secureProfile: secure,
    lateOffer: false,
    forks: [],
  };
  const targets = targetsOf(run, command);
  if (typeof targets === "string") {
    run.hear({ on: "line.ended", leg: leg.id, why: targets, by: "box" });
    return;
  }
  run.legs.add(leg);
  const localSdp = writeSdp(command.local, { secureProfile: secure });
  const race = new Race(run, leg, targets.length);
  for (const target of targets) race.start(target, localSdp);
  run.clock.at(run.clock.nowMs() + command.giveUpMs, () => race.giveUp());
}

/** Several tries for one leg. */
class Race {
  readonly #run: SipRun;
  readonly #leg: Leg;
  #left: number;
  #best: { status: number; why: EndReason } = { status: 408, why: "no-answer" };

  constructor(run: SipRun, leg: Leg, tries: number) {
    this.#run = run;
    this.#leg = leg;
    this.#left = tries;
  }

  start(target: Target, localSdp: string): void {
    const fork: Leg["forks"][number] = { done: false };
    this.#leg.forks.push(fork);
    this.#run.srf.createUAC(
      target.uri,
      { ...target.options, localSdp },
      {
        cbRequest: (error, request) => {
          if (error) return;
          fork.request = request;
          this.#leg.callRef ||= request.get("call-id") ?? "";
          if (fork.done) request.cancel(() => {});
        },
        cbProvisional: (response) => {
          if (this.#leg.phase !== "ringing" || response.status === 100) return;
          const remote = response.body ? readSdp(response.body) : undefined;
          const media = remote && !("fault" in remote) ? { remote: remote.media } : {};
          this.#run.hear({ on: "line.progressed", leg: this.#leg.id, status: response.status, callRef: this.#leg.callRef, ...media });
        },
      },
      (error, dialog) => (dialog ? this.#answered(fork, dialog) : this.#failed(fork, error)),
    );
  }

  giveUp(): void {
    if (this.#leg.phase !== "ringing") return;
    this.#leg.phase = "ended";
    this.#run.legs.delete(this.#leg.id);
    for (const fork of this.#leg.forks) callOff(fork);
    this.#run.hear({ on: "line.ended", leg: this.#leg.id, why: "no-answer", status: 408, by: "box" });
  }

  #answered(fork: Leg["forks"][number], dialog: SipDialog): void {
    fork.done = true;
    const remote = readSdp(dialog.remote.sdp ?? "");
    // Too late, or a second one of a fork: it answered, so it must be told (RFC 3261 13.2.2.4).
    if (this.#leg.phase !== "ringing") {
      dialog.destroy({ headers: { Reason: reasonHeader("answered-elsewhere") } }, () => {});
      return;
    }
    for (const other of this.#leg.forks) callOff(other);
    this.#leg.callRef = dialog.sip.callId;
    if ("fault" in remote) {
      this.#leg.phase = "ended";
      this.#run.legs.delete(this.#leg.id);
      dialog.destroy({ headers: { Reason: reasonHeader("no-media") } }, () => {});
      this.#run.hear({ on: "line.ended", leg: this.#leg.id, why: "no-media", status: 488, by: "us" });
      return;
    }
    this.#leg.remote = remote;
    confirmed(this.#run, this.#leg, dialog);
    this.#run.hear({ on: "line.answered", leg: this.#leg.id, remote: remote.media, callRef: this.#leg.callRef });
  }

  #failed(fork: Leg["forks"][number], error: SipFailure | null): void {
    fork.done = true;
    this.#left--;
    if (this.#leg.phase !== "ringing") return;
    const status = error?.status ?? 503;
    // RFC 3261 16.7 step 6: a 6xx says no for everybody; else the most telling answer counts.
    if (rank(status) < rank(this.#best.status) || this.#left === 0) this.#best = better(this.#best, { status, why: whyOf(status) });
    if (this.#left > 0 && status < 600) return;
    for (const other of this.#leg.forks) callOff(other);
    this.#leg.phase = "ended";
    this.#run.legs.delete(this.#leg.id);
    this.#run.hear({ on: "line.ended", leg: this.#leg.id, why: this.#best.why, status: this.#best.status, by: "far" });
  }
}

const rank = (status: number): number => (status >= 600 ? 0 : status === 486 ? 1 : status === 603 ? 1 : status === 480 ? 2 : status === 408 ? 5 : status >= 500 ? 4 : 3);
const better = (a: { status: number; why: EndReason }, b: { status: number; why: EndReason }) => (rank(b.status) <= rank(a.status) ? b : a);

function targetsOf(run: SipRun, command: Dial): Target[] | EndReason {
  const { sip } = run.config();
  const headers: SipHeaders = { ...userAgentSaysHello, "Session-Expires": String(sip.sessionExpiresSec), "Min-SE": "90" };
  const ring = { normal: "", internal: "<urn:alert:source:internal>", priority: "<urn:alert:priority:high>" }[command.ring ?? "normal"];
  // RFC 7462: the phone may choose another sound by it.
  if (ring) headers["Alert-Info"] = ring;
  const name = command.from.name ? `${quotedName(command.from.name)} ` : "";
  if (command.to.kind === "phone") {
    const contacts = run.contacts.of(command.to.phone as PhoneId, run.clock.nowMs());
    if (contacts.length === 0) return "unreachable";
    headers.From = `${name}<sip:${escapedUser(command.from.number)}@${bracketed(sip.realm)}>`;
    headers.To = `<sip:${command.to.phone}@${bracketed(sip.realm)}>`;
    return contacts.map((c) => ({
      uri: c.uri,
      // A stream phone is reached over the connection it opened; the server keeps it by the contact.
      options: { headers, ...(c.transport === "udp" ? { proxy: `sip:${bracketed(c.address)}:${c.port}` } : {}) },
    }));
  }
  const { line } = command.to;
  const trunk = run.trunk(line);
  if (!trunk?.enabled || !trunk.host) return "line-failed";
  if (run.legs.count((l) => l.party.kind === "line" && l.party.line === line) >= trunk.maxCalls) return "overload";
  const host = `${bracketed(trunk.host)}${trunk.port ? `:${trunk.port}` : ""}`;
  const number = trunk.callerId ?? command.from.number;
  headers.From = `${name}<sip:${escapedUser(trunk.kind === "register" && trunk.user ? trunk.user : number)}@${host}>`;
  headers["P-Asserted-Identity"] = `<sip:${escapedUser(number)}@${host}>`;
  const password = run.trunkPassword(trunk.id as LineId);
  return [
    {
      uri: `sip:${escapedUser(command.to.number)}@${host}${trunk.transport === "udp" ? "" : `;transport=${trunk.transport}`}`,
      options: { headers, ...(trunk.user && password ? { auth: { username: trunk.user, password } } : {}) },
    },
  ];
}

function secureOf(run: SipRun, command: Dial): boolean {
  const wish = command.to.kind === "phone" ? run.phone(command.to.phone)?.srtp : run.trunk(command.to.line)?.srtp;
  return wish === "required" && (command.local.crypto?.length ?? 0) > 0;
}
