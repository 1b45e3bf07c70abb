import type { TrunkSettings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import type { SipRun } from "./parts.ts";
import { bracketed } from "./sip-uri.ts";
import type { SipResponseView } from "./srf.ts";

const firstRetryMs = 5_000;
const longestRetryMs = 600_000;
const answerMs = 40_000;

/** Keeps one trunk known to its carrier (REGISTER) and knows whether the carrier is there (OPTIONS). */
export class TrunkLink {
  readonly #run: SipRun;
  readonly #trunk: TrunkSettings;
  readonly #contactUser: string;
  #stopped = false;
  #cancel: (() => void)[] = [];
  #retryMs = firstRetryMs;
  #missedPings = 0;
  #state: "up" | "down" = "up";
  #registered = false;

  constructor(run: SipRun, trunk: TrunkSettings) {
    this.#run = run;
    this.#trunk = trunk;
    this.#contactUser = trunk.user ?? trunk.id;
  }

  start(): void {
    const { kind, host, pingSec } = this.#trunk;
    if (kind === "register") {
      this.#tell("down", "registering");
      this.#register(this.#run.config().sip.registerMaxSec);
    } else {
      this.#tell("up", host ? "" : "by address");
    }
    if (host && pingSec > 0 && kind === "address") this.#ping();
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancel) cancel();
    if (this.#registered) this.#send("REGISTER", 0, () => {});
  }

  #after(ms: number, work: () => void): void {
    const cancel = this.#run.clock.at(this.#run.clock.nowMs() + ms, () => {
      this.#cancel = this.#cancel.filter((c) => c !== cancel);
      if (!this.#stopped) work();
    });
    this.#cancel.push(cancel);
  }

  #register(seconds: number): void {
    this.#send("REGISTER", seconds, (response) => {
      if (this.#stopped) return;
      const status = response?.status ?? 408;
      if (status === 423) {
        const least = Number(response?.get("min-expires")) || seconds * 2;
        // RFC 3261 10.2.8: again with what the carrier asks for, within reason.
        if (least > seconds && least <= 86_400) return this.#register(least);
      }
      if (status >= 200 && status < 300) {
        const granted = this.#grantedSec(response, seconds);
        this.#registered = true;
        this.#retryMs = firstRetryMs;
        this.#tell("up", "registered");
        this.#run.mended("trunk-refused", this.#trunk.id);
        this.#after(Math.max(10, granted * 0.8) * 1000, () => this.#register(seconds));
        return;
      }
      this.#registered = false;
      this.#tell("down", `${status} ${response?.reason ?? "no answer"}`);
      if (status === 401 || status === 403 || status === 407) this.#run.fault("trunk-refused", this.#trunk.id, `${this.#trunk.name}: the carrier refused the registration (${status}). Check user and password.`);
      // Doubling, with a spread so that many lines don't come back in step.
      this.#after(this.#retryMs * (0.75 + ((this.#run.clock.nowMs() % 1000) / 1000) * 0.5), () => this.#register(seconds));
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    });
  }

  #grantedSec(response: SipResponseView | undefined, asked: number): number {
    const own = response?.has("contact") ? response.getParsedHeader("contact").find((c) => c.uri.includes(this.#contactUser)) : undefined;
    return Number(own?.params?.expires) || Number(response?.get("expires")) || asked;
  }

  #ping(): void {
    this.#send("OPTIONS", 0, (response) => {
      if (this.#stopped) return;
      const alive = response !== undefined && response.status !== 408 && response.status !== 503;
      this.#missedPings = alive ? 0 : this.#missedPings + 1;
      if (alive) this.#tell("up", "");
      // One lost ping is weather; two are an alarm.
      else if (this.#missedPings >= 2) this.#tell("down", "no answer to OPTIONS");
      this.#after((alive ? this.#trunk.pingSec : Math.min(this.#trunk.pingSec, 15)) * 1000, () => this.#ping());
    });
  }

  #tell(state: "up" | "down", text: string): void {
    const { id, name } = this.#trunk;
    if (state === "down" && this.#state === "up" && text !== "registering") this.#run.fault("trunk-down", id, `${name}: ${text}`);
    if (state === "up") this.#run.mended("trunk-down", id);
    this.#state = state;
    this.#run.hear({ on: "line.state", line: id as LineId, state, text, busy: this.#run.legs.count((l) => l.party.kind === "line" && l.party.line === id) });
  }

  #send(method: "REGISTER" | "OPTIONS", expiresSec: number, done: (response?: SipResponseView) => void): void {
    const { host = "", port, transport, user } = this.#trunk;
    const domain = `${bracketed(host)}${port ? `:${port}` : ""}`;
    const suffix = transport === "udp" ? "" : `;transport=${transport}`;
    const password = this.#run.trunkPassword(this.#trunk.id as LineId);
    let answered = false;
    const once = (response?: SipResponseView) => {
      if (answered) return;
      answered = true;
      giveUp();
      done(response);
    };
    // The control link may die with a request under way; nothing would ever answer then.
    const giveUp = this.#run.clock.at(this.#run.clock.nowMs() + answerMs, () => once());
    const aor = `sip:${user ?? "linebox"}@${domain}`;
    this.#run.srf.request(
      `sip:${method === "REGISTER" ? "" : `${user ?? "ping"}@`}${domain}${suffix}`,
      {
        method,
        headers:
          method === "REGISTER"
            ? { From: `<${aor}>`, To: `<${aor}>`, Contact: `<sip:${this.#contactUser}@localhost${suffix}>;expires=${expiresSec}`, Expires: String(expiresSec) }
            : { From: "<sip:linebox@localhost>", To: `<${aor}>`, Accept: "application/sdp" },
        ...(user && password ? { auth: { username: user, password } } : {}),
      },
      (error, request) => {
        if (error || !request) return once();
        request.on("response", (response) => {
          if (response.status >= 200) once(response);
        });
      },
    );
  }
}
