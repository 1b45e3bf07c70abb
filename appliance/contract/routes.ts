import Type, { type Static, type TSchema } from "typebox";
import { Settings } from "./settings.ts";
import { Title } from "./words.ts";

/** What a role may do. A route names the right it wants. */
export type Right =
  | "everyone"
  | "signed-in"
  | "see-live"
  | "be-agent"
  | "supervise"
  | "hear-recordings"
  | "change-settings"
  | "manage-users";
export type Role = "administrator" | "supervisor" | "agent";
export const rightsOf: Record<Role, readonly Right[]> = {
  administrator: [
    "everyone",
    "signed-in",
    "see-live",
    "be-agent",
    "supervise",
    "hear-recordings",
    "change-settings",
    "manage-users",
  ],
  supervisor: ["everyone", "signed-in", "see-live", "be-agent", "supervise", "hear-recordings"],
  agent: ["everyone", "signed-in", "see-live", "be-agent"],
};

type Route<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  right: Right;
  summary: string;
  params: P;
  query: Q;
  body: B;
  /** JSON reply; `Type.Unknown()` where the handler streams (audio, files). */
  reply: R;
};
const none = Type.Object({});
const route = <
  P extends TSchema = typeof none,
  Q extends TSchema = typeof none,
  B extends TSchema = typeof none,
  R extends TSchema = TSchema,
>(
  r: Partial<Route<P, Q, B, R>> & Pick<Route<P, Q, B, R>, "method" | "path" | "right" | "summary">,
): Route<P, Q, B, R> => ({
  params: none as never,
  query: none as never,
  body: none as never,
  reply: Type.Unknown() as never,
  ...r,
});

const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) });
const UserName = Type.String({ minLength: 1, maxLength: 60, pattern: "^[A-Za-z0-9._-]+$" });
const Password = Type.String({ minLength: 1, maxLength: 200 });
const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const Plan = Type.Array(
  Type.Object({
    what: Type.String(),
    id: Type.String(),
    change: Type.String(),
    words: Words,
    disturbs: Type.Boolean(),
    confirm: Type.Boolean(),
  }),
);
const Me = Type.Object({
  user: Type.String(),
  name: Type.String(),
  role: Type.Union([Type.Literal("administrator"), Type.Literal("supervisor"), Type.Literal("agent")]),
  agent: Type.Optional(Type.String()),
  language: Type.Union([Type.Literal("zh"), Type.Literal("en")]),
  rights: Type.Array(Type.String()),
});
export type Me = Static<typeof Me>;

