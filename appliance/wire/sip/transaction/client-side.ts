import { cseqOf } from "../message/cseq.ts";
import { headerValues } from "../message/headers.ts";
import type { SipHeader, SipRequest, SipResponse } from "../message/types.ts";
import { branchOf, parseVia } from "../message/via.ts";
import type { TransactionLimits } from "./admission.ts";
import { makeCancel } from "./follow-up.ts";
import { inviteClient } from "./invite-client.ts";
import type { MachineRunner } from "./machine-runner.ts";
import { clientKey, makeBranch } from "./matching.ts";
import { nonInviteClient } from "./non-invite-client.ts";
import { responseEvent } from "./response-event.ts";
import { outgoing } from "./return-path.ts";
import type { TransactionRecord } from "./transaction-record.ts";
import type { Peer, TransactionKey, TransactionOutput } from "./types.ts";

export type ClientSideParts = {
  runner: MachineRunner;
  emit: (output: TransactionOutput) => void;
  limits: Pick<TransactionLimits, "client">;
  newId: () => string;
  sentBy: (peer: Peer) => { host: string; port: number };
};

/** The transactions we start, and their CANCELs. */
export class ClientSide {
  readonly transactions = new Map<TransactionKey, TransactionRecord>();
  readonly #parts: ClientSideParts;

  constructor(parts: ClientSideParts) {
    this.#parts = parts;
  }

  request(request: SipRequest, peer: Peer, now: number): TransactionKey {
    const { emit, limits, newId, sentBy } = this.#parts;
    const branch = makeBranch(newId());
    const key = clientKey(branch, request.method);
    if (this.transactions.size >= limits.client) {
      emit({ do: "failed", key, why: "transport" });
      emit({ do: "ended", key });
      return key;
    }
    this.#start({ key, request: outgoing(request, peer, sentBy(peer), branch), peer, branch, silent: false }, now);
    return key;
  }

  receive(response: SipResponse, from: Peer, now: number): void {
    // RFC 3261 8.1.3.3: a second Via means it is for somebody else
    const vias = headerValues(response, "Via");
    const via = vias.length === 1 ? parseVia(vias[0]!) : undefined;
    const branch = via && branchOf(via);
    const method = cseqOf(response)?.method;
    const transaction =
      branch === undefined || method === undefined ? undefined : this.transactions.get(clientKey(branch, method));
    if (transaction) this.#parts.runner.handle(transaction, responseEvent(response), { message: response, from }, now);
  }

  /** False when there is nothing left to cancel. */
  cancel(key: TransactionKey, now: number, headers: readonly SipHeader[]): boolean {
    const transaction = this.transactions.get(key);
    if (!transaction?.invite || (transaction.state !== "calling" && transaction.state !== "proceeding")) return false;
    if (transaction.cancel) return true;
    transaction.cancel = { headers, sent: false };
    // RFC 3261 9.1: not before a provisional response
    if (transaction.state === "proceeding") this.sendCancel(transaction, now);
    return true;
  }

  sendCancel(transaction: TransactionRecord, now: number): void {
    const { cancel, branch, peer, request } = transaction;
    if (!cancel || cancel.sent || branch === undefined) return;
    cancel.sent = true;
    this.#parts.runner.startTimer(transaction, "cancel", now);
    this.#start(
      { key: clientKey(branch, "CANCEL"), request: makeCancel(request, cancel.headers), peer, branch, silent: true },
      now,
    );
  }

  #start(start: Pick<TransactionRecord, "key" | "request" | "peer" | "branch" | "silent">, now: number): void {
    const invite = start.request.method === "INVITE";
    const machine = invite ? inviteClient : nonInviteClient;
    const transaction: TransactionRecord = { ...start, machine, invite, state: "", timers: new Map(), intervalMs: 0 };
    this.transactions.set(start.key, transaction);
    this.#parts.runner.begin(transaction, now);
  }
}
