import { describe, expect, it } from "vitest";
import { BanList } from "./ban-list.ts";

describe("the ban list", () => {
  it("ends by time or by hand", () => {
    const bans = new BanList(10);
    bans.ban("a", 1_000, "why", 0);
    expect([bans.banned("a", 999), bans.banned("a", 1_000), bans.banned("b", 0)]).toEqual([true, false, false]);
    bans.ban("a", 1_000, "why", 0);
    expect([bans.unban("a"), bans.unban("a"), bans.banned("a", 0)]).toEqual([true, false, false]);
  });

  it("strikes count within a minute", () => {
    const bans = new BanList(10);
    for (let i = 0; i < 19; i++) expect(bans.strike("a", "undecodable", i)).toBe(false);
    expect(bans.strike("a", "undecodable", 61_000)).toBe(false);
    for (let i = 0; i < 18; i++) bans.strike("a", "undecodable", 61_001);
    expect(bans.strike("a", "undecodable", 61_002)).toBe(true);
    expect(bans.list(61_003)).toEqual([{ address: "a", untilMs: 661_002, why: "undecodable" }]);
  });

  it("never shuts out trusted addresses and networks, whoever asks, and lifts what stood against them", () => {
    const bans = new BanList(10, ["10.0.0.0/8", "2001:db8::5", "not an address", "192.0.2.1/99"]);
    for (const trusted of ["10.1.2.3", "2001:db8::5", "192.0.2.1"]) {
      expect(bans.ban(trusted, 1_000, "why", 0)).toBe(false);
      expect(bans.strike(trusted, "scanner", 0)).toBe(false);
    }
    expect([bans.ban("11.1.2.3", 1_000, "why", 0), bans.strike("2001:db8::6", "scanner", 0)]).toEqual([true, true]);
    expect(bans.list(0).map(({ address }) => address)).toEqual(["11.1.2.3", "2001:db8::6"]);
    bans.trust(["11.1.2.0/24"]);
    expect(bans.list(0).map(({ address }) => address)).toEqual(["2001:db8::6"]);
    expect(bans.ban("10.1.2.3", 1_000, "why", 0)).toBe(true);
  });

  it("forgets the oldest when it is full", () => {
    const bans = new BanList(2);
    for (const address of ["a", "b", "c"]) bans.ban(address, 1_000, "", 0);
    expect(bans.list(0).map(({ address }) => address)).toEqual(["b", "c"]);
  });
});
