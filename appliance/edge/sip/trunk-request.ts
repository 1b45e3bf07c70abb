import type { TrunkSettings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import type { SipRun } from "./parts.ts";
import { bracketed } from "./sip-uri.ts";
import type { SipResponseView } from "./srf.ts";

/** Longer than any transaction: RFC 3261 17.1.2.2 timer F, and some. */
const answerMs = 40_000;

/** What a trunk says outside of calls. */
export type TrunkRequest = { method: "REGISTER"; expiresSec: number } | { method: "OPTIONS" };

/** Sends one request to the carrier; `done` is called once, without a response when none came. Returns how to stop waiting. */
export function askCarrier(
  run: SipRun,
  trunk: TrunkSettings,
  request: TrunkRequest,
  done: (response?: SipResponseView) => void,
): () => void {
  let waiting = true;
  // The link to the server may die with a request under way; nothing would ever answer then.
  const cancel = run.clock.at(run.clock.nowMs() + answerMs, () => once());
  const once = (response?: SipResponseView): void => {
    if (!waiting) return;
    waiting = false;
    cancel();
    done(response);
  };
  const { uri, headers } = wordsOf(trunk, request);
  const { user } = trunk;
  const password = run.trunkPassword(trunk.id as LineId);
  const auth = user && password ? { auth: { username: user, password } } : {};
  try {
    run.srf.request(uri, { method: request.method, headers, ...auth }, (error, sent) => {
      if (error || !sent) once();
      else sent.on("response", (response) => (response.status >= 200 ? once(response) : undefined));
    });
  } catch {
    once();
  }
  return () => {
    waiting = false;
    cancel();
  };
}

/** The user part by which the carrier's calls find us, and by which we find our binding among others. */
export const contactUser = (trunk: TrunkSettings): string => trunk.user ?? trunk.id;

function wordsOf(trunk: TrunkSettings, request: TrunkRequest): { uri: string; headers: Record<string, string> } {
  const { host = "", port, transport, user } = trunk;
  const domain = `${bracketed(host)}${port ? `:${port}` : ""}`;
  const suffix = transport === "udp" ? "" : `;transport=${transport}`;
  const account = `<sip:${user ?? "linebox"}@${domain}>`;
  if (request.method === "OPTIONS") {
    const headers = { From: "<sip:linebox@localhost>", To: account, Accept: "application/sdp" };
    return { uri: `sip:${user ?? "ping"}@${domain}${suffix}`, headers };
  }
  const expires = String(request.expiresSec);
  // RFC 3261 10.2: the request goes to the domain, the account stands in To. The server puts its own address for "localhost".
  const contact = `<sip:${contactUser(trunk)}@localhost${suffix}>;expires=${expires}`;
  return { uri: `sip:${domain}${suffix}`, headers: { From: account, To: account, Contact: contact, Expires: expires } };
}
