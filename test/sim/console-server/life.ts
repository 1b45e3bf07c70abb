import type { CallField, RecordingRow } from "../../../appliance/contract/records.ts";
import type { Considered, Decision, Verdict } from "../../../appliance/core/queues/decision.ts";
import type { AgentId, CallId, LegId, QueueId, RecordingId } from "../../../appliance/kit/ids.ts";
import { stats } from "./leg-stats.ts";
import type { Dialog } from "./sip-text.ts";
import type { SimAgent, SimCall, World } from "./world.ts";

const surnames = ["孙建国", "李秀英", "周立军", "吴桂兰", "郑海燕", "马晓东", "高玉梅", "徐志强", "何丽华", "林国栋"];

/** One call from ringing to its end. Each `yield` lets so many milliseconds pass. */
export function* life(world: World, call: SimCall): Generator<number, void, void> {
  const line = world.lines.get(call.live.line);
  const trunk: Dialog = {
    callRef: `${call.live.id}@${call.live.line === "unicom" ? "198.51.100.18" : "192.0.2.40"}`,
    from: call.live.caller || "anonymous",
    to: call.live.called,
    peer: call.live.line === "unicom" ? "198.51.100.18:5060" : "192.0.2.40:5060",
    leg: "caller",
    transport: call.live.line === "unicom" ? "udp" : "tcp",
  };
  call.record.legs.push({ leg: "caller" as LegId, who: call.live.line, callRef: trunk.callRef });
  world.note(
    call,
    "line",
    `${line?.name ?? ""}来电，被叫 ${call.live.called}`,
    `Call in over ${call.live.line}, dialled ${call.live.called}`,
  );
  call.sip.request(trunk, world.nowMs, "in", "INVITE", 1, true);
  call.sip.reply(trunk, world.nowMs + 4, "out", 100, "Trying", "1 INVITE");
  call.sip.reply(trunk, world.nowMs + 61, "out", 180, "Ringing", "1 INVITE");
  yield 800;
  call.record.answeredAtMs = world.nowMs;
  call.sip.reply(trunk, world.nowMs, "out", 200, "OK", "1 INVITE", true);
  call.sip.request(trunk, world.nowMs + 38, "in", "ACK", 1);
  world.note(call, "line", "系统应答", "The box answered");
  world.note(call, "media", "协商编码 PCMA，20 毫秒", "Codec PCMA, 20 ms");
  const recording: RecordingRow = {
    id: `r-${call.live.id}` as RecordingId,
    call: call.live.id as CallId,
    path: `recordings/${call.live.id}.wav`,
    kind: "call",
    startedAtMs: world.nowMs,
    state: "recording",
  };
  call.recordings.push(recording);
  call.live.recording = true;
  world.note(call, "record", "开始录音", "Recording started");
  const leave = yield* menu(world, call);
  if (leave === "self-service" || leave === "gave-up") return yield* bye(world, call, trunk, leave === "gave-up");
  const agent = yield* wait(world, call, leave, trunk);
  if (!agent) return;
  yield* talk(world, call, agent, trunk);
}

