import { describe, expect, it } from "vitest";
import { bitsOf, OwnAddresses } from "./own-addresses.ts";

describe("what peers are told to reach us at", () => {
  it("the bound address, the external one for strangers, the loopback for the loopback", () => {
    const own = new OwnAddresses("198.51.100.1");
    expect(own.facing("0.0.0.0", "127.0.0.1", 0)).toBe("127.0.0.1");
    expect(own.facing("127.0.0.1", "127.0.0.9", 0)).toBe("127.0.0.1");
    expect(own.facing("0.0.0.0", "203.0.113.9", 0)).toBe("198.51.100.1");
    expect(own.facing("10.0.0.1", "203.0.113.9", 0)).toBe("198.51.100.1");
    expect(new OwnAddresses(undefined).facing("10.0.0.1", "203.0.113.9", 0)).toBe("10.0.0.1");
    expect(own.facing("::", "::1", 0)).toBe("::1");
  });

  it("addresses become numbers", () => {
    expect(bitsOf("192.0.2.1")).toBe(0xc0000201n);
    expect(bitsOf("::1")).toBe(1n);
    expect(bitsOf("2001:db8::2:1")).toBe(0x20010db8000000000000000000020001n);
    expect(bitsOf("nonsense")).toBe(0n);
  });
});
