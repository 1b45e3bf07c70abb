import { h } from "preact";
import type { LiveAgent } from "../../appliance/contract/live.ts";
import { endWrapUp, logIn, logOut, reasons, setNotReady, setReady } from "../data/agents.ts";
import { canAct, live } from "../data/live.ts";
import { ask } from "../parts/dialog.tsx";
import { AgentMark } from "../parts/marks.tsx";
import type { MenuItem } from "../parts/menu.tsx";
import { sayFault } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { span } from "../words/time.ts";
import { language, pick, words } from "../words/words.ts";

const run = (act: Promise<unknown>): void => void act.catch(sayFault);

/** Why an act isn't possible now, or nothing. */
function blockedBecause(agent: LiveAgent, act: "ready" | "not-ready" | "wrap-up" | "log-in" | "log-out"): string | undefined {
  const w = words.value;
  if (!canAct.value) return w.link.blocked;
  const notNow = fill(w.agent.notNow, { state: w.state[agent.state] });
  switch (act) {
    case "ready":
      return agent.state === "logged-out" || agent.state === "ready" ? notNow : undefined;
    case "not-ready":
    case "log-out":
      return agent.state === "logged-out" ? notNow : undefined;
    case "wrap-up":
      return agent.state === "wrap-up" ? undefined : notNow;
    case "log-in":
      return agent.state === "logged-out" ? undefined : notNow;
  }
}

export const actReady = (agent: LiveAgent): void => {
  if (!blockedBecause(agent, "ready")) run(setReady(agent.id));
};
export const actWrapUpDone = (agent: LiveAgent): void => {
  if (!blockedBecause(agent, "wrap-up")) run(endWrapUp(agent.id));
};

/** What can be done to an agent's state now, as a menu. Logged out: at which phone to log in. */
export function agentMenu(agent: LiveAgent, mine: boolean): MenuItem[] {
  const w = words.value;
  if (agent.state === "logged-out") return loginMenu(agent);
  const logout = () => run(logOut(agent.id));
  return [
    {
      kind: "act",
      label: w.agent.setReady,
      mark: h(AgentMark, { state: "ready" }),
      ...(mine ? { note: "r" } : {}),
      run: () => actReady(agent),
      blocked: blockedBecause(agent, "ready"),
    },
    ...(agent.state === "wrap-up"
      ? [
          {
            kind: "act",
            label: w.agent.wrapUpDone,
            icon: "check",
            ...(mine ? { note: "w" } : {}),
            run: () => actWrapUpDone(agent),
          } as MenuItem,
        ]
      : []),
    { kind: "title", label: w.agent.because },
    ...reasons().map(
      (reason): MenuItem => ({
        kind: "act",
        label: pick(reason.name) || reason.code,
        mark: h(AgentMark, { state: "not-ready" }),
        note: span(reason.limitMs, language.value),
        run: () => run(setNotReady(agent.id, reason.code)),
        blocked: blockedBecause(agent, "not-ready"),
      }),
    ),
    { kind: "rule" },
    {
      kind: "act",
      label: w.agent.logOut,
      icon: "exit",
      blocked: blockedBecause(agent, "log-out"),
      run: () =>
        mine
          ? logout()
          : ask({
              title: fill(w.agent.logOutAsk, { name: agent.name }),
              note: w.agent.logOutNote,
              yes: w.agent.logOut,
              danger: true,
              run: logout,
            }),
    },
  ];
}

function loginMenu(agent: LiveAgent): MenuItem[] {
  const w = words.value;
  const phones = live.value?.phones ?? [];
  const own = [...phones].sort((a, b) => Number(b.id === agent.phone) - Number(a.id === agent.phone) || a.id.localeCompare(b.id));
  if (own.length === 0) return [{ kind: "title", label: w.agent.noPhones }];
  return [
    { kind: "title", label: w.agent.logInAt },
    ...own.map(
      (phone): MenuItem => ({
        kind: "act",
        label: `${phone.id} ${phone.name}`,
        icon: "phone",
        ...(phone.contacts.length === 0 ? { note: w.live.offline } : {}),
        blocked: blockedBecause(agent, "log-in"),
        run: () => run(logIn(agent.id, phone.id)),
      }),
    ),
  ];
}
