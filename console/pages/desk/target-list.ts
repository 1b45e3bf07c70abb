import type { HandTarget } from "../../../appliance/contract/hand.ts";
import type { LiveState } from "../../../appliance/contract/live.ts";

/** Somebody or something a caller can be handed to. The survey is no target of its own: it is the call's queue's. */
export type Target =
  | { kind: "agent"; id: string; name: string; phone?: string; state: LiveState["agents"][number]["state"]; sinceMs: number }
  | { kind: "phone"; id: string; name: string; up: boolean }
  | { kind: "queue"; id: string; name: string; waiting: number; ready: number }
  | { kind: "number"; id: string };

const most = 30;

/**
 * Who fits what was typed: agents who are logged in, phones nobody is logged in at, queues (only to hand on to), and the digits as a
 * number outside. Those who are free come first.
 */
export function targetsFor(
  state: Pick<LiveState, "agents" | "phones" | "queues">,
  purpose: "transfer" | "consult",
  own: string | undefined,
  typed: string,
  nameOf: (both: { zh?: string; en?: string }) => string,
): Target[] {
  const text = typed.trim().toLowerCase();
  const digits = text.replace(/[\s-]/g, "");
  const fits = (...of: (string | undefined)[]) => text === "" || of.some((o) => o?.toLowerCase().includes(text));
  const agents = state.agents
    .filter((a) => a.id !== own && a.state !== "logged-out" && fits(a.name, a.id, a.phone))
    .sort((a, b) => Number(b.state === "ready") - Number(a.state === "ready") || a.id.localeCompare(b.id))
    .map(
      (a): Target => ({
        kind: "agent",
        id: a.id,
        name: a.name,
        ...(a.phone ? { phone: a.phone } : {}),
        state: a.state,
        sinceMs: a.sinceMs,
      }),
    );
  const taken = new Set(state.agents.filter((a) => a.state !== "logged-out").map((a) => a.phone));
  const phones = state.phones
    .filter((p) => !taken.has(p.id) && fits(p.name, p.id))
    .map((p): Target => ({ kind: "phone", id: p.id, name: p.name, up: p.contacts.length > 0 }));
  const queues =
    purpose === "consult"
      ? []
      : state.queues
          .filter((q) => fits(nameOf(q.name), q.id))
          .map(
            (q): Target => ({
              kind: "queue",
              id: q.id,
              name: nameOf(q.name),
              waiting: q.waiting.length,
              ready: q.agents.ready,
            }),
          );
  const known = state.phones.some((p) => p.id === digits);
  const outside: Target[] = /^\+?\d{2,20}$/.test(digits) && !known ? [{ kind: "number", id: digits }] : [];
  return [...agents, ...queues, ...phones, ...outside].slice(0, most);
}

export function asHandTarget(target: Target): HandTarget {
  switch (target.kind) {
    case "agent":
      return { kind: "agent", agent: target.id };
    case "phone":
      return { kind: "phone", phone: target.id };
    case "queue":
      return { kind: "queue", queue: target.id };
    case "number":
      return { kind: "number", number: target.id };
  }
}
