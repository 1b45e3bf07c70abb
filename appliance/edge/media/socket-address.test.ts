import { describe, expect, it } from "vitest";
import { type Family, readSocketAddress, writeSocketAddress } from "./socket-address.ts";

describe("socket addresses", () => {
  it.each([
    [4, "192.0.2.255", "192.0.2.255"],
    [6, "::1", "::1"],
    [6, "2001:DB8:0:0:1::F", "2001:db8::1:0:0:f"],
    [6, "fe80::1:2:3:4", "fe80::1:2:3:4"],
    [6, "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    [6, "::", "::"],
    [6, "64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    [6, "192.0.2.1", "192.0.2.1"],
  ] as [Family, string, string][])("of family %i: %s is read back as %s", (family, address, text) => {
    const bytes = new Uint8Array(40).fill(0xee);
    const length = writeSocketAddress(bytes, 4, family, address, 40_961);
    expect(length).toBe(family === 4 ? 16 : 28);
    expect(bytes[3]).toBe(0xee);
    expect(bytes[4 + length]).toBe(0xee);
    expect(readSocketAddress(bytes, 4, family)).toEqual({ address: text, port: 40_961 });
  });

  it("refuses what the family can't reach, and what is no address", () => {
    const bytes = new Uint8Array(32);
    expect(writeSocketAddress(bytes, 0, 4, "::1", 1)).toBe(0);
    expect(writeSocketAddress(bytes, 0, 4, "localhost", 1)).toBe(0);
    expect(writeSocketAddress(bytes, 0, 6, "::1", 65_536)).toBe(0);
  });
});
