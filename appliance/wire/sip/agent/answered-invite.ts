import { noteRemoteSdp } from "../dialog/dialog-rules.ts";
import { cseqOf } from "../message/cseq.ts";
import type { SipRequest, SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { hangUp } from "./hang-up.ts";
import type { DialogEntry } from "./live-state.ts";

/** Our 2xx to an INVITE went out: it is repeated until its ACK comes, over any transport (RFC 3261 13.3.1.4). */
export function awaitAck(core: AgentCore, entry: DialogEntry, response: SipResponse, to: Peer, transactionId: string): void {
  core.timers.callOff(entry.unacked?.resend);
  core.timers.callOff(entry.unacked?.giveUp);
  const { t1Ms } = core.options.times;
  entry.unacked = {
    cseq: cseqOf(response)?.number ?? 0,
    response,
    to,
    transactionId,
    intervalMs: t1Ms,
    resend: undefined,
    giveUp: core.timers.at(core.now + 64 * t1Ms, () => hangUp(core, entry, { text: "ACK timeout", cdr: "ack-timeout" })),
  };
  scheduleResend(core, entry);
}

function scheduleResend(core: AgentCore, entry: DialogEntry): void {
  const { unacked } = entry;
  if (unacked === undefined) return;
  unacked.resend = core.timers.at(core.now + unacked.intervalMs, () => {
    if (entry.unacked !== unacked) return;
    core.options.transactions.sendStateless(unacked.response, unacked.to);
    unacked.intervalMs = Math.min(unacked.intervalMs * 2, core.options.times.t2Ms);
    scheduleResend(core, entry);
  });
}

/** An ACK came. Repeated ones are swallowed; the first is for the application. */
export function ackReceived(core: AgentCore, entry: DialogEntry, ack: SipRequest, from: Peer): void {
  const { unacked } = entry;
  if (unacked === undefined || cseqOf(ack)?.number !== unacked.cseq) return;
  core.timers.callOff(unacked.resend);
  core.timers.callOff(unacked.giveUp);
  entry.unacked = undefined;
  noteRemoteSdp(entry.data, ack);
  const sip = core.bytesOf(ack);
  core.tell(entry.owner, {
    kind: "dialog-request",
    meta: core.metaOf("network", sip, from),
    transactionId: unacked.transactionId,
    dialogId: entry.data.id,
    sip,
  });
  if (entry.hangUpWhenAcked !== undefined) {
    hangUp(core, entry, { text: entry.hangUpWhenAcked, cdr: "system-initiated-termination" });
    return;
  }
  const waiting = entry.whenAcked;
  entry.whenAcked = [];
  for (const { run } of waiting) run();
}
