import { isPersonal, scopeOf } from "../../contract/api-token.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { badRequest } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

/** Every scope that leads to a route, with the routes it opens. */
function knownScopes(): Map<string, RouteName[]> {
  const scopes = new Map<string, RouteName[]>();
  for (const name of Object.keys(routes) as RouteName[]) {
    if (isPersonal(routes[name].path)) continue;
    const scope = scopeOf(routes[name]);
    scopes.set(scope, [...(scopes.get(scope) ?? []), name]);
  }
  return scopes;
}

type TokenRoute = "tokens" | "makeToken" | "dropToken";
export function tokenHandlers(ports: HttpPorts): Pick<Handlers, TokenRoute> {
  const { store } = ports;
  const scopes = knownScopes();
  return {
    tokens: () => ({
      tokens: store.apiTokens(),
      scopes: [...scopes].map(([scope, opens]) => ({ scope, routes: opens.map((name) => routes[name].summary) })),
    }),
    async makeToken(asked) {
      const { scopes: wanted, role, agent, expiresAtMs } = asked.body;
      const unknown = wanted.findIndex((scope) => !scopes.has(scope));
      if (unknown >= 0)
        throw badRequest(
          `/scopes/${unknown}`,
          { zh: "没有这个权限范围。", en: "There is no such scope." },
          { zh: "可用的范围见令牌列表。", en: "The list of tokens names those there are." },
        );
      if (agent !== undefined && !ports.settings.current().settings.agents.some((a) => a.id === agent))
        throw badRequest(
          "/agent",
          { zh: "没有这个坐席。", en: "There is no such agent." },
          { zh: "请先在设置中添加坐席。", en: "Add the agent in the settings first." },
        );
      if (role === "agent" && agent === undefined)
        throw badRequest(
          "/agent",
          { zh: "坐席角色需要指定坐席。", en: "The role of an agent needs an agent." },
          { zh: "请选择坐席，或使用其他角色。", en: "Name the agent, or take another role." },
        );
      if (expiresAtMs !== undefined && expiresAtMs <= ports.nowMs())
        throw badRequest(
          "/expiresAtMs",
          { zh: "到期时间已过。", en: "It would be over already." },
          { zh: "请选择将来的时间。", en: "Take a moment that is yet to come." },
        );
      return store.makeApiToken(asked.body, signedIn(asked).user);
    },
    dropToken: ({ params }) => store.dropApiToken(params.id),
  };
}
