import type { TrunkSettings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import type { SipRun } from "./parts.ts";
import type { SipResponseView } from "./srf.ts";
import { askCarrier, contactUser, type TrunkRequest } from "./trunk-request.ts";
import { namedWords, trunkWords } from "./trunk-words.ts";

const firstRetryMs = 5_000;
const longestRetryMs = 600_000;
/** A registration is renewed when this much of it is over. */
const renewAt = 0.8;
/** A carrier that is silent is asked again sooner than one that is well. */
const silentPingSec = 15;
const mostExpiresSec = 86_400;

/** Keeps one trunk known to its carrier (REGISTER) and knows whether the carrier is there (OPTIONS). */
export class TrunkLink {
  readonly #run: SipRun;
  readonly #trunk: TrunkSettings;
  readonly #pending = new Set<() => void>();
  #stopped = false;
  #retryMs = firstRetryMs;
  #missedPings = 0;
  #state: "up" | "down" | undefined;
  #text = "";
  #registered = false;

  constructor(run: SipRun, trunk: TrunkSettings) {
    this.#run = run;
    this.#trunk = trunk;
  }

  start(): void {
    const { kind, host, pingSec } = this.#trunk;
    if (kind === "register") {
      this.#tell("down", "registering");
      this.#register(this.#run.config().sip.registerMaxSec);
      return;
    }
    this.#tell("up", host ? "" : "by address");
    if (host && pingSec > 0) this.#ping();
  }

  /** Takes the registration back; the edge waits for the answer when it stops. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
    if (!this.#registered) return;
    const done = this.#run.goodbyes.begin();
    askCarrier(this.#run, this.#trunk, { method: "REGISTER", expiresSec: 0 }, done);
  }

  #after(ms: number, work: () => void): void {
    const cancel = this.#run.clock.at(this.#run.clock.nowMs() + ms, () => {
      this.#pending.delete(cancel);
      work();
    });
    this.#pending.add(cancel);
  }

  #ask(request: TrunkRequest, done: (response?: SipResponseView) => void): void {
    const cancel = askCarrier(this.#run, this.#trunk, request, (response) => {
      this.#pending.delete(cancel);
      if (!this.#stopped) done(response);
    });
    this.#pending.add(cancel);
  }

  #register(seconds: number): void {
    this.#ask({ method: "REGISTER", expiresSec: seconds }, (response) => {
      const status = response?.status ?? 408;
      const least = status === 423 ? Number(response?.get("min-expires")) || seconds * 2 : 0;
      // RFC 3261 10.2.8: again with what the carrier asks for, within reason.
      if (least > seconds && least <= mostExpiresSec) this.#register(least);
      else if (status >= 200 && status < 300) this.#accepted(response, seconds);
      else this.#refused(status, response?.reason ?? "no answer", seconds);
    });
  }

  #accepted(response: SipResponseView | undefined, seconds: number): void {
    const granted = this.#grantedSec(response, seconds);
    this.#registered = true;
    this.#retryMs = firstRetryMs;
    this.#tell("up", "registered");
    this.#run.mended("trunk-refused", this.#trunk.id);
    this.#after(Math.max(1, granted * renewAt) * 1000, () => this.#register(seconds));
  }

  #refused(status: number, reason: string, seconds: number): void {
    const { id, name } = this.#trunk;
    this.#registered = false;
    this.#tell("down", `${status} ${reason}`);
    if (status === 401 || status === 403 || status === 407)
      this.#run.fault("trunk-refused", id, namedWords(name, trunkWords(`${status} ${reason}`)!));
    // Doubling, with a spread so that many lines don't come back in step.
    const spread = 0.75 + ((this.#run.clock.nowMs() % 1000) / 1000) * 0.5;
    this.#after(this.#retryMs * spread, () => this.#register(seconds));
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  /** RFC 3261 10.2.4: what the carrier grants stands at our own binding, or at all. */
  #grantedSec(response: SipResponseView | undefined, asked: number): number {
    const user = contactUser(this.#trunk);
    const bindings = response?.has("contact") ? response.getParsedHeader("contact") : [];
    const own = bindings.find((c) => c.uri.includes(`:${user}@`)) ?? (bindings.length === 1 ? bindings[0] : undefined);
    return Number(own?.params?.expires) || Number(response?.get("expires")) || asked;
  }

  #ping(): void {
    this.#ask({ method: "OPTIONS" }, (response) => {
      // Whatever it answers, it is there; 408 and 503 the server makes up when nobody is.
      const alive = response !== undefined && response.status !== 408 && response.status !== 503;
      this.#missedPings = alive ? 0 : this.#missedPings + 1;
      if (alive) this.#tell("up", "");
      // One lost ping is weather; two are an alarm.
      else if (this.#missedPings >= 2) this.#tell("down", "no answer to OPTIONS");
      const { pingSec } = this.#trunk;
      this.#after((alive ? pingSec : Math.min(pingSec, silentPingSec)) * 1000, () => this.#ping());
    });
  }

  #tell(state: "up" | "down", text: string): void {
    if (state === this.#state && text === this.#text) return;
    const was = this.#state;
    this.#state = state;
    this.#text = text;
    const { id, name } = this.#trunk;
    const words = trunkWords(text);
    if (state === "up") this.#run.mended("trunk-down", id);
    else if (was !== undefined) this.#run.fault("trunk-down", id, words ? namedWords(name, words) : name);
    const busy = this.#run.legs.onLine(id);
    this.#run.hear({ on: "line.state", line: id as LineId, state, text, ...(words ? { words } : {}), busy });
  }
}