/** The one table: serves, is called by the console, and documents itself. Call, trace and recording replies are the row types of records.ts. */
export const routes = {
  status: route({
    method: "GET",
    path: "/api/status",
    right: "everyone",
    summary: "Whether the box is set up, its name and version",
    reply: Type.Object({ setUp: Type.Boolean(), name: Type.String(), version: Type.String(), language: Type.String() }),
  }),
  setUp: route({
    method: "POST",
    path: "/api/set-up",
    right: "everyone",
    summary: "Make the first administrator of an unconfigured box",
    body: Type.Object({
      user: UserName,
      password: Password,
      siteName: Title,
      language: Type.Union([Type.Literal("zh"), Type.Literal("en")]),
    }),
    reply: Me,
  }),
  login: route({
    method: "POST",
    path: "/api/session",
    right: "everyone",
    summary: "Sign in; sets the session cookie",
    body: Type.Object({ user: UserName, password: Password }),
    reply: Me,
  }),
  logout: route({ method: "DELETE", path: "/api/session", right: "signed-in", summary: "Sign out" }),
  me: route({ method: "GET", path: "/api/session", right: "signed-in", summary: "Who is signed in", reply: Me }),
  changePassword: route({
    method: "PUT",
    path: "/api/session/password",
    right: "signed-in",
    summary: "Change one's own password",
    body: Type.Object({ old: Password, new: Password }),
  }),
  setLanguage: route({
    method: "PUT",
    path: "/api/session/language",
    right: "signed-in",
    summary: "Language of the console for this user",
    body: Type.Object({ language: Type.Union([Type.Literal("zh"), Type.Literal("en")]) }),
  }),

  /** WebSocket: LiveMessage. */
  live: route({ method: "GET", path: "/api/live", right: "see-live", summary: "Live state by WebSocket" }),

  calls: route({
    method: "GET",
    path: "/api/calls",
    right: "see-live",
    summary: "Call records, newest first",
    query: Type.Object({
      before: Type.Optional(Type.Integer()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      caller: Type.Optional(Type.String({ maxLength: 40 })),
      queue: Type.Optional(Type.String({ maxLength: 40 })),
      agent: Type.Optional(Type.String({ maxLength: 40 })),
    }),
  }),
  call: route({
    method: "GET",
    path: "/api/calls/:id",
    right: "see-live",
    summary: "One call: record, trace, recordings",
    params: Id,
  }),
  callLadder: route({
    method: "GET",
    path: "/api/calls/:id/ladder",
    right: "see-live",
    summary: "The call's SIP messages",
    params: Id,
  }),
  hangupCall: route({ method: "POST", path: "/api/calls/:id/hangup", right: "supervise", summary: "End a call", params: Id }),
  recordingAudio: route({
    method: "GET",
    path: "/api/recordings/:id/audio",
    right: "hear-recordings",
    summary: "The WAV file; supports ranges",
    params: Id,
  }),
  recordingPeaks: route({
    method: "GET",
    path: "/api/recordings/:id/peaks",
    right: "hear-recordings",
    summary: "Waveform of both channels",
    params: Id,
    query: Type.Object({ buckets: Type.Optional(Type.Integer({ minimum: 50, maximum: 2000 })) }),
    reply: Type.Object({ durationMs: Type.Number(), left: Type.Array(Type.Number()), right: Type.Array(Type.Number()) }),
  }),

  agentLogin: route({
    method: "POST",
    path: "/api/agents/:id/login",
    right: "be-agent",
    summary: "Log an agent in at a phone",
    params: Id,
    body: Type.Object({ phone: Type.String({ maxLength: 8 }) }),
  }),
  agentLogout: route({
    method: "POST",
    path: "/api/agents/:id/logout",
    right: "be-agent",
    summary: "Log an agent out",
    params: Id,
  }),
  agentReady: route({ method: "POST", path: "/api/agents/:id/ready", right: "be-agent", summary: "Ready for calls", params: Id }),
  agentNotReady: route({
    method: "POST",
    path: "/api/agents/:id/not-ready",
    right: "be-agent",
    summary: "Not ready, with a reason",
    params: Id,
    body: Type.Object({ reason: Type.String({ maxLength: 40 }) }),
  }),
  agentWrapUpDone: route({
    method: "POST",
    path: "/api/agents/:id/wrap-up-done",
    right: "be-agent",
    summary: "End wrap-up early",
    params: Id,
  }),
  agentHistory: route({
    method: "GET",
    path: "/api/agents/:id/history",
    right: "see-live",
    summary: "State history, newest first",
    params: Id,
  }),

  settings: route({
    method: "GET",
    path: "/api/settings",
    right: "change-settings",
    summary: "The settings document in force; ETag is its revision",
    reply: Type.Object({
      revision: Type.Integer(),
      settings: Settings,
      pending: Type.Optional(Type.Object({ confirmByMs: Type.Number() })),
      secrets: Type.Object({ trunks: Type.Array(Type.String()), phones: Type.Array(Type.String()) }),
    }),
  }),
  /** If-Match holds the revision it was made from; `?dry-run` stops after the plan. */
  putSettings: route({
    method: "PUT",
    path: "/api/settings",
    right: "change-settings",
    summary: "Plan and apply a whole new document",
    query: Type.Object({ "dry-run": Type.Optional(Type.String()) }),
    body: Settings,
    reply: Type.Object({
      revision: Type.Integer(),
      plan: Plan,
      warnings: Type.Array(Type.Object({ path: Type.String(), severity: Type.String(), reason: Words, hint: Words })),
      confirmByMs: Type.Optional(Type.Number()),
    }),
  }),
  confirmSettings: route({
    method: "POST",
    path: "/api/settings/confirm",
    right: "change-settings",
    summary: "Keep a change that would otherwise return",
  }),
  setServerSecret: route({
    method: "PUT",
    path: "/api/secrets/sip-server",
    right: "change-settings",
    summary: "Secret of a drachtio server that takes the place of the box's own; stored encrypted",
    body: Type.Object({ secret: Password }),
  }),
  setTrunkSecret: route({
    method: "PUT",
    path: "/api/secrets/trunks/:id",
    right: "change-settings",
    summary: "Password of a registering trunk; stored encrypted",
    params: Id,
    body: Type.Object({ password: Password }),
  }),
  setPhoneSecret: route({
    method: "PUT",
    path: "/api/secrets/phones/:id",
    right: "change-settings",
    summary: "SIP password of a phone; stored as digest hashes. Without `password` one is made and returned once",
    params: Id,
    body: Type.Object({ password: Type.Optional(Password) }),
    reply: Type.Object({ password: Type.Optional(Type.String()) }),
  }),

  users: route({ method: "GET", path: "/api/users", right: "manage-users", summary: "Console users" }),
  putUser: route({
    method: "PUT",
    path: "/api/users/:id",
    right: "manage-users",
    summary: "Make or change a user",
    params: Id,
    body: Type.Object({
      name: Title,
      role: Type.Union([Type.Literal("administrator"), Type.Literal("supervisor"), Type.Literal("agent")]),
      agent: Type.Optional(Type.String({ maxLength: 40 })),
      password: Type.Optional(Password),
    }),
  }),
  deleteUser: route({ method: "DELETE", path: "/api/users/:id", right: "manage-users", summary: "Remove a user", params: Id }),

  /** Transactions, dialogs, legs, sockets, file handles: what must go back to rest when the calls are over. */
  gauges: route({
    method: "GET",
    path: "/api/gauges",
    right: "change-settings",
    summary: "What the box holds at this moment",
    reply: Type.Record(Type.String(), Type.Record(Type.String(), Type.Number())),
  }),

  alarms: route({ method: "GET", path: "/api/alarms", right: "see-live", summary: "Alarms, open first" }),
  acknowledgeAlarm: route({
    method: "POST",
    path: "/api/alarms/:id/acknowledge",
    right: "supervise",
    summary: "Acknowledge an alarm",
    params: Id,
  }),
} as const;

export type RouteName = keyof typeof routes;
export type RouteParams<N extends RouteName> = Static<(typeof routes)[N]["params"]>;
export type RouteQuery<N extends RouteName> = Static<(typeof routes)[N]["query"]>;
export type RouteBody<N extends RouteName> = Static<(typeof routes)[N]["body"]>;
export type RouteReply<N extends RouteName> = Static<(typeof routes)[N]["reply"]>;

/** The reply of `GET /api/calls/:id/ladder`. */
export type LadderEntry = {
  atMs: number;
  direction: "in" | "out";
  leg: string;
  transport: string;
  peer: string;
  firstLine: string;
  text: string;
};