/** Through the menus; says where it leads. */
function* menu(
  world: World,
  call: SimCall,
): Generator<number, "hotline" | "repair" | "complaint" | "self-service" | "gave-up", void> {
  const r = world.random;
  world.phase(call, "flow", "欢迎词");
  world.note(call, "flow", "进入流程“96390 热线”，播放“欢迎词”", "Flow “96390 热线” begins with “Welcome”");
  yield r.between(5_000, 8_000);
  if (r.chance(0.03)) return "gave-up";
  world.phase(call, "flow", "主菜单");
  world.note(call, "flow", "营业时间内，进入“主菜单”", "Open now; on to “Main menu”");
  yield r.between(4_000, 11_000);
  const key = r.pick(["1", "1", "1", "2", "2", "4", "0", "0", "3"]);
  const titles: Record<string, [string, string]> = {
    "0": ["人工服务", "A person"],
    "1": ["水费查询", "Bill"],
    "2": ["报修", "Repair"],
    "3": ["报装进度", "New connection"],
    "4": ["投诉", "Complaint"],
  };
  const [zh, en] = titles[key]!;
  world.note(call, "flow", `按键 ${key}：${zh}`, `Key ${key}: ${en}`);
  if (key === "2") return "repair";
  if (key === "4") return "complaint";
  if (key === "0") return "hotline";
  if (key === "3") {
    yield* ask(
      world,
      call,
      { name: "order", label: { zh: "受理号", en: "Order no." }, value: `2025${r.digits(6)}`, sensitive: false },
      "输入受理号",
      "Order number",
    );
    add(world, call, {
      name: "stage",
      label: { zh: "进度", en: "Stage" },
      value: r.pick(["现场勘察", "设计审核", "待缴费", "已施工"]),
      sensitive: false,
    });
    return r.chance(0.5) ? "self-service" : "hotline";
  }
  yield* ask(
    world,
    call,
    { name: "meter", label: { zh: "水表号", en: "Meter no." }, value: r.digits(8), sensitive: false },
    "输入水表号",
    "Meter number",
  );
  world.phase(call, "flow", "查询水费");
  world.note(call, "flow", "向“营业收费系统”查询", "Asking “billing”");
  yield r.between(700, 1_900);
  if (r.chance(0.08)) {
    world.note(
      call,
      "fault",
      "“营业收费系统”3 秒内没有回答，改走“查询不到”",
      "“billing” did not answer within 3 s; on to “Not found”",
    );
    return "hotline";
  }
  add(world, call, { name: "owner", label: { zh: "户名", en: "Name" }, value: r.pick(surnames), sensitive: false });
  add(world, call, {
    name: "balance",
    label: { zh: "欠费", en: "Arrears" },
    value: `${r.between(0, 380).toFixed(2)} 元`,
    sensitive: false,
  });
  add(world, call, { name: "idno", label: { zh: "证件号", en: "Id number" }, value: `2102${r.digits(14)}`, sensitive: true });
  world.note(call, "flow", "查询成功：户名、欠费、证件号", "Found: name, arrears, id number");
  world.phase(call, "flow", "播报水费");
  yield r.between(6_000, 12_000);
  return r.chance(0.45) ? "self-service" : "hotline";
}
function* ask(world: World, call: SimCall, field: CallField, zh: string, en: string): Generator<number, void, void> {
  world.phase(call, "flow", zh);
  world.note(call, "flow", `播放“${zh}”，等待按键`, `“${en}” is asked for`);
  yield world.random.between(6_000, 14_000);
  add(world, call, field);
  world.note(call, "flow", `输入${field.label.zh}：${field.value}`, `${field.label.en} typed: ${field.value}`);
}
const add = (world: World, call: SimCall, field: CallField): void => {
  call.live.fields = [...call.live.fields, field];
  call.record.fields = call.live.fields;
  world.touch("calls", call.live.id);
};

