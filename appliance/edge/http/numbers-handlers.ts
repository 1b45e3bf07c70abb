import { emergencyNumbers } from "../../contract/emergency-numbers.ts";
import { usualRole } from "../../contract/outgoing.ts";
import type { PinOwner } from "../../contract/pin.ts";
import type { Settings } from "../../contract/settings.ts";
import { admitCall } from "../../core/lines/admit.ts";
import { countryClasses, knowsCountry } from "../../core/lines/country-classes.ts";
import { countedAs, judgeCaller } from "../../core/lines/firewall.ts";
import { type Dialler, judgeOutgoing } from "../../core/lines/outgoing.ts";
import { planOfPhone } from "../../core/lines/plan-of-phone.ts";
import { isVip } from "../../core/lines/special-numbers.ts";
import { trunksOut } from "../../core/lines/trunks-out.ts";
import type { AgentId, PhoneId } from "../../kit/ids.ts";
import type { Asked, Handlers } from "./handlers.ts";
import { signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type NumbersRoute = "testCaller" | "testOutgoing" | "countryNumbers" | "pins" | "setPin" | "dropPin" | "unlockPin";
export function numbersHandlers(ports: Pick<HttpPorts, "numbers" | "settings" | "nowMs">): Pick<Handlers, NumbersRoute> {
  const { numbers } = ports;
  const now = (): Settings => ports.settings.current().settings;
  return {
    testCaller({ query }) {
      const settings = now();
      const { caller = "", called, line } = query;
      const callsLastHour = numbers.callsLastHour(countedAs(caller, settings.site.country));
      // The call that is made up would be counted too.
      const facts = { settings, atMs: ports.nowMs(), callsLastHour: () => callsLastHour + 1 };
      const { act, by, tried, special } = judgeCaller({ caller, called, line }, facts);
      const admission = admitCall(settings, line, called, numbers.load.calls(line as never));
      return {
        admitted: admission.ok ? { flow: admission.flow, pattern: admission.pattern } : { why: admission.why },
        act,
        tried,
        callsLastHour,
        ...(by ? { by } : {}),
        ...(special
          ? { special: { number: special.number, name: special.name, class: special.class, vip: isVip(special) } }
          : {}),
      };
    },
    testOutgoing({ query }) {
      const settings = now();
      const plan = planOfPhone(settings, query.number);
      if (plan.kind !== "outside") return { means: plan.kind, trunks: [] };
      const who = diallerOf(settings, query, numbers.agentAt);
      const { class: kind, role, may, why } = judgeOutgoing(settings, plan.number, who);
      const trunks = may === "no" ? [] : trunksOut(settings, plan.number, kind, numbers.load);
      return { means: plan.kind, class: kind, role, may, why, trunks };
    },
    countryNumbers({ query: { country } }) {
      return {
        known: knowsCountry(country),
        emergency: [...emergencyNumbers(country)],
        classes: countryClasses(country).map((row) => ({ ...row })),
        usual: usualRole.allow,
      };
    },
    pins() {
      const set = new Set(numbers.pinOwners());
      const locked = new Map(numbers.lockedPins().map((l) => [l.owner, l.lockedUntilMs]));
      return [...new Set([...set, ...locked.keys()])].sort().map((owner) => {
        const lockedUntilMs = locked.get(owner);
        return { owner, set: set.has(owner), ...(lockedUntilMs === undefined ? {} : { lockedUntilMs }) };
      });
    },
    async setPin({ params, body }) {
      const owner = params.id as PinOwner;
      if (!isThere(now(), owner)) throw new HttpFault("not-found");
      await numbers.putPin(owner, body.pin);
    },
    async dropPin({ params }) {
      if (!numbers.pinOwners().includes(params.id as PinOwner)) throw new HttpFault("not-found");
      await numbers.dropPin(params.id as PinOwner);
    },
    unlockPin(asked: Asked<"unlockPin">) {
      const owner = asked.params.id as PinOwner;
      if (!numbers.lockedPins().some((l) => l.owner === owner)) throw new HttpFault("not-found");
      expectOk(numbers.hear({ on: "pin.unlocked", owner, by: signedIn(asked).user }) ? "ok" : "busy");
    },
  };
}

/** A role if one is asked for, else the phone and who sits there. */
function diallerOf(
  { outgoing }: Settings,
  { phone, role }: { phone?: string; role?: string },
  agentAt: (phone: string) => string | undefined,
): Dialler {
  if (role !== undefined) {
    if (role !== usualRole.id && !outgoing?.roles.some((r) => r.id === role)) throw new HttpFault("not-found");
    return { role };
  }
  if (phone === undefined) return {};
  const agent = agentAt(phone);
  return { phone: phone as PhoneId, ...(agent ? { agent: agent as AgentId } : {}) };
}

function isThere({ agents, phones, outgoing }: Settings, owner: PinOwner): boolean {
  const [kind, id] = [owner.slice(0, owner.indexOf(":")), owner.slice(owner.indexOf(":") + 1)];
  const among = kind === "agent" ? agents : kind === "phone" ? phones : (outgoing?.roles ?? []);
  return among.some((x) => x.id === id);
}
