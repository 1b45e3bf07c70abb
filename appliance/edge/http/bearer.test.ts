import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ApiTokenFields } from "../../contract/api-token.ts";
import { openStore, type Store } from "../store/store.ts";
import { BearerGate, bearerOf } from "./bearer.ts";
import type { HttpPorts } from "./http-ports.ts";

const day = 24 * 3_600_000;
const fields: ApiTokenFields = { name: "Billing", role: "supervisor", scopes: ["calls:read", "agents:write"], allowFrom: [] };
let dir: string;
let store: Store;
let now = 1_000_000;
let gate: BearerGate;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "linebox-bearer-"));
  store = await openStore({ dir, hear: () => undefined, nowMs: () => now });
  gate = new BearerGate({ store: store as HttpPorts["store"], nowMs: () => now });
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const headers = new Map<string, string>();
const reply = { header: (name: string, value: string) => headers.set(name, value) } as unknown as FastifyReply;
const from = (ip: string, authorization = ""): FastifyRequest =>
  ({ ip, headers: { authorization } }) as unknown as FastifyRequest;
const code = (work: () => unknown): string => {
  try {
    work();
    return "ok";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe("a program's token", () => {
  it("opens what its scopes name, and no more", async () => {
    const { id, token } = await store.makeApiToken(fields, "boss");
    expect(gate.admit(token, "calls", from("192.0.2.1"), reply)).toMatchObject({ user: `token:${id}`, role: "supervisor" });
    expect(code(() => gate.admit(token, "hangupCall", from("192.0.2.1"), reply))).toBe("out-of-scope");
    expect(code(() => gate.admit(token, "agentReady", from("192.0.2.1"), reply))).toBe("ok");
    // People, passwords and tokens stay with people, whatever a token claims.
    for (const name of ["users", "makeToken", "setPhoneSecret", "logout"] as const)
      expect(
        code(() => gate.admit(token, name, from("192.0.2.1"), reply)),
        name,
      ).toBe("out-of-scope");
  });

  it("is void when it was taken back or its time is over", async () => {
    const { id, token } = await store.makeApiToken({ ...fields, expiresAtMs: now + day }, "boss");
    const other = await store.makeApiToken(fields, "boss");
    expect(gate.stands(token)).toBe(true);
    now += day;
    expect(code(() => gate.admit(token, "calls", from("192.0.2.1"), reply))).toBe("wrong-token");
    expect(gate.stands(token)).toBe(false);
    await store.dropApiToken(other.id);
    expect(code(() => gate.admit(other.token, "calls", from("192.0.2.1"), reply))).toBe("wrong-token");
    expect(store.apiTokens().map((t) => t.id)).toEqual([id]);
  });

  it("is good only where it is allowed from", async () => {
    const { token } = await store.makeApiToken({ ...fields, allowFrom: ["192.0.2.0/24", "2001:db8::1"] }, "boss");
    for (const ip of ["192.0.2.9", "::ffff:192.0.2.9", "2001:db8::1"])
      expect(
        code(() => gate.admit(token, "calls", from(ip), reply)),
        ip,
      ).toBe("ok");
    for (const ip of ["192.0.3.9", "2001:db8::2", "nonsense"])
      expect(
        code(() => gate.admit(token, "calls", from(ip), reply)),
        ip,
      ).toBe("not-allowed");
  });

  it("is told to slow down, and goes on when it has", async () => {
    const { token } = await store.makeApiToken(fields, "boss");
    const answers = Array.from({ length: 300 }, () => code(() => gate.admit(token, "calls", from("192.0.2.1"), reply)));
    expect(answers.filter((a) => a === "ok")).toHaveLength(200);
    expect(answers.at(-1)).toBe("too-fast");
    expect(headers.get("retry-after")).toBe("1");
    now += 1_000;
    expect(code(() => gate.admit(token, "calls", from("192.0.2.1"), reply))).toBe("ok");
  });

  it("can't be guessed for long from one address, while others go on", async () => {
    const { token } = await store.makeApiToken(fields, "boss");
    const guesses = Array.from({ length: 30 }, (_, n) =>
      code(() => gate.admit(`lbx_${n}`, "calls", from("198.51.100.7"), reply)),
    );
    expect(guesses[0]).toBe("wrong-token");
    expect(guesses.at(-1)).toBe("too-many-attempts");
    expect(code(() => gate.admit(token, "calls", from("192.0.2.1"), reply))).toBe("ok");
    expect(code(() => gate.admit("x".repeat(10_000), "calls", from("192.0.2.1"), reply))).toBe("wrong-token");
  });

  it("remembers when and from where it was used last, and is kept only as a hash", async () => {
    const { token } = await store.makeApiToken(fields, "boss");
    gate.admit(token, "calls", from("192.0.2.1"), reply);
    await store.flushed();
    expect(store.apiTokens()[0]).toMatchObject({
      name: "Billing",
      createdBy: "boss",
      lastUsedAtMs: now,
      lastUsedFrom: "192.0.2.1",
    });
    expect(JSON.stringify(store.apiTokens())).not.toContain(token.slice(4));
  });
});

it("reads the header of RFC 6750 and nothing else", () => {
  expect(bearerOf(from("", "Bearer lbx_a-b"))).toBe("lbx_a-b");
  expect(bearerOf(from("", "bearer lbx_a"))).toBe("lbx_a");
  for (const other of ["", "Basic YTpi", "Bearer", "Bearer a b", "lbx_a"])
    expect(bearerOf(from("", other)), other).toBeUndefined();
});