function* wait(world: World, call: SimCall, queue: string, trunk: Dialog): Generator<number, SimAgent | undefined, void> {
  const r = world.random;
  const settings = world.settings.queues.find((q) => q.id === queue)!;
  const tally = world.tallies.get(queue)!;
  tally.offered += 1;
  const enteredAtMs = world.nowMs;
  call.live.queue = queue;
  call.record.queue = queue as QueueId;
  call.record.queuedAtMs = enteredAtMs;
  call.position = { queue, enteredAtMs, priority: settings.priority, offeredTo: [] };
  world.phase(call, "queue");
  world.touch("queues", queue);
  world.note(
    call,
    "queue",
    `进入队列“${settings.name.zh}”，第 ${world.waitingIn(queue).length} 位，优先级 ${settings.priority}`,
    `Entered queue “${settings.name.en}”, place ${world.waitingIn(queue).length}, priority ${settings.priority}`,
  );
  const patienceMs = r.chance(0.06) ? r.between(1_000, 4_800) : r.between(40_000, 400_000);
  const tried = new Map<string, number>();
  let explained = "";
  while (world.nowMs - enteredAtMs < patienceMs && !call.hungUp) {
    const first = world.waitingIn(queue).find((c) => c.position?.offeredTo.length === 0);
    if (first === call) {
      const decision = decide(world, call, queue, tried);
      const chosen = world.agents.get(decision.chosen[0] ?? "");
      const state = decision.considered.map((c) => c.verdict.kind).join();
      if (chosen || state !== explained)
        noteDecision(world, call, decision, settings.name.zh ?? queue, settings.name.en ?? queue);
      explained = state;
      if (chosen && (yield* ring(world, call, chosen, trunk, settings.ringMs))) {
        tally.answered += 1;
        tally.waitMs += world.nowMs - enteredAtMs;
        if (world.nowMs - enteredAtMs <= settings.serviceLevelSec * 1000) tally.inTime += 1;
        delete call.position;
        call.record.waitMs = world.nowMs - enteredAtMs;
        world.touch("queues", queue);
        return chosen;
      }
      if (chosen) tried.set(chosen.id, world.nowMs + 30_000);
    }
    yield 1_000;
  }
  delete call.position;
  const waitedMs = world.nowMs - enteredAtMs;
  if (waitedMs < settings.shortAbandonSec * 1000) tally.short += 1;
  else tally.abandoned += 1;
  call.record.waitMs = waitedMs;
  world.touch("queues", queue);
  world.note(
    call,
    "queue",
    `主叫放弃，已等待 ${Math.round(waitedMs / 1000)} 秒`,
    `The caller gave up after ${Math.round(waitedMs / 1000)} s`,
  );
  call.sip.request(trunk, world.nowMs, call.hungUp ? "out" : "in", "BYE", 2);
  call.sip.reply(trunk, world.nowMs + 3, call.hungUp ? "in" : "out", 200, "OK", "2 BYE");
  stats(world, call);
  world.end(call, call.hungUp ? "hangup" : "abandoned", call.hungUp ? "box" : "caller");
  yield 0;
  return undefined;
}

/** Who may be rung, with a reason for everybody. */
function decide(world: World, call: SimCall, queue: string, tried: Map<string, number>): Decision {
  const members = [...world.agents.values()].filter((a) => a.queues.includes(queue));
  const now = world.nowMs;
  const free = members.filter((a) => a.state === "ready" && (tried.get(a.id) ?? 0) <= now && a.phoneUp);
  const level = Math.min(...free.map((a) => a.levels.get(queue) ?? 1));
  const best = free.filter((a) => a.levels.get(queue) === level).sort((a, b) => a.idleSinceMs - b.idleSinceMs)[0];
  const verdict = (a: SimAgent): Verdict => {
    if (a === best) return { kind: "chosen", by: free.length === 1 ? "only-one" : "longest-idle", idleMs: now - a.idleSinceMs };
    if (a.state === "logged-out") return { kind: "logged-out" };
    if (a.state === "not-ready") return { kind: "not-ready", reason: a.rows.at(-1)?.reason ?? "unspecified", sinceMs: a.sinceMs };
    if (a.state === "talking" || a.state === "hold") return { kind: "talking", held: a.state === "hold", sinceMs: a.sinceMs };
    if (a.state === "wrap-up") return { kind: "wrap-up", untilMs: a.limitAtMs ?? now };
    if (a.state === "ringing") return { kind: "ringing", call: (a.call ?? "") as CallId };
    if ((tried.get(a.id) ?? 0) > now) return { kind: "tried", how: "missed", untilMs: tried.get(a.id) ?? now };
    if ((a.levels.get(queue) ?? 1) > level) return { kind: "later-level", level: a.levels.get(queue) ?? 1, chosenLevel: level };
    return { kind: "idle-shorter", idleMs: now - a.idleSinceMs, chosenIdleMs: now - (best?.idleSinceMs ?? now) };
  };
  const considered: Considered[] = members.map((a) => ({
    agent: a.id as AgentId,
    level: a.levels.get(queue) ?? 1,
    verdict: verdict(a),
  }));
  const waiting = world.waitingIn(queue);
  return {
    atMs: now,
    call: call.live.id as CallId,
    queue: queue as QueueId,
    strategy: "longest-idle",
    chosen: best ? [best.id as AgentId] : [],
    considered,
    caller: {
      priority: call.position?.priority ?? 5,
      waitedMs: now - (call.position?.enteredAtMs ?? now),
      position: waiting.indexOf(call) + 1,
    },
    before: [],
  };
}
function noteDecision(world: World, call: SimCall, decision: Decision, zh: string, en: string): void {
  const who = world.agents.get(decision.chosen[0] ?? "")?.name;
  const waited = Math.round(decision.caller.waitedMs / 1000);
  if (who)
    world.note(
      call,
      "decision",
      `队列“${zh}”分给${who}：空闲最久；主叫已等${waited}秒`,
      `queue “${en}” rings ${who}: free the longest; the caller waited ${waited} s`,
      decision,
    );
  else
    world.note(
      call,
      "decision",
      `队列“${zh}”：暂无可用坐席（共${decision.considered.length}人），主叫排在第${decision.caller.position}位`,
      `queue “${en}”: nobody is free (${decision.considered.length} agents), the caller is number ${decision.caller.position}`,
      decision,
    );
}

