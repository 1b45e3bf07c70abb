import type { ItemRow } from "../../../appliance/contract/items.ts";
import type { LiveParty } from "../../../appliance/contract/live.ts";
import { rightsOf } from "../../../appliance/contract/routes.ts";
import type { Asked, Handler, Handlers, Refuse } from "./asked.ts";
import type { Desk } from "./desk.ts";
import type { SimAgent, SimCall } from "./world.ts";

/** States, calls in hand, those who wait, callbacks and work, as far as screens ask for them. */
export function deskHandlers(desk: Desk, refuse: Refuse): Handlers {
  return {
    ...states(desk, refuse),
    ...inHand(desk, refuse),
    ...supervision(desk, refuse),
    ...waiting(desk, refuse),
    ...work(desk, refuse),
  };
}

type AgentAct = (agent: SimAgent, asked: Asked) => boolean;
const acts =
  ({ world }: Desk, refuse: Refuse) =>
  (act: AgentAct, fault: Parameters<Refuse>[1] = "agent-state"): Handler =>
  (asked) => {
    const agent = world.agents.get(asked.params.id ?? "");
    if (!agent) return refuse(asked.reply, "not-found");
    if (asked.me.agent !== agent.id && !rightsOf[asked.me.role].includes("supervise")) return refuse(asked.reply, "not-allowed");
    return act(agent, asked) ? {} : refuse(asked.reply, fault);
  };
const busy = (agent: SimAgent) => ["talking", "hold", "ringing"].includes(agent.state);

function states(desk: Desk, refuse: Refuse): Handlers {
  const { world } = desk;
  const agentAct = acts(desk, refuse);
  return {
    agentLogin: agentAct((agent, { body }) => {
      if (agent.state !== "logged-out") return false;
      agent.phone = String(body.phone);
      world.notReady(agent, "unspecified");
      return true;
    }),
    agentLogout: agentAct((agent) => {
      if (busy(agent)) return false;
      world.setAgent(agent, "logged-out");
      return true;
    }),
    agentReady: agentAct((agent) => {
      if (busy(agent)) {
        agent.next = "ready";
        world.touch("agents", agent.id);
      } else world.setAgent(agent, "ready");
      return true;
    }),
    agentNotReady: agentAct((agent, { body }) => {
      if (busy(agent)) return false;
      world.notReady(agent, String(body.reason));
      return true;
    }),
    agentWrapUpDone: agentAct((agent) => {
      if (agent.state !== "wrap-up") return false;
      world.setAgent(agent, "ready");
      return true;
    }),
    extendWrapUp: agentAct((agent, { body }) => {
      if (agent.state !== "wrap-up") return false;
      agent.limitAtMs = (agent.limitAtMs ?? world.nowMs) + Number(body.bySec) * 1000;
      world.touch("agents", agent.id);
      return true;
    }),
    forceAgent: agentAct((agent, { body }) => {
      if (body.to === "not-ready") world.notReady(agent, String(body.reason ?? "supervisor"));
      else world.setAgent(agent, body.to === "ready" ? "ready" : "logged-out");
      return true;
    }),
    agentHistory: ({ params }) => [...(world.agents.get(params.id ?? "")?.rows ?? [])].reverse(),
  };
}

