/**
 * Serves the built console and a made-up hotline that speaks the contract, for looking at pages without a box.
 *   node test/sim/console-server/server.ts [--port 25000] [--unconfigured] [--empty]
 * Users: admin (administrator), li (supervisor), wang (agent); password "linebox-demo".
 * Nothing of the appliance imports this.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import cookie from "@fastify/cookie";
import files from "@fastify/static";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { type FaultCode, faultReply, faults } from "../../../appliance/contract/faults.ts";
import type { LiveMessage, LiveState, LiveTopic } from "../../../appliance/contract/live.ts";
import { type Me, type Right, type Role, type RouteName, rightsOf, routes } from "../../../appliance/contract/routes.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { checkSettings } from "../../../appliance/core/settings/check-settings.ts";
import { defaultSettings } from "../../../appliance/core/settings/default-settings.ts";
import { planSettings } from "../../../appliance/core/settings/plan.ts";
import { Alarms } from "./alarms.ts";
import { answerFrom } from "./answer-from.ts";
import type { Asked, Handler, Handlers, User } from "./asked.ts";
import { Bulletins } from "./bulletins.ts";
import { Desk, type DeskState, deskStates } from "./desk.ts";
import { deskHandlers } from "./desk-handlers.ts";
import { diagnosticsHandlers } from "./diagnostics-handlers.ts";
import { Doctor } from "./doctor.ts";
import { flowPast } from "./flow-past.ts";
import { gearSecrets, hardwareHandlers } from "./hardware-handlers.ts";
import { hookHandlers } from "./hook-handlers.ts";
import { messageHandlers } from "./message-handlers.ts";
import { numberHandlers } from "./number-handlers.ts";
import { OwnThings } from "./own-things.ts";
import { openPast, type PastHandler } from "./past.ts";
import { Plant } from "./plant.ts";
import { site, siteName } from "./site.ts";
import { soundHandlers } from "./sound-handlers.ts";
import { Texts } from "./texts.ts";
import { World } from "./world.ts";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "25000" },
    unconfigured: { type: "boolean" },
    empty: { type: "boolean" },
    seed: { type: "string", default: "11" },
  },
});
const users = new Map<string, User>();
const addUser = (user: string, name: string, role: Role, agent?: string) =>
  users.set(user, { user, name, role, ...(agent ? { agent } : {}), language: "zh", password: "linebox-demo" });

let document = options.unconfigured || options.empty ? defaultSettings(siteName, "zh") : site();
let revision = 41;
let pending: { confirmByMs: number; old: Settings; timer: NodeJS.Timeout } | undefined;
const secrets = { trunks: new Set(["unicom"]), phones: new Set(["801", "802", "803", "804", "805", "800"]) };
if (!options.unconfigured) {
  addUser("admin", "周敏", "administrator");
  addUser("li", "李娜（班长）", "supervisor", "1002");
  addUser("wang", "王芳", "agent", "1001");
}
const world = new World(
  document,
  Date.now() - (options.empty || options.unconfigured ? 1_000 : 27 * 3_600_000),
  Number(options.seed),
);
if (!options.unconfigured && !options.empty) {
  world.peakFromMs = Date.now() - 8 * 60_000;
  world.advance(Date.now());
  const telecom = world.lines.get("telecom");
  if (telecom) Object.assign(telecom, { state: "down", words: { zh: "OPTIONS 无响应", en: "no answer to OPTIONS" } });
}

const alarms = new Alarms(world, !options.unconfigured && !options.empty);
const own = new OwnThings(world);
const desk = new Desk(world, !options.unconfigured && !options.empty);
const bulletins = new Bulletins(world, !options.unconfigured && !options.empty);
const plant = new Plant(world, !options.unconfigured && !options.empty);
const texts = new Texts(world, !options.unconfigured && !options.empty);
const doctor = new Doctor(world, !options.unconfigured && !options.empty);

/** What a console is told: the world, with what the desks and the people did to it. */
const seen = (): LiveState => {
  const state = desk.dress(world.state());
  state.phones = state.phones.map(own.dress);
  texts.dress(state);
  doctor.dress(state);
  plant.dress(state);
  return state;
};

