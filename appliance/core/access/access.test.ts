import { describe, expect, it } from "vitest";
import { type Role, rightsOf } from "../../contract/routes.ts";
import { type LoginThrottle, loginTried, loginWaitMs, loginWorked } from "./login-throttle.ts";
import { may, mayActFor } from "./may.ts";
import { sessionIdleLimitMs, sessionIsOver, sessionWantsTouch } from "./session-rule.ts";
import { weakPassword } from "./weak-password.ts";

const person = (role: Role, agent?: string) => ({ user: "u", role, ...(agent ? { agent } : {}) });

describe("rights", () => {
  it("a stranger may only do what everyone may", () => {
    expect(may(undefined, "everyone")).toBe(true);
    for (const right of rightsOf.administrator.filter((r) => r !== "everyone")) expect(may(undefined, right)).toBe(false);
  });
  it("roles have what the table says and nothing more", () => {
    expect(may(person("agent"), "be-agent")).toBe(true);
    expect(may(person("agent"), "hear-recordings")).toBe(false);
    expect(may(person("supervisor"), "change-settings")).toBe(false);
    expect(may(person("administrator"), "manage-users")).toBe(true);
  });
  it("an agent acts for himself, a supervisor for anybody", () => {
    expect(mayActFor(person("agent", "li"), "li")).toBe(true);
    expect(mayActFor(person("agent", "li"), "wang")).toBe(false);
    expect(mayActFor(person("agent"), "wang")).toBe(false);
    expect(mayActFor(person("supervisor"), "wang")).toBe(true);
  });
});

describe("passwords", () => {
  it.each([
    "short9!",
    "aaaaaaaaaaaa",
    "1212121212",
    "zhangwei88",
    "0123456789",
    "qwertyuiop",
    "Password123",
    "administrator1",
    "LINEBOX2024",
  ])("%s is weak for zhangwei", (password) => expect(weakPassword(password, "zhangwei")).toBe(true));
  it.each(["correct horse battery", "水务热线 12345 值班室", "x7!kQ-vv20ab", "zhangwei-likes-green-tea"])(
    "%s will do",
    (password) => expect(weakPassword(password, "zhangwei")).toBe(false),
  );
  it("a user's name is not his password, in any case", () => {
    expect(weakPassword("Zhangwei.Wu", "zhangwei.wu")).toBe(true);
    expect(weakPassword("uw.iewgnahz", "zhangwei.wu")).toBe(true);
  });
});

describe("wrong passwords", () => {
  const at = (user: string, address: string) => ({ user, address });
  it("the first few are free, then the wait doubles up to a minute for a user", () => {
    const throttle: LoginThrottle = new Map();
    const waits: number[] = [];
    for (let n = 0; n < 14; n++) {
      waits.push(loginWaitMs(throttle, at("li", `10.0.0.${n}`), 0));
      loginTried(throttle, at("li", `10.0.0.${n}`), 0);
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(loginWaitMs(throttle, at("LI", "10.9.9.9"), 59_999)).toBe(1);
    expect(loginWaitMs(throttle, at("li", "10.9.9.9"), 60_000)).toBe(0);
  });
  it("an address that tries many names waits up to a quarter of an hour", () => {
    const throttle: LoginThrottle = new Map();
    for (let n = 0; n < 40; n++) loginTried(throttle, at(`user${n}`, "10.0.0.1"), 0);
    expect(loginWaitMs(throttle, at("somebody", "10.0.0.1"), 0)).toBe(900_000);
    expect(loginWaitMs(throttle, at("somebody", "10.0.0.2"), 0)).toBe(0);
  });
  it("a good password frees the user, and gives the address back one attempt only", () => {
    const throttle: LoginThrottle = new Map();
    for (let n = 0; n < 9; n++) loginTried(throttle, at(`user${n}`, "10.0.0.1"), 0);
    loginTried(throttle, at("li", "10.0.0.1"), 0);
    loginWorked(throttle, at("li", "10.0.0.1"));
    expect(loginWaitMs(throttle, at("li", "10.0.0.1"), 0)).toBe(0);
    loginTried(throttle, at("user9", "10.0.0.1"), 0);
    expect(loginWaitMs(throttle, at("li", "10.0.0.1"), 0)).toBe(1_000);
  });
  it("is forgotten after half an hour, and the table stays bounded", () => {
    const throttle: LoginThrottle = new Map();
    for (let n = 0; n < 30; n++) loginTried(throttle, at("li", "10.0.0.1"), 0);
    expect(loginWaitMs(throttle, at("li", "10.0.0.1"), 1_800_000)).toBe(0);
    for (let n = 0; n < 30_000; n++) loginTried(throttle, at(`user${n}`, `address${n}`), n);
    expect(throttle.size).toBe(10_000);
    expect(throttle.has("user user29999")).toBe(true);
  });
});

describe("sessions", () => {
  it("ends after thirty days without use, and not before", () => {
    expect(sessionIsOver({ seenAtMs: 5 }, 4 + sessionIdleLimitMs)).toBe(false);
    expect(sessionIsOver({ seenAtMs: 5 }, 5 + sessionIdleLimitMs)).toBe(true);
  });
  it("use is written down once a minute at most", () => {
    expect(sessionWantsTouch({ seenAtMs: 0 }, 59_999)).toBe(false);
    expect(sessionWantsTouch({ seenAtMs: 0 }, 60_000)).toBe(true);
  });
});
