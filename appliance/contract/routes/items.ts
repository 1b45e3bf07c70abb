import Type from "typebox";
import { ItemRow } from "../items.ts";
import { Id, route } from "./route.ts";

const Kind = Type.Union([
  Type.Literal("voicemail"),
  Type.Literal("complaint-recording"),
  Type.Literal("low-score"),
  Type.Literal("callback-failed"),
  Type.Literal("text-unsure"),
  Type.Literal("reminder"),
  Type.Literal("alarm"),
]);
const Note = Type.String({ maxLength: 2_000 });
const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

/** Agents see what is theirs, their queues', or nobody's; supervisors all. */
export const itemsRoutes = {
  items: route({
    method: "GET",
    path: "/api/items",
    right: "be-agent",
    summary: "Work for people, newest first",
    query: Type.Object({
      state: Type.Optional(Type.Union([Type.Literal("open"), Type.Literal("taken"), Type.Literal("done")])),
      kind: Type.Optional(Kind),
      agent: Type.Optional(Type.String({ maxLength: 40 })),
      call: Type.Optional(Type.String({ maxLength: 40 })),
      before: Type.Optional(Type.Integer()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    reply: Type.Array(ItemRow),
  }),
  item: route({
    method: "GET",
    path: "/api/items/:id",
    right: "be-agent",
    summary: "One item of work",
    params: Id,
    reply: ItemRow,
  }),
  /** P8: at `dueAtMs` the item becomes due and the console is told. */
  remind: route({
    method: "POST",
    path: "/api/items",
    right: "be-agent",
    summary: "Set a reminder to call back, with moment and reason",
    body: Type.Object({
      reason: Type.String({ minLength: 1, maxLength: 300 }),
      dueAtMs: Moment,
      /** For whom; without it, for oneself. Another than oneself only by who may supervise. */
      agent: Type.Optional(Type.String({ maxLength: 40 })),
      number: Type.Optional(Type.String({ pattern: "^[0-9+*#]{1,40}$" })),
      call: Type.Optional(Type.String({ maxLength: 40 })),
    }),
  }),
  takeItem: route({ method: "POST", path: "/api/items/:id/take", right: "be-agent", summary: "Take an item", params: Id }),
  finishItem: route({
    method: "POST",
    path: "/api/items/:id/done",
    right: "be-agent",
    summary: "An item is done",
    params: Id,
    body: Type.Object({ note: Type.Optional(Note) }),
  }),
  reopenItem: route({ method: "POST", path: "/api/items/:id/reopen", right: "be-agent", summary: "Open it again", params: Id }),
  changeItem: route({
    method: "POST",
    path: "/api/items/:id/change",
    right: "be-agent",
    summary: "Add a note, or move the moment it is due",
    params: Id,
    body: Type.Object({ note: Type.Optional(Note), dueAtMs: Type.Optional(Moment) }),
  }),
  assignItem: route({
    method: "POST",
    path: "/api/items/:id/assign",
    right: "supervise",
    summary: "Give it to an agent, or to nobody in particular",
    params: Id,
    body: Type.Object({ agent: Type.Optional(Type.String({ maxLength: 40 })) }),
  }),
} as const;