const app = Fastify({ logger: false });
await app.register(cookie);
await app.register(websocket);
const dist = join(import.meta.dirname, "../../../console/dist");
if (!existsSync(join(dist, "index.html"))) throw new Error("build the console first: npx vite build console");
await app.register(files, { root: dist });
app.addHook("onSend", async (_request, reply) => {
  reply.header(
    "content-security-policy",
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  );
});
app.setNotFoundHandler((request, reply) =>
  /^\/(api|assets)\//.test(request.url)
    ? refuse(reply, "not-found")
    : reply.type("text/html").send(readFileSync(join(dist, "index.html"))),
);

const refuse = (reply: FastifyReply, code: FaultCode, problems?: Parameters<typeof faultReply>[1]) =>
  reply.code(faults[code].status).send(faultReply(code, problems));
const sessions = new Map<string, User>();
const userOf = (request: FastifyRequest): User | undefined => sessions.get(request.cookies.linebox ?? "");
const meOf = (u: User): Me => ({
  user: u.user,
  name: u.name,
  role: u.role,
  ...(u.agent ? { agent: u.agent } : {}),
  language: u.language,
  rights: [...rightsOf[u.role]],
});
function enter(reply: FastifyReply, user: User): Me {
  const key = crypto.randomUUID();
  sessions.set(key, user);
  reply.setCookie("linebox", key, { path: "/", httpOnly: true, sameSite: "strict" });
  return meOf(user);
}

const callOf = (asked: Asked) => world.kept.find((c) => c.live.id === asked.params.id);
const recordingOf = (asked: Asked) =>
  world.kept.flatMap((c) => c.recordings).find((r) => r.id === asked.params.id) ?? past?.store.recording(asked.params.id ?? "");
const past =
  options.unconfigured || options.empty
    ? undefined
    : await openPast(
        () => document,
        () => seen(),
        Number(options.seed),
      );
const fromPast = (name: Exclude<RouteName, "live">, handler: PastHandler): Handler => answerFrom(name, handler, meOf);