function* ring(world: World, call: SimCall, agent: SimAgent, trunk: Dialog, ringMs: number): Generator<number, boolean, void> {
  const r = world.random;
  const queue = call.position?.queue ?? "hotline";
  if (call.position) call.position.offeredTo = [agent.id];
  call.live.agent = agent.id;
  world.phase(call, "agent-ringing");
  world.setAgent(agent, "ringing", { call: call.live.id, limitMs: ringMs });
  world.note(call, "agent", `呼叫${agent.name}（话机 ${agent.phone}）`, `Ringing ${agent.name} at ${agent.phone}`);
  const phone: Dialog = {
    callRef: `${call.live.id}-${agent.phone}-${call.sip.entries.length}@192.0.2.10`,
    from: trunk.from,
    to: agent.phone ?? "",
    peer: `192.0.2.${100 + Number(agent.phone?.slice(1))}:5060`,
    leg: `agent-${agent.phone}`,
    transport: "udp",
  };
  call.sip.request(phone, world.nowMs, "out", "INVITE", 1, true);
  call.sip.reply(phone, world.nowMs + 22, "in", 100, "Trying", "1 INVITE");
  call.sip.reply(phone, world.nowMs + 140, "in", 180, "Ringing", "1 INVITE");
  const misses = r.chance(0.07);
  yield misses ? ringMs : r.between(1_500, 8_000);
  if (misses && !call.hungUp) {
    call.sip.request(phone, world.nowMs, "out", "CANCEL", 1);
    call.sip.reply(phone, world.nowMs + 12, "in", 200, "OK", "1 CANCEL");
    call.sip.reply(phone, world.nowMs + 15, "in", 487, "Request Terminated", "1 INVITE");
    call.sip.request(phone, world.nowMs + 17, "out", "ACK", 1);
    world.note(
      call,
      "agent",
      `${agent.name}未接听，置为未就绪（漏接来电）`,
      `${agent.name} did not answer and is not ready now (missed a call)`,
    );
    world.notReady(agent, "missed-call", r.between(40_000, 200_000));
    if (call.position) call.position.offeredTo = [];
    delete call.live.agent;
    world.phase(call, "queue");
    world.touch("queues", queue);
    return false;
  }
  call.sip.reply(phone, world.nowMs, "in", 200, "OK", "1 INVITE", true);
  call.sip.request(phone, world.nowMs + 2, "out", "ACK", 1);
  call.record.agent = agent.id as AgentId;
  call.record.connectedAtMs = world.nowMs;
  call.record.legs.push({ leg: phone.leg as LegId, who: agent.id, callRef: phone.callRef });
  world.setAgent(agent, "talking", { call: call.live.id, limitMs: 4 * 3_600_000 });
  world.phase(call, "talking");
  world.note(call, "agent", `${agent.name}接听`, `${agent.name} answered`);
  world.note(call, "media", "主叫与坐席接通", "Caller and agent are joined");
  return true;
}

