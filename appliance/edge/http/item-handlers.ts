import type { ItemRow, NewItem } from "../../contract/items.ts";
import { may, mayActFor } from "../../core/access/may.ts";
import type { AgentId, CallId } from "../../kit/ids.ts";
import { type Asked, type Asker, type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type ItemRoute = "items" | "item" | "remind" | "takeItem" | "finishItem" | "reopenItem" | "changeItem" | "assignItem";

export function itemHandlers(ports: HttpPorts): Pick<Handlers, ItemRoute> {
  const { office, store } = ports;
  const agents = () => ports.settings.current().settings.agents;
  /** Agents see what is theirs, their queues', or nobody's; what callers say of agents is for supervisors. */
  const isHis = (asker: Asker, item: ItemRow): boolean => {
    if (may(asker, "supervise")) return true;
    if (item.kind === "low-score") return false;
    if (item.agent !== undefined) return item.agent === asker.agent;
    const queues = agents().find((a) => a.id === asker.agent)?.queues ?? [];
    return item.queue === undefined || queues.some((q) => q.queue === item.queue);
  };
  const itemOf = (asked: Pick<Asked<"item">, "asker" | "params">): ItemRow => {
    const item = office.item(asked.params.id);
    if (!item || !isHis(signedIn(asked), item)) throw new HttpFault("not-found");
    return item;
  };
  const knownAgent = (id: string | undefined): { agent?: AgentId } => {
    if (id === undefined) return {};
    if (agents().some((a) => a.id === id)) return { agent: id as AgentId };
    throw badRequest(
      "/agent",
      { zh: "没有这个坐席。", en: "There is no such agent." },
      { zh: "请选择其他坐席。", en: "Choose another agent." },
    );
  };
  return {
    items(asked) {
      const { before, ...query } = asked.query;
      const found = store.items({ ...query, ...(before === undefined ? {} : { beforeMs: before }) });
      return found.filter((item) => isHis(signedIn(asked), item));
    },
    item: (asked) => itemOf(asked),
    remind(asked) {
      const asker = signedIn(asked);
      const { reason, dueAtMs, number, call } = asked.body;
      const { agent } = knownAgent(asked.body.agent ?? asker.agent);
      if (agent !== undefined && !mayActFor(asker, agent)) throw new HttpFault("not-allowed");
      const item: NewItem = {
        kind: "reminder",
        words: { zh: reason, en: reason },
        dueAtMs,
        ...(agent ? { agent } : {}),
        ...(number ? { number } : {}),
        ...(call ? { call: call as CallId } : {}),
      };
      expectOk(office.act({ on: "item.added", item, by: asker.user }));
    },
    takeItem(asked) {
      const row = itemOf(asked);
      const { user, agent } = signedIn(asked);
      const whose = agent ? { agent: agent as AgentId } : {};
      expectOk(office.act({ on: "item.taken", item: row.id, by: user, row, ...whose }));
    },
    finishItem(asked) {
      const row = itemOf(asked);
      const { note } = asked.body;
      expectOk(office.act({ on: "item.done", item: row.id, by: signedIn(asked).user, row, ...(note ? { note } : {}) }));
    },
    reopenItem(asked) {
      const row = itemOf(asked);
      expectOk(office.act({ on: "item.reopened", item: row.id, by: signedIn(asked).user, row }));
    },
    changeItem(asked) {
      const row = itemOf(asked);
      const { note, dueAtMs } = asked.body;
      const change = { ...(note ? { note } : {}), ...(dueAtMs === undefined ? {} : { dueAtMs }) };
      expectOk(office.act({ on: "item.changed", item: row.id, by: signedIn(asked).user, row, ...change }));
    },
    assignItem(asked) {
      const row = itemOf(asked);
      const whose = knownAgent(asked.body.agent);
      expectOk(office.act({ on: "item.assigned", item: row.id, by: signedIn(asked).user, row, ...whose }));
    },
  };
}
