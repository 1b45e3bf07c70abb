import { encodeUtf8 } from "../../../kit/utf8.ts";
import { dialogRequest, nextCSeq } from "../dialog/dialog-request.ts";
import { refreshTarget } from "../dialog/dialog-rules.ts";
import { headerValue } from "../message/headers.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipResponse } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { hangUp } from "./hang-up.ts";
import type { ClientExchange, DialogEntry, ExchangeOutcome } from "./live-state.ts";
import { reachDialog } from "./next-hop.ts";
import { openExchange, sendExchange } from "./outgoing.ts";
import { sendAck } from "./send-ack.ts";
import type { AgreedTimer } from "./session-timer.ts";
import { agreedTimer, refreshHeaders, timerDelayMs } from "./session-timer.ts";

/** Starts, restarts or ends the session timer of a dialog, as the last 2xx has it (RFC 4028 7.2, 9). */
export function setSessionTimer(core: AgentCore, entry: DialogEntry, agreed: AgreedTimer | undefined): void {
  if (agreed === undefined) {
    core.timers.callOff(entry.sessionTimer);
    entry.sessionTimer = undefined;
    delete entry.data.sessionTimer;
    return;
  }
  entry.data.sessionTimer = { ...agreed, dueAtMs: core.now + timerDelayMs(agreed) };
  armSessionTimer(core, entry);
}

/** Waits for the deadline in the dialog's data; also used when a dialog was restored. */
export function armSessionTimer(core: AgentCore, entry: DialogEntry): void {
  core.timers.callOff(entry.sessionTimer);
  const timer = entry.data.sessionTimer;
  if (timer === undefined) return;
  entry.sessionTimer = core.timers.at(timer.dueAtMs, () => {
    if (timer.refresher === "us") refresh(core, entry);
    else hangUp(core, entry, { text: "Session timer expired", cdr: "session-expired" });
  });
}

/** UPDATE where the peer has it, for it leaves the media alone; else a re-INVITE with the session description last given. */
function refresh(core: AgentCore, entry: DialogEntry): void {
  const { data } = entry;
  if (entry.ending || data.sessionTimer === undefined) return;
  // Another negotiation is under way and will restart the timer; look again soon in case it fails.
  if (
    entry.clientInvite !== undefined ||
    entry.serverInvite !== undefined ||
    entry.clientUpdate !== undefined ||
    entry.unacked !== undefined
  ) {
    again(core, entry, 2_000);
    return;
  }
  const method = data.peerAllows.includes("UPDATE") ? "UPDATE" : "INVITE";
  const headers = [...refreshHeaders(data.sessionTimer, core.options.times.minSeS), { name: "Supported", value: "timer" }];
  const withSdp = method === "INVITE" && data.localSdp !== undefined;
  if (withSdp) headers.push({ name: "Content-Type", value: "application/sdp" });
  const cseq = nextCSeq(data);
  const request = dialogRequest(data, { method, cseq, headers, ...(withSdp ? { body: encodeUtf8(data.localSdp!) } : {}) });
  const exchange: ClientExchange = openExchange(core, {
    client: undefined,
    dialogId: data.id,
    dialog: entry,
    request,
    sent: undefined,
    hear: (outcome) => refreshed(core, entry, exchange, cseq, outcome),
  });
  if (method === "INVITE") entry.clientInvite = exchange;
  else entry.clientUpdate = exchange;
  reachDialog(core, entry, (found) => sendExchange(core, exchange, found));
}

function refreshed(core: AgentCore, entry: DialogEntry, exchange: ClientExchange, cseq: number, outcome: ExchangeOutcome): void {
  if (outcome.kind === "response" && outcome.response.status < 200) return;
  const invite = exchange.request.method === "INVITE";
  if (outcome.kind === "response" && outcome.response.status < 300 && invite) {
    if (!entry.ending) {
      if (entry.clientInvite === exchange) entry.answered = { cseq, ack: undefined, giveUp: undefined };
      else if (entry.answered?.cseq === cseq && entry.answered.ack !== undefined) {
        core.options.transactions.sendStateless(entry.answered.ack.message, entry.answered.ack.to);
        return;
      }
    }
    sendAck(core, entry, cseq);
  }
  if (entry.clientInvite === exchange) entry.clientInvite = undefined;
  if (entry.clientUpdate === exchange) entry.clientUpdate = undefined;
  if (entry.ending) return;
  if (outcome.kind === "response" && outcome.response.status < 300) {
    refreshTarget(entry.data, exchange.request.method, outcome.response);
    setSessionTimer(core, entry, agreedTimer(outcome.response));
    return;
  }
  const status = outcome.kind === "response" ? outcome.response.status : outcome.status;
  afterRefusal(core, entry, status, outcome.kind === "response" ? outcome.response : undefined);
}

function afterRefusal(core: AgentCore, entry: DialogEntry, status: number, response: SipResponse | undefined): void {
  const timer = entry.data.sessionTimer;
  if (timer === undefined) return;
  switch (status) {
    case 422: // RFC 4028 7.3
      timer.intervalS = Math.max(
        timer.intervalS,
        parseDeltaSeconds(headerValue(response!, "Min-SE") ?? "") ?? core.options.times.minSeS,
      );
      again(core, entry, 0);
      return;
    case 491: // RFC 3261 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side less
      again(core, entry, entry.data.role === "uac" ? 3_000 : 1_000);
      return;
    case 405:
    case 501:
      entry.data.peerAllows = entry.data.peerAllows.filter((method) => method !== "UPDATE");
      again(core, entry, 0);
      return;
    case 408:
    case 481:
    case 503:
      hangUp(core, entry, { text: "Session timer expired", cdr: "session-expired" });
      return;
    default: {
      // Refused for some other reason: the session goes on (RFC 4028 10), and we try again in the half that is left.
      again(core, entry, Math.max(1_000, timer.intervalS * 250));
    }
  }
}

function again(core: AgentCore, entry: DialogEntry, delayMs: number): void {
  if (entry.data.sessionTimer === undefined) return;
  entry.data.sessionTimer.dueAtMs = core.now + delayMs;
  armSessionTimer(core, entry);
}