/** What the screens ask for so far; the rest is not found here. */
const handlers: Handlers = {
  ...deskHandlers(desk, refuse),
  ...bulletins.handlers(refuse),
  ...messageHandlers(refuse),
  ...texts.handlers(refuse),
  ...doctor.handlers(refuse),
  ...own.handlers(refuse),
  ...plant.handlers(refuse),
  ...soundHandlers(recordingOf, () => document.recording.askReason ?? false, refuse),
  status: () => ({
    setUp: users.size > 0,
    name: users.size > 0 ? document.site.name : "",
    version: "0.1.0",
    language: document.site.language,
  }),
  setUp: ({ reply, body }) => {
    if (users.size > 0) return refuse(reply, "already-set-up");
    if (String(body.password).length < 10) return refuse(reply, "weak-password");
    addUser(String(body.user), String(body.user), "administrator");
    const user = users.get(String(body.user))!;
    user.password = String(body.password);
    user.language = body.language === "en" ? "en" : "zh";
    document = defaultSettings(String(body.siteName), user.language);
    return enter(reply, user);
  },
  login: ({ reply, body }) => {
    const user = users.get(String(body.user));
    return user && user.password === body.password ? enter(reply, user) : refuse(reply, "wrong-password");
  },
  logout: ({ request }) => {
    sessions.delete(request.cookies.linebox ?? "");
    return {};
  },
  me: ({ me }) => meOf(me),
  people: () => [...users.values()].map(({ user, name }) => ({ user, name })),
  changePassword: ({ reply, me, body }) => {
    if (me.password !== body.old) return refuse(reply, "wrong-password");
    if (String(body.new).length < 10) return refuse(reply, "weak-password");
    me.password = String(body.new);
    return {};
  },
  setLanguage: ({ me, body }) => {
    me.language = body.language === "en" ? "en" : "zh";
    return {};
  },
  calls: ({ query }) => {
    const limit = Math.min(200, Number(query.limit ?? 60));
    const before = query.before === undefined ? Number.POSITIVE_INFINITY : Number(query.before);
    return world.kept
      .map((c) => c.record)
      .filter(
        (c) =>
          c.startedAtMs < before &&
          (!query.caller || c.caller.includes(query.caller)) &&
          (!query.queue || c.queue === query.queue) &&
          (!query.agent || c.agent === query.agent),
      )
      .sort((a, b) => b.startedAtMs - a.startedAtMs)
      .slice(0, limit);
  },
  call: (asked) => {
    const call = callOf(asked);
    if (!call) return past?.store.call(asked.params.id ?? "") ?? refuse(asked.reply, "not-found");
    return { record: call.record, trace: call.trace, recordings: call.recordings };
  },
  callLadder: ({ params }) => world.ladder(params.id ?? ""),
  hangupCall: (asked) => {
    const call = callOf(asked);
    if (!call || call.ended) return refuse(asked.reply, "not-found");
    call.hungUp = true;
    return {};
  },
  chinaDays: () => ({ holidays: [], workdays: [] }),
  settings: ({ reply }) => {
    reply.header("etag", `"${revision}"`);
    return {
      revision,
      settings: document,
      ...(pending ? { pending: { confirmByMs: pending.confirmByMs } } : {}),
      secrets: { trunks: [...secrets.trunks], phones: [...secrets.phones], ...gearSecrets() },
    };
  },
  putSettings: ({ request, reply, body, query }) => {
    const all = checkSettings(body);
    if (all.some((p) => p.severity === "error")) return refuse(reply, "settings-refused", all);
    if (request.headers["if-match"] !== `"${revision}"`) return refuse(reply, "revision-changed");
    const next = body as unknown as Settings;
    const plan = planSettings(document, next);
    const answer = { plan, warnings: all };
    if (query["dry-run"] !== undefined) return { revision, ...answer };
    const confirm = plan.some((s) => s.confirm);
    if (confirm) {
      const old = document;
      const timer = setTimeout(() => {
        document = old;
        revision += 1;
        pending = undefined;
      }, 120_000);
      pending = { confirmByMs: Date.now() + 120_000, old, timer };
    }
    document = next;
    world.settings = next;
    revision += 1;
    return { revision, ...answer, ...(pending ? { confirmByMs: pending.confirmByMs } : {}) };
  },
  confirmSettings: ({ reply }) => {
    if (!pending) return refuse(reply, "nothing-to-confirm");
    clearTimeout(pending.timer);
    pending = undefined;
    return {};
  },
  ...hardwareHandlers,
  ...hookHandlers(() => document.webhooks ?? [], refuse),
  setServerSecret: () => ({}),
  setTrunkSecret: ({ params }) => ({ ...(secrets.trunks.add(params.id ?? "") && {}) }),
  setPhoneSecret: ({ params, body }) => {
    secrets.phones.add(params.id ?? "");
    return body.password ? {} : { password: "q7Rk-mT4w-Zp9x-Ha2e" };
  },
  users: () => [...users.values()].map(({ password: _, ...u }) => u),
  putUser: ({ params, body }) => {
    const id = params.id ?? "";
    const old = users.get(id);
    users.set(id, {
      user: id,
      name: String(body.name),
      role: body.role as Role,
      ...(body.agent ? { agent: String(body.agent) } : {}),
      language: old?.language ?? "zh",
      password: String(body.password ?? old?.password ?? ""),
    });
    return {};
  },
  deleteUser: ({ params }) => ({ gone: users.delete(params.id ?? "") }),
  ...diagnosticsHandlers(() => world.calls.size),
  ...alarms.handlers(refuse),
};

const allowed = (right: Right, user: User | undefined): boolean =>
  right === "everyone" || (user !== undefined && rightsOf[user.role].includes(right));
