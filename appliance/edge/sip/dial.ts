import type { EndReason } from "../../contract/end-reason.ts";
import type { LineCommand } from "../../contract/line.ts";
import { readSdp } from "../../wire/sdp/read.ts";
import { writeSdp } from "../../wire/sdp/write.ts";
import { callOff } from "./answering.ts";
import { type DialTarget, targetsOf } from "./dial-targets.ts";
import { confirmed } from "./in-dialog.ts";
import { legOver, legTimer, sayBye } from "./leg-over.ts";
import { type Fork, type Leg, newLeg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { whyOf } from "./reasons.ts";
import type { SipDialog, SipFailure, SipResponseView } from "./srf.ts";

type Dial = Extract<LineCommand, { do: "line.dial" }>;

/** Calls a phone at all its contacts at once, or a number over a trunk; the first to answer has it. */
export function dial(run: SipRun, command: Dial): void {
  const { leg: id, to, local } = command;
  const targets = (command.urgent ? run.legs.brimful : run.legs.full) ? "overload" : targetsOf(run, command);
  if (typeof targets === "string") {
    run.hear({ on: "line.ended", leg: id, why: targets, by: "box" });
    return;
  }
  const wish = to.kind === "phone" ? run.phone(to.phone)?.srtp : run.trunk(to.line)?.srtp;
  const secureProfile = wish === "required" && (local.crypto?.length ?? 0) > 0;
  const party = to.kind === "phone" ? ({ kind: "phone", phone: to.phone } as const) : ({ kind: "line", line: to.line } as const);
  const leg = newLeg({ id, party, direction: "out", callRef: "", secureProfile, lateOffer: false });
  run.legs.add(leg);
  const race = new Race(run, leg, targets.length, command.giveUpMs);
  const localSdp = writeSdp(local, { secureProfile });
  for (const target of targets) race.start(target, localSdp);
}

/** More than any chain of proxies forks to. */
const mostFarTags = 8;

/** RFC 3261 12.1.2: a tag in a provisional answer begins a dialog, which a lamp may tell of and a Replaces may name. */
function noteEarly(fork: Fork, response: SipResponseView): void {
  const { request } = fork;
  const farTag = tagIn(response.get("to"));
  if (response.status === 100 || !request || !farTag) return;
  const ourTag = tagIn(request.get("from"));
  if (!ourTag) return;
  fork.early ??= { callId: request.get("call-id") ?? "", ourTag, farTags: [] };
  const { farTags } = fork.early;
  if (!farTags.includes(farTag) && farTags.length < mostFarTags) farTags.push(farTag);
}

const tagIn = (header: string | undefined): string | undefined => /;\s*tag=([^;,\s>]{1,200})/i.exec(header ?? "")?.[1];

type Refusal = { status: number; why: EndReason };

/** Several tries for one leg. */
class Race {
  readonly #run: SipRun;
  readonly #leg: Leg;
  readonly #keepTrying: () => void;
  #left: number;
  #best: Refusal = { status: 408, why: "no-answer" };

  constructor(run: SipRun, leg: Leg, tries: number, giveUpMs: number) {
    this.#run = run;
    this.#leg = leg;
    this.#left = tries;
    this.#keepTrying = legTimer(run, leg, giveUpMs, () => this.#giveUp());
  }

  start({ uri, options }: DialTarget, localSdp: string): void {
    const leg = this.#leg;
    const fork: Fork = { done: false };
    leg.forks.push(fork);
    const hearing = {
      cbRequest: (error: unknown, request: NonNullable<Fork["request"]>) => {
        if (error) return;
        fork.request = request;
        leg.callRef ||= request.get("call-id") ?? "";
        if (fork.done) request.cancel(() => {});
      },
      cbProvisional: (response: SipResponseView) => {
        noteEarly(fork, response);
        this.#progressed(response);
      },
    };
    try {
      this.#run.srf.createUAC(uri, { ...options, localSdp }, hearing, (error, dialog) => {
        if (dialog) this.#answered(fork, dialog);
        else this.#failed(fork, error);
      });
    } catch (error) {
      // A contact that drachtio-srf can't read.
      this.#failed(fork, error as SipFailure);
    }
  }

  #giveUp(): void {
    if (legOver(this.#run, this.#leg, { why: "no-answer", status: 408, by: "box" })) this.#callOffAll();
  }

  #progressed({ status, body }: SipResponseView): void {
    if (this.#leg.phase !== "ringing" || status === 100) return;
    const remote = body ? readSdp(body) : undefined;
    const media = remote && !("fault" in remote) ? { remote: remote.media } : {};
    const { id: leg, callRef } = this.#leg;
    this.#run.hear({ on: "line.progressed", leg, status, callRef, ...media });
  }

  #answered(fork: Fork, dialog: SipDialog): void {
    const leg = this.#leg;
    fork.done = true;
    // Too late, or a second one of a fork: it answered, so it must be told (RFC 3261 13.2.2.4).
    if (leg.phase !== "ringing") {
      sayBye(this.#run, dialog, leg.endedWhy ?? "answered-elsewhere");
      return;
    }
    this.#keepTrying();
    this.#callOffAll();
    leg.callRef = dialog.sip.callId;
    const remote = readSdp(dialog.remote.sdp ?? "");
    if ("fault" in remote) {
      legOver(this.#run, leg, { why: "no-media", status: 488, by: "us" });
      sayBye(this.#run, dialog, "no-media");
      return;
    }
    leg.remote = remote;
    confirmed(this.#run, leg, dialog);
    this.#run.hear({ on: "line.answered", leg: leg.id, remote: remote.media, callRef: leg.callRef });
  }

  #failed(fork: Fork, error: SipFailure | null): void {
    fork.done = true;
    this.#left--;
    const status = error?.status ?? 503;
    if (rank(status) <= rank(this.#best.status)) this.#best = { status, why: whyOf(status) };
    // RFC 3261 16.7 step 5: a 6xx says no for everybody.
    if (this.#left > 0 && status < 600) return;
    if (legOver(this.#run, this.#leg, { ...this.#best, by: "far" })) this.#callOffAll();
  }

  #callOffAll(): void {
    for (const fork of this.#leg.forks) callOff(fork);
  }
}

/** RFC 3261 16.7 step 6: of several refusals the most telling one counts; somebody who is busy tells more than a phone that is gone. */
function rank(status: number): number {
  if (status >= 600) return 0;
  if (status === 486) return 1;
  if (status === 480) return 2;
  if (status === 408) return 5;
  return status >= 500 ? 4 : 3;
}
