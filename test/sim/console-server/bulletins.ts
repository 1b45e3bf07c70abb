import type { Bulletin, BulletinTo } from "../../../appliance/contract/bulletins.ts";
import { rightsOf } from "../../../appliance/contract/routes.ts";
import {
  type BulletinsState,
  bulletinNow,
  liveBulletins,
  newBulletins,
} from "../../../appliance/core/bulletins/bulletins-state.ts";
import { shownTo } from "../../../appliance/core/bulletins/shown-to.ts";
import { stepBulletins } from "../../../appliance/core/bulletins/step-bulletins.ts";
import type { AgentId } from "../../../appliance/kit/ids.ts";
import type { Asked, Handlers, Refuse, User } from "./asked.ts";
import type { World } from "./world.ts";

const min = 60_000;

/** Texts between the seats of the made-up hotline, by the rules of the real one. */
export class Bulletins {
  readonly world: World;
  readonly state: BulletinsState = newBulletins();
  readonly past = new Map<string, Bulletin>();
  #n = 0;

  constructor(world: World, full: boolean) {
    this.world = world;
    if (full) this.fill();
  }

  send(
    text: string,
    to: BulletinTo,
    by: { user: string; name: string },
    more: { importance?: Bulletin["importance"]; mustAcknowledge?: boolean; agoMs?: number; untilMs?: number } = {},
  ): string {
    this.#n += 1;
    const { importance = "normal", mustAcknowledge = false, agoMs = 0, untilMs } = more;
    const bulletin = { id: `b${this.#n}`, text, importance, to, mustAcknowledge, ...(untilMs === undefined ? {} : { untilMs }) };
    this.step({ on: "bulletin.sent", bulletin, by: by.user, byName: by.name }, agoMs);
    return bulletin.id;
  }

  step(event: Parameters<typeof stepBulletins>[1], agoMs = 0): void {
    const audience = (to: BulletinTo): AgentId[] =>
      [...this.world.agents.values()]
        .filter((a) => to.kind === "all" || (to.kind === "agent" ? a.id === to.agent : a.queues.includes(to.queue)))
        .map((a) => a.id as AgentId);
    const before =
      "bulletin" in event && typeof event.bulletin === "string" ? bulletinNow(this.state, event.bulletin) : undefined;
    stepBulletins(this.state, event, this.world.nowMs - agoMs, audience);
    if (before && !bulletinNow(this.state, before.id) && event.on === "bulletin.withdrawn")
      this.past.set(before.id, { ...before, withdrawnAtMs: this.world.nowMs, withdrawnBy: event.by });
    const id = typeof event.bulletin === "string" ? event.bulletin : event.bulletin.id;
    this.world.touch("bulletins", id);
  }

  all(): Bulletin[] {
    return [...liveBulletins(this.state), ...this.past.values()].sort((a, b) => b.sentAtMs - a.sentAtMs);
  }

  shownTo(me: User): Bulletin[] {
    return liveBulletins(this.state).flatMap((b) => shownTo(b, me) ?? []);
  }

  /** One that wants an answer, for the agent named. */
  show(agent: string): void {
    this.send(
      "这位用户上周已投诉过两次，请先道歉，答应今天下午回电，不要承诺具体抢修时间。",
      { kind: "agent", agent: agent as AgentId },
      { user: "li", name: "李娜（班长）" },
      { mustAcknowledge: true },
    );
  }

  private fill(): void {
    const li = { user: "li", name: "李娜（班长）" };
    const admin = { user: "admin", name: "周敏" };
    const old = this.send("昨晚系统升级已完成，通话录音和工单均正常。", { kind: "all" }, admin, { agoMs: 26 * 60 * min });
    this.step({ on: "bulletin.withdrawn", bulletin: old, by: "admin" });
    const tariff = this.send("阶梯水价下月一日起调整，解释口径见知识库“水价”条目。", { kind: "all" }, admin, {
      agoMs: 95 * min,
      importance: "important",
      untilMs: this.world.nowMs + 20 * 60 * min,
    });
    this.step({ on: "bulletin.read", bulletin: tariff, user: "wang", agent: "1001" as AgentId }, 90 * min);
    this.step({ on: "bulletin.acknowledged", bulletin: tariff, user: "li", agent: "1002" as AgentId }, 80 * min);
    const burst = this.send(
      "湖滨路 DN300 主管爆裂，湖滨路、学府街停水，预计 18:00 恢复。来电请登记门牌号，暂不派工单。",
      { kind: "queue", queue: [...this.world.agents.values()][0]?.queues[0] as never },
      li,
      { agoMs: 12 * min, importance: "urgent", mustAcknowledge: true },
    );
    this.step({ on: "bulletin.acknowledged", bulletin: burst, user: "wang", agent: "1001" as AgentId }, 11 * min);
    this.send(
      "我 15:30 去开会，复杂投诉先转给李娜。",
      { kind: "agent", agent: "1002" as AgentId },
      { user: "wang", name: "王芳" },
      { agoMs: 6 * min },
    );
  }

  handlers(refuse: Refuse): Handlers {
    const sees = (me: User, b: Bulletin) => (rightsOf[me.role].includes("supervise") ? b : shownTo(b, me));
    const mark = (on: "bulletin.read" | "bulletin.acknowledged") => (asked: Asked) => {
      const { me, params } = asked;
      if (!this.all().some((b) => b.id === params.id)) return refuse(asked.reply, "not-found");
      this.step({ on, bulletin: params.id ?? "", user: me.user, ...(me.agent ? { agent: me.agent as AgentId } : {}) });
      return {};
    };
    return {
      bulletins: ({ me, query }) =>
        this.all()
          .flatMap((b) => sees(me, b) ?? [])
          .filter((b) => b.sentAtMs < Number(query.before ?? Number.POSITIVE_INFINITY))
          .filter((b) => !query.text || `${b.text}${b.sentByName ?? ""}`.includes(query.text))
          .slice(0, Number(query.limit ?? 50)),
      sendBulletin: ({ me, body }) => ({
        id: this.send(String(body.text), body.to as BulletinTo, me, {
          importance: (body.importance ?? "normal") as Bulletin["importance"],
          mustAcknowledge: body.mustAcknowledge === true,
          ...(typeof body.untilMs === "number" ? { untilMs: body.untilMs } : {}),
        }),
      }),
      readBulletin: mark("bulletin.read"),
      acknowledgeBulletin: mark("bulletin.acknowledged"),
      withdrawBulletin: ({ me, params }) => {
        this.step({ on: "bulletin.withdrawn", bulletin: params.id ?? "", by: me.user });
        return {};
      },
    };
  }
}
