import type { ItemKind, ItemRow } from "../../../appliance/contract/items.ts";
import type { LiveCall, LiveParty, LiveQueue, LiveState } from "../../../appliance/contract/live.ts";
import type { RecordingRow } from "../../../appliance/contract/records.ts";
import { SipText } from "./sip-text.ts";
import type { SimCall, World } from "./world.ts";

type Callback = NonNullable<LiveQueue["callbacks"]>[number];
/** What hands on the desk did to a call that its script knows nothing of. */
type Extra = { muted?: boolean; asked?: LiveParty; third?: LiveParty; watchers: LiveParty[] };
export const deskStates = ["idle", "ringing", "talking", "consult", "wrap-up"] as const;
export type DeskState = (typeof deskStates)[number];

const min = 60_000;
const id = (() => {
  let n = 0;
  return (kind: string) => `${kind}${++n}`;
})();

function* untilHungUp(call: SimCall): Generator<number, void, void> {
  while (!call.hungUp) yield 1_000;
}

/** Calls in hand, callbacks, work and closed queues of the made-up hotline, laid over what its world tells. */
export class Desk {
  readonly world: World;
  readonly extras = new Map<string, Extra>();
  readonly items = new Map<string, ItemRow>();
  readonly callbacks = new Map<string, Callback & { queue: string }>();
  readonly closed = new Map<string, NonNullable<LiveQueue["closed"]>>();
  readonly notes = new Map<string, object[]>();

  constructor(world: World, full: boolean) {
    this.world = world;
    if (full) this.fill();
  }

  extra(call: string): Extra {
    const extra = this.extras.get(call) ?? { watchers: [] };
    this.extras.set(call, extra);
    return extra;
  }

  /** Live calls and queues with what belongs to the desks. */
  dress(state: LiveState): LiveState {
    for (const call of state.calls) this.dressCall(call, state);
    for (const queue of state.queues) {
      const callbacks = [...this.callbacks.values()].filter((c) => c.queue === queue.id);
      if (callbacks.length > 0) queue.callbacks = callbacks.map(({ queue: _, ...c }) => c);
      const closed = this.closed.get(queue.id);
      if (closed) queue.closed = closed;
    }
    const now = this.world.nowMs;
    state.items = [...this.items.values()]
      .filter((i) => i.state !== "done")
      .map(({ note: _n, number: _nr, call: _c, recording: _r, message: _m, takenAtMs: _t, ...i }) => ({
        ...i,
        ...(i.dueAtMs !== undefined && i.dueAtMs <= now ? { due: true } : {}),
      }));
    return state;
  }

  private dressCall(call: LiveCall, state: LiveState): void {
    if (call.phase !== "talking" && call.phase !== "hold") return;
    const agent = state.agents.find((a) => a.call === call.id);
    const extra = this.extra(call.id);
    call.noticed = true;
    call.parties = [
      { leg: "caller", who: call.caller, as: "caller" },
      ...(agent
        ? [
            {
              leg: "agent",
              who: agent.name,
              agent: agent.id,
              as: "talks",
              ...(call.phase === "hold" ? { held: true } : {}),
              ...(extra.muted ? { muted: true } : {}),
            } satisfies LiveParty,
          ]
        : []),
      ...(extra.asked ? [extra.asked] : []),
      ...(extra.third ? [extra.third] : []),
      ...extra.watchers,
    ];
  }

  /** Puts one agent's desk into a state to be looked at. */
  show(agentId: string, what: DeskState): void {
    const { world } = this;
    const agent = world.agents.get(agentId);
    if (!agent) return;
    for (const call of world.calls.values()) {
      if (call.live.agent !== agentId) continue;
      call.hungUp = true;
      if (call.live.id.startsWith("desk")) world.end(call, "hangup", "caller");
    }
    if (what === "idle") {
      world.setAgent(agent, "ready");
      return;
    }
    const call = this.begin(agentId);
    if (what === "ringing") {
      world.phase(call, "agent-ringing");
      world.setAgent(agent, "ringing", { call: call.live.id, limitMs: 20_000 });
      return;
    }
    call.record.connectedAtMs = world.nowMs - 74_000;
    world.phase(call, "talking");
    world.setAgent(agent, "talking", { call: call.live.id, limitMs: 4 * 60 * min });
    if (what === "consult") this.extra(call.live.id).asked = { leg: "asked", who: "陈静", agent: "1005", as: "asked" };
    if (what === "wrap-up") this.finish(call, agentId);
  }

  finish(call: SimCall, agentId: string): void {
    const agent = this.world.agents.get(agentId);
    call.hungUp = true;
    this.world.end(call, "hangup", "agent");
    if (agent) this.world.setAgent(agent, "wrap-up", { limitMs: 90_000 });
  }