function inHand(desk: Desk, refuse: Refuse): Handlers {
  const { world } = desk;
  const agentAct = acts(desk, refuse);
  const withCall = (act: (call: SimCall, agent: SimAgent, asked: Asked) => void): Handler =>
    agentAct((agent, asked) => {
      const call = world.calls.get(agent.call ?? "");
      if (!call) return false;
      act(call, agent, asked);
      world.touch("calls", call.live.id);
      return true;
    }, "no-call-in-hand");
  const holding = (held: boolean) =>
    withCall((call, agent) => {
      world.phase(call, held ? "hold" : "talking");
      world.setAgent(agent, held ? "hold" : "talking", { call: call.live.id, limitMs: 3_600_000 });
    });
  const done = withCall((call, agent) => desk.finish(call, agent.id));
  const asked = ({ body }: Asked): LiveParty => {
    const to = body.to as { kind: string; agent?: string; phone?: string; number?: string };
    const who = to.agent ? world.agents.get(to.agent)?.name : (to.phone ?? to.number);
    return { leg: "asked", who: who ?? "", ...(to.agent ? { agent: to.agent } : {}), as: "asked", ringing: true };
  };
  return {
    agentHold: holding(true),
    agentResume: holding(false),
    agentMute: withCall((call, _agent, { body }) => {
      desk.extra(call.live.id).muted = body.muted === true;
    }),
    agentConsult: withCall((call, _agent, ask) => {
      const extra = desk.extra(call.live.id);
      const party = asked(ask);
      extra.asked = party;
      setTimeout(() => {
        delete party.ringing;
        world.touch("calls", call.live.id);
      }, 3_000);
    }),
    agentConsultCancel: withCall((call) => {
      delete desk.extra(call.live.id).asked;
    }),
    agentConsultComplete: done,
    agentConference: withCall((call) => {
      const extra = desk.extra(call.live.id);
      if (extra.asked) extra.third = { ...extra.asked, as: "talks" };
      delete extra.asked;
    }),
    agentTransfer: done,
    agentLeave: done,
    handToSurvey: (wish) => {
      const agent = [...world.agents.values()].find((a) => a.call === wish.params.id);
      return agent ? done({ ...wish, params: { id: agent.id } }) : refuse(wish.reply, "no-call-in-hand");
    },
    agentPark: withCall((call, agent) => {
      world.phase(call, "parked");
      call.live.slot = 1;
      delete call.live.agent;
      world.setAgent(agent, "ready");
    }),
    agentPickUp: agentAct((agent, { body }) => {
      const call = world.calls.get(String((body.what as { call?: string }).call));
      if (!call) return false;
      delete call.live.slot;
      call.live.agent = agent.id;
      world.phase(call, "talking");
      world.setAgent(agent, "talking", { call: call.live.id, limitMs: 4 * 3_600_000 });
      return true;
    }, "nothing-to-pick-up"),
    agentDial: (wish) => (wish.me.agent ? { call: "dialled" } : refuse(wish.reply, "no-phone")),
    recordingPause: withCall((call) => {
      call.live.recordingPaused = true;
    }),
    recordingResume: withCall((call) => {
      delete call.live.recordingPaused;
    }),
    recording: ({ params }) => ({ notes: desk.notes.get(params.id ?? "") ?? [] }),
    noteRecording: ({ params, body, me }) => {
      const rows = desk.notes.get(params.id ?? "") ?? [];
      const row = { n: rows.length + 1, atMs: null, tag: null, text: "", by: me.user, madeAtMs: Date.now(), ...body };
      desk.notes.set(params.id ?? "", [...rows, row]);
      return row;
    },
  };
}

function supervision(desk: Desk, refuse: Refuse): Handlers {
  const { world } = desk;
  const callAct =
    (act: (call: SimCall, asked: Asked) => void): Handler =>
    (asked) => {
      const call = world.calls.get(asked.params.id ?? "");
      if (!call) return refuse(asked.reply, "not-found");
      act(call, asked);
      world.touch("calls", call.live.id);
      return {};
    };
  return {
    watchCall: callAct((call, { body }) => {
      const extra = desk.extra(call.live.id);
      const agent = String(body.watcher);
      const who = world.agents.get(agent)?.name ?? agent;
      const mode = body.mode as NonNullable<LiveParty["mode"]>;
      extra.watchers = [
        ...extra.watchers.filter((w) => w.agent !== agent),
        { leg: `w${agent}`, who, agent, as: "watches", mode },
      ];
    }),
    watchCallEnd: callAct((call, { body }) => {
      const extra = desk.extra(call.live.id);
      extra.watchers = extra.watchers.filter((w) => w.agent !== body.watcher);
    }),
    takeOverCall: callAct((call, { body }) => {
      desk.extra(call.live.id).watchers = [];
      call.live.agent = String(body.watcher);
    }),
    releaseCall: callAct((call) => {
      call.hungUp = true;
    }),
  };
}

