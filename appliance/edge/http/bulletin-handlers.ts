import { randomUUID } from "node:crypto";
import type { Bulletin, BulletinTo } from "../../contract/bulletins.ts";
import { may } from "../../core/access/may.ts";
import { isMeantFor, shownTo } from "../../core/bulletins/shown-to.ts";
import type { AgentId } from "../../kit/ids.ts";
import { type Asked, type Asker, type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type BulletinRoute = "bulletins" | "bulletin" | "sendBulletin" | "readBulletin" | "acknowledgeBulletin" | "withdrawBulletin";

export function bulletinHandlers(ports: HttpPorts): Pick<Handlers, BulletinRoute> {
  const { bulletins, store } = ports;
  const settings = () => ports.settings.current().settings;
  const visible = (asker: Asker, bulletin: Bulletin): Bulletin | undefined =>
    may(asker, "supervise") ? bulletin : shownTo(bulletin, asker);
  const bulletinOf = (asked: Pick<Asked<"bulletin">, "asker" | "params">): Bulletin => {
    const found = bulletins.bulletin(asked.params.id);
    const seen = found && visible(signedIn(asked), found);
    if (!seen) throw new HttpFault("not-found");
    return seen;
  };
  const checkTo = (asker: Asker, to: BulletinTo): void => {
    const { agents, queues } = settings();
    if (to.kind === "agent" && !agents.some((a) => a.id === to.agent)) throw unknownTo("agent");
    if (to.kind === "queue" && !queues.some((q) => q.id === to.queue)) throw unknownTo("queue");
    if (may(asker, "supervise") || to.kind === "agent") return;
    const own = agents.find((a) => a.id === asker.agent)?.queues ?? [];
    if (to.kind === "all" || !own.some((q) => q.queue === to.queue)) throw new HttpFault("not-allowed");
  };
  const mark = async (on: "bulletin.read" | "bulletin.acknowledged", asked: Asked<"readBulletin">): Promise<void> => {
    const asker = signedIn(asked);
    const bulletin = bulletinOf(asked);
    const { user, agent } = asker;
    if (!isMeantFor(bulletin, asker)) throw new HttpFault("not-allowed");
    if (isOver(bulletin, ports.nowMs())) throw new HttpFault("not-found");
    expectOk(await bulletins.act({ on, bulletin: bulletin.id, user, ...(agent ? { agent: agent as AgentId } : {}) }));
  };
  return {
    bulletins(asked) {
      const asker = signedIn(asked);
      const { agent, text, before, limit } = asked.query;
      const all = may(asker, "supervise");
      const found = store.bulletins({
        ...(agent === undefined ? {} : { to: agent }),
        ...(text === undefined ? {} : { text }),
        ...(before === undefined ? {} : { beforeMs: before }),
        ...(limit === undefined ? {} : { limit }),
        ...(all ? {} : { for: { user: asker.user, ...(asker.agent ? { agent: asker.agent } : {}) } }),
      });
      return found.flatMap((bulletin) => visible(asker, bulletin) ?? []);
    },
    bulletin: (asked) => bulletinOf(asked),
    async sendBulletin(asked) {
      const asker = signedIn(asked);
      const { text, importance = "normal", mustAcknowledge = false, untilMs } = asked.body;
      const to = asked.body.to as BulletinTo;
      checkTo(asker, to);
      if ((importance === "urgent" || mustAcknowledge) && !may(asker, "supervise")) throw new HttpFault("not-allowed");
      if (untilMs !== undefined && untilMs <= ports.nowMs())
        throw badRequest(
          "/untilMs",
          { zh: "该时间已过。", en: "This moment is over." },
          { zh: "请选择将来的时间。", en: "Choose one to come." },
        );
      const id = `b${randomUUID()}`;
      const bulletin = { id, text, importance, to, mustAcknowledge, ...(untilMs === undefined ? {} : { untilMs }) };
      expectOk(await bulletins.act({ on: "bulletin.sent", bulletin, by: asker.user, byName: asker.name }));
      return { id };
    },
    readBulletin: (asked) => mark("bulletin.read", asked),
    acknowledgeBulletin: (asked) => mark("bulletin.acknowledged", asked),
    async withdrawBulletin(asked) {
      const asker = signedIn(asked);
      const bulletin = bulletinOf(asked);
      if (bulletin.sentBy !== asker.user && !may(asker, "supervise")) throw new HttpFault("not-allowed");
      expectOk(await bulletins.act({ on: "bulletin.withdrawn", bulletin: bulletin.id, by: asker.user }));
    },
  };
}

const isOver = ({ withdrawnAtMs, untilMs }: Bulletin, nowMs: number): boolean => withdrawnAtMs !== undefined || untilMs <= nowMs;

function unknownTo(kind: "agent" | "queue"): HttpFault {
  const reason =
    kind === "agent"
      ? { zh: "没有这个坐席。", en: "There is no such agent." }
      : { zh: "没有这个队列。", en: "There is no such queue." };
  return badRequest(`/to/${kind}`, reason, { zh: "请从列表中选择。", en: "Choose one from the list." });
}