  /** A call that lasts until somebody ends it. */
  private begin(agentId: string): SimCall {
    const { world } = this;
    const now = world.nowMs;
    const callId = id("desk");
    const caller = "13804110027";
    const fields = [
      { name: "meter", label: { zh: "水表号", en: "Meter no." }, value: "20418837", sensitive: false },
      { name: "owner", label: { zh: "户名", en: "Name" }, value: "孙建国", sensitive: false },
      { name: "balance", label: { zh: "欠费", en: "Arrears" }, value: "186.40 元", sensitive: false },
      { name: "idno", label: { zh: "证件号", en: "Id number" }, value: "210202197603145512", sensitive: true },
    ];
    const live: LiveCall = {
      id: callId,
      direction: "in",
      line: "unicom",
      caller,
      callerName: "孙建国",
      called: "96390",
      language: "zh",
      phase: "talking",
      phaseSinceMs: now,
      startedAtMs: now - 212_000,
      queue: "hotline",
      agent: agentId,
      fields,
      recording: true,
    };
    const recording = {
      id: `r-${callId}`,
      call: callId,
      path: "",
      kind: "call",
      startedAtMs: now - 74_000,
      state: "recording",
    } as unknown as RecordingRow;
    const call: SimCall = {
      live,
      record: {
        ...live,
        queuedAtMs: now - 140_000,
        answeredAtMs: now - 211_000,
        waitMs: 66_000,
        legs: [],
      } as unknown as SimCall["record"],
      trace: [],
      sip: new SipText(),
      recordings: [recording],
      dueAtMs: now,
      script: undefined as never,
    };
    call.script = untilHungUp(call);
    world.note(call, "flow", "进入流程“96390 热线”，播放“欢迎词”", "Flow “96390 热线” begins with “Welcome”");
    world.note(call, "flow", "按键 1：水费查询", "Key 1: Bill");
    world.note(call, "flow", "输入水表号：20418837", "Meter no. typed: 20418837");
    world.note(call, "flow", "播报水费后按 0 转人工", "Key 0 after the bill: a person");
    world.calls.set(callId, call);
    world.kept.push(call);
    this.earlier(caller);
    return call;
  }

  /** Finished calls become earlier ones of the same caller. */
  private earlier(caller: string): void {
    const done = this.world.kept.filter((c) => c.record.connectedAtMs && c.record.endedAtMs && c.recordings.length > 0);
    for (const call of [done.at(-3), done.at(-40), done.at(-160), done.at(-300)]) if (call) call.record.caller = caller;
  }

  private fill(): void {
    const now = this.world.nowMs;
    const add = (kind: ItemKind, zh: string, en: string, more: Partial<ItemRow>) => {
      const row = {
        id: id("item"),
        kind,
        state: "open",
        words: { zh, en },
        note: "",
        madeAtMs: now - 20 * min,
        madeBy: "box",
        ...more,
      } as ItemRow;
      this.items.set(row.id, row);
    };
    const recording = this.world.kept.findLast((c) => c.recordings[0]?.state === "complete")?.recordings[0]?.id;
    add("reminder", "给孙建国回电：水表更换时间", "Call 孙建国 back about the new meter", {
      agent: "1001" as ItemRow["agent"] & string,
      dueAtMs: now - 4 * min,
      number: "13804110027",
    });
    add("voicemail", "报修信箱：138 4117 0265 的留言，0:48", "Repairs box: message of 138 4117 0265, 0:48", {
      queue: "repair" as ItemRow["queue"] & string,
      number: "13841170265",
      madeAtMs: now - 52 * min,
      ...(recording ? { recording } : {}),
    });
    add("complaint-recording", "夜间投诉录音，1:32，主叫 0411 8367 2210", "Complaint by night, 1:32, from 0411 8367 2210", {
      number: "041183672210",
      madeAtMs: now - 9 * 60 * min,
      state: "taken",
      takenBy: "wang",
      ...(recording ? { recording } : {}),
    });
    add("low-score", "张伟的通话评分 1（共 5 分）", "1 of 5 for a call of 张伟", { madeAtMs: now - 95 * min });
    add("callback-failed", "回拨 139 4260 7718 三次未接通", "Three callbacks to 139 4260 7718 were not answered", {
      queue: "hotline" as ItemRow["queue"] & string,
      number: "13942607718",
      madeAtMs: now - 31 * min,
    });
    const back = (number: string, queue: string, ago: number, more: Partial<Callback>) => {
      const key = id("cb");
      this.callbacks.set(key, { id: key, number, queue, placedAtMs: now - ago, state: "waiting", attempts: 0, ...more });
    };
    back("13604118850", "hotline", 21 * min, { state: "dialling", attempts: 1 });
    back("15842637719", "hotline", 14 * min, { attempts: 2, nextAtMs: now + 6 * min });
    back("041184410936", "repair", 9 * min, {});
    this.closed.set("complaint", { sinceMs: now - 12 * min, untilMs: now + 33 * min, by: "李娜" });
  }
}