const deskOwn = { ...handlers };
for (const [name, handler] of Object.entries(past?.handlers ?? {}) as [Exclude<RouteName, "live">, PastHandler][]) {
  const own = deskOwn[name];
  const made = fromPast(name, handler);
  // Recordings of today's calls are this world's, older ones the store's.
  handlers[name] = (asked) =>
    (own && world.kept.some((c) => c.recordings.some((r) => r.id === asked.params.id)) ? own : made)(asked);
}
const flowHandlers = past
  ? await flowPast(
      past.store,
      () => document,
      (next) => {
        document = next;
        world.settings = next;
        revision += 1;
      },
    )
  : {};
const ofNumbers = numberHandlers(
  () => document,
  () => revision,
  world,
);
for (const [name, handler] of Object.entries({ ...ofNumbers, ...flowHandlers }) as [Exclude<RouteName, "live">, PastHandler][])
  handlers[name] = fromPast(name, handler);
for (const [name, handler] of Object.entries(handlers) as [Exclude<RouteName, "live">, Handler][]) {
  const route = routes[name];
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: 4_000_000,
    handler: async (request, reply) => {
      const me = userOf(request);
      if (!allowed(route.right, me)) return refuse(reply, me ? "not-allowed" : "not-signed-in");
      const answer = await handler({
        request,
        reply,
        me: me as User,
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        body: (request.body ?? {}) as Record<string, unknown>,
      });
      return reply.sent ? reply : (answer ?? {});
    },
  });
}

/** For pictures and walks: what a supervisor would send. */
app.post("/sim/bulletins/:agent", (request, reply) => {
  bulletins.show((request.params as { agent: string }).agent);
  return reply.send({});
});
/** For pictures: puts an agent's desk into a state. */
app.post("/sim/desk/:agent/:state", (request, reply) => {
  const { agent, state } = request.params as { agent: string; state: DeskState };
  if (deskStates.includes(state)) desk.show(agent, state);
  return reply.send({});
});

type Listener = { readyState: number; send(text: string): void };
const listeners = new Map<Listener, { n: number; me: User }>();
const tell = (socket: Listener, message: LiveMessage) => {
  if (socket.readyState === 1) socket.send(JSON.stringify(message));
};
app.get(routes.live.path, { websocket: true }, (socket, request) => {
  const me = userOf(request);
  if (!me || !allowed(routes.live.right, me)) {
    socket.close(4401);
    return;
  }
  listeners.set(socket, { n: 1, me });
  tell(socket, { type: "hello", n: 1, state: { ...seen(), bulletins: bulletins.shownTo(me) } });
  socket.on("close", () => listeners.delete(socket));
});
setInterval(() => {
  world.advance(Date.now());
  alarms.advance();
  const byTopic = new Map<LiveTopic, string[]>();
  for (const entry of world.touched) {
    const [topic, id] = entry.split(" ") as [LiveTopic, string];
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), id]);
  }
  world.touched.clear();
  if (byTopic.size === 0) return;
  const state: LiveState = seen();
  for (const [topic, ids] of byTopic) {
    for (const [socket, { n, me }] of listeners) {
      const all = topic === "bulletins" ? bulletins.shownTo(me) : state[topic];
      const set = (all as { id: string }[]).filter((x) => ids.includes(x.id));
      const gone = ids.filter((id) => !set.some((x) => x.id === id));
      listeners.set(socket, { n: n + 1, me });
      tell(socket, { type: "patch", n: n + 1, topic, set: set as never, gone, nowMs: world.nowMs });
    }
  }
}, 500);
setInterval(() => {
  for (const [socket, { n }] of listeners) tell(socket, { type: "beat", n, nowMs: world.nowMs });
}, 2_000);

await app.listen({ host: "127.0.0.1", port: Number(options.port) });
console.log(`http://127.0.0.1:${options.port}  admin / li / wang, password linebox-demo`);