function* talk(world: World, call: SimCall, agent: SimAgent, trunk: Dialog): Generator<number, void, void> {
  const r = world.random;
  const startedAtMs = world.nowMs;
  let left = Math.max(20_000, -Math.log(1 - r.next()) * 160_000);
  let heldMs = 0;
  if (r.chance(0.15)) {
    const before = left * 0.4;
    yield before;
    left -= before;
    world.phase(call, "hold");
    world.setAgent(agent, "hold", { call: call.live.id, limitMs: 3_600_000 });
    world.note(call, "agent", `${agent.name}保持通话`, `${agent.name} put the call on hold`);
    const heldAtMs = world.nowMs;
    yield r.between(10_000, 45_000);
    heldMs = world.nowMs - heldAtMs;
    world.phase(call, "talking");
    world.setAgent(agent, "talking", { call: call.live.id, limitMs: 4 * 3_600_000 });
    world.note(call, "agent", `${agent.name}恢复通话`, `${agent.name} took the call back`);
  }
  const untilMs = world.nowMs + left;
  while (world.nowMs < untilMs && !call.hungUp) yield 1_000;
  const by = call.hungUp ? "box" : r.chance(0.7) ? "caller" : "agent";
  call.record.talkMs = world.nowMs - startedAtMs - heldMs;
  call.record.holdMs = heldMs;
  world.note(
    call,
    "line",
    by === "caller" ? "主叫挂断" : by === "agent" ? "坐席挂断" : "班长结束通话",
    by === "caller" ? "The caller hung up" : by === "agent" ? "The agent hung up" : "Ended by the supervisor",
  );
  call.sip.request(trunk, world.nowMs, by === "caller" ? "in" : "out", "BYE", 2);
  call.sip.reply(trunk, world.nowMs + 5, by === "caller" ? "out" : "in", 200, "OK", "2 BYE");
  const phone: Dialog = {
    callRef: `${call.live.id}-${agent.phone}@192.0.2.10`,
    from: trunk.from,
    to: agent.phone ?? "",
    peer: `192.0.2.${100 + Number(agent.phone?.slice(1))}:5060`,
    leg: `agent-${agent.phone}`,
    transport: "udp",
  };
  call.sip.request(phone, world.nowMs + 8, "out", "BYE", 2);
  call.sip.reply(phone, world.nowMs + 31, "in", 200, "OK", "2 BYE");
  stats(world, call);
  world.note(call, "record", "录音完成并校验", "Recording complete and hashed");
  world.end(call, "hangup", by);
  const wrapMs = world.settings.queues.find((q) => q.id === call.live.queue)?.wrapUpMs ?? 15_000;
  if (agent.call === call.live.id)
    world.setAgent(agent, "wrap-up", { limitMs: wrapMs * 2, wakeMs: r.between(0.4, 1.2) * wrapMs });
  yield 0;
}

function* bye(world: World, call: SimCall, trunk: Dialog, gaveUp: boolean): Generator<number, void, void> {
  if (!gaveUp) {
    world.phase(call, "flow", "再见");
    world.note(call, "flow", "播放“再见”", "“Good-bye” is played");
    yield 4_000;
  }
  call.sip.request(trunk, world.nowMs, gaveUp ? "in" : "out", "BYE", 2);
  call.sip.reply(trunk, world.nowMs + 4, gaveUp ? "out" : "in", 200, "OK", "2 BYE");
  world.note(call, "line", gaveUp ? "主叫挂断" : "流程结束通话", gaveUp ? "The caller hung up" : "The flow ended the call");
  stats(world, call);
  world.end(call, gaveUp ? "abandoned" : "flow-end", gaveUp ? "caller" : "box");
  yield 0;
}
