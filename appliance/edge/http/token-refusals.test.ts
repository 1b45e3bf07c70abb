import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Box, box, refused, send } from "../../../test/sim/http-box.ts";
import { isPersonal, scopeOf } from "../../contract/api-token.ts";
import { type RouteName, routes } from "../../contract/routes.ts";

let live: Box;
const tokens: Record<"all" | "none" | "expired" | "revoked", string> = { all: "", none: "", expired: "", revoked: "" };
const shortLifeMs = 60_000;

beforeAll(async () => {
  live = await box();
  await live.staff();
  const scopes = [...new Set(Object.values(routes).map(scopeOf))];
  const make = (wanted: string[], more: { expiresAtMs?: number } = {}) =>
    live.store.makeApiToken({ name: "Program", role: "administrator", scopes: wanted, allowFrom: [], ...more }, "admin");
  tokens.all = (await make(scopes)).token;
  tokens.none = (await make(["nothing:read"])).token;
  tokens.expired = (await make(scopes, { expiresAtMs: live.clock.nowMs + shortLifeMs })).token;
  const revoked = await make(scopes);
  tokens.revoked = revoked.token;
  await live.store.dropApiToken(revoked.id);
  live.clock.nowMs += shortLifeMs;
}, 60_000);
afterAll(() => live.close());

const guarded = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].right !== "everyone");
const ask = async (name: RouteName, token?: string) => {
  // Neither the pace of a token nor the wait after wrong ones is what is tried here.
  live.clock.nowMs += 3_600_000;
  const { method, path } = routes[name];
  return send(live.app, method, path.replace(/:\w+/g, "1"), token ? { headers: { authorization: `Bearer ${token}` } } : {});
};

describe("every route that is not open to everyone", () => {
  it.each(guarded)("%s refuses strangers, other scopes, and tokens that are void", async (name) => {
    refused(await ask(name), "not-signed-in");
    refused(await ask(name, tokens.none), "out-of-scope");
    refused(await ask(name, tokens.expired), "wrong-token");
    refused(await ask(name, tokens.revoked), "wrong-token");
    refused(await ask(name, `${tokens.all.slice(0, -1)}${tokens.all.endsWith("x") ? "y" : "x"}`), "wrong-token");
  });

  it.each(guarded.filter((name) => isPersonal(routes[name].path)))("%s is for people alone", async (name) => {
    refused(await ask(name, tokens.all), "out-of-scope");
  });

  it("lets a token in that has every scope, where programs may go", async () => {
    const { status } = await ask("calls", tokens.all);
    expect(status).toBe(200);
  });
});