function waiting(desk: Desk, refuse: Refuse): Handlers {
  const { world } = desk;
  const ofCallback =
    (act: (id: string) => void): Handler =>
    (asked) => {
      const row = desk.callbacks.get(asked.params.id ?? "");
      if (!row) return refuse(asked.reply, "not-found");
      act(row.id);
      world.touch("queues", row.queue);
      return {};
    };
  return {
    callbacks: () => [...desk.callbacks.values()],
    callbackCancel: ofCallback((id) => desk.callbacks.delete(id)),
    callbackFront: ofCallback((id) => {
      const row = desk.callbacks.get(id);
      if (row) row.placedAtMs = Math.min(...[...desk.callbacks.values()].map((c) => c.placedAtMs)) - 1;
    }),
    callbackNow: ofCallback((id) => {
      const row = desk.callbacks.get(id);
      if (row) row.state = "ringing";
    }),
    moveWaiting: (asked) => {
      const call = world.calls.get(asked.params.id ?? "");
      if (!call?.position) return refuse(asked.reply, "not-found");
      const { queue, place, agent } = asked.body as { queue?: string; place?: number; agent?: string };
      if (queue && desk.closed.has(queue)) return refuse(asked.reply, "queue-closed");
      const whom = agent === undefined ? undefined : world.agents.get(agent);
      if (whom && !whom.queues.includes(call.position.queue)) return refuse(asked.reply, "not-a-member");
      if (whom?.state === "not-ready" || whom?.state === "logged-out") return refuse(asked.reply, "agent-state");
      world.touch("queues", call.position.queue);
      if (queue) {
        call.position.queue = queue;
        call.live.queue = queue;
        world.touch("queues", queue);
      } else if (place) {
        const others = world.waitingIn(call.position.queue).filter((c) => c !== call);
        const before = others[place - 1]?.position;
        call.position.enteredAtMs = before ? before.enteredAtMs - 1 : (others.at(-1)?.position?.enteredAtMs ?? world.nowMs) + 1;
      }
      return {};
    },
    closeQueue: ({ params, body, me }) => {
      const untilMs = body.untilMs === undefined ? {} : { untilMs: Number(body.untilMs) };
      desk.closed.set(params.id ?? "", { sinceMs: world.nowMs, by: me.name, ...untilMs });
      world.touch("queues", params.id ?? "");
      return {};
    },
    openQueue: ({ params }) => {
      desk.closed.delete(params.id ?? "");
      world.touch("queues", params.id ?? "");
      return {};
    },
    whyWaiting: ({ params }) => ({
      summary: { zh: "暂无坐席可接听，前面还有 1 位。", en: "Nobody is free, and 1 caller is before him." },
      expectedWaitMs: 75_000,
      agents: [...world.agents.values()]
        .filter((a) => a.queues.includes(params.id ?? ""))
        .map((a) => ({ agent: a.id, name: a.name, words: whyWords[a.state] })),
    }),
    whyIdle: ({ params }) =>
      (world.agents.get(params.id ?? "")?.queues ?? []).map((queue) => ({
        queue,
        waiting: world.waitingIn(queue).length,
        why: "nobody-waits",
        words: { zh: "该队列目前无人排队。", en: "Nobody waits in this queue." },
      })),
  };
}
const whyWords: Record<SimAgent["state"], { zh: string; en: string }> = {
  ready: { zh: "空闲，但等级低于所需技能", en: "free, but below the skill that is needed" },
  ringing: { zh: "另一通来电正在振铃", en: "another call rings there" },
  talking: { zh: "正在通话", en: "is talking" },
  hold: { zh: "有来电处于保持", en: "has a caller on hold" },
  "wrap-up": { zh: "话后整理中", en: "in wrap-up" },
  "not-ready": { zh: "未就绪", en: "not ready" },
  "logged-out": { zh: "未签入", en: "not logged in" },
};

function work(desk: Desk, refuse: Refuse): Handlers {
  const { world } = desk;
  const ofItem =
    (change: (row: ItemRow, asked: Asked) => void): Handler =>
    (asked) => {
      const row = desk.items.get(asked.params.id ?? "");
      if (!row) return refuse(asked.reply, "not-found");
      change(row, asked);
      world.touch("items", row.id);
      return {};
    };
  return {
    items: () => [...desk.items.values()],
    item: (asked) => desk.items.get(asked.params.id ?? "") ?? refuse(asked.reply, "not-found"),
    takeItem: ofItem((row, { me }) => Object.assign(row, { state: "taken", takenBy: me.user, takenAtMs: Date.now() })),
    finishItem: ofItem((row, { me }) => Object.assign(row, { state: "done", doneBy: me.user, doneAtMs: Date.now() })),
    reopenItem: ofItem((row) => {
      row.state = "open";
      delete row.takenBy;
    }),
    changeItem: ofItem((row, { body }) => Object.assign(row, body)),
    assignItem: ofItem((row, { body }) => Object.assign(row, { agent: body.agent })),
    remind: ({ body, me }) => {
      const id = `item-${desk.items.size + 1}`;
      const words = { zh: String(body.reason), en: String(body.reason) };
      const { reason: _, ...rest } = body;
      desk.items.set(id, {
        id,
        kind: "reminder",
        state: "open",
        words,
        note: "",
        madeAtMs: Date.now(),
        madeBy: me.user,
        ...(me.agent ? { agent: me.agent } : {}),
        ...rest,
      } as ItemRow);
      world.touch("items", id);
      return {};
    },
  };
}
