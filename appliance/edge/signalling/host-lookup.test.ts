import { describe, expect, it } from "vitest";
import type { NameService } from "./host-lookup.ts";
import { HostLookup, inOrder } from "./host-lookup.ts";

function names(
  srv: Record<string, [number, number, number, string][]>,
  addresses: Record<string, string[]>,
): NameService & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    srv: async (name) => {
      asked.push(name);
      return (srv[name] ?? []).map(([priority, weight, port, target]) => ({ priority, weight, port, name: target }));
    },
    addresses: async (host) => {
      asked.push(host);
      return addresses[host] ?? [];
    },
  };
}
const places = (found: { transport: string; address: string; port: number }[]): string[] =>
  found.map(({ transport, address, port }) => `${transport} ${address} ${port}`);

describe("finding SIP servers (RFC 3263)", () => {
  it("a port means addresses only", async () => {
    const service = names({}, { "t.example": ["192.0.2.1", "2001:db8::1"] });
    expect(places(await new HostLookup(service).find({ host: "t.example", port: 5080, secure: false }, 0))).toEqual([
      "udp 192.0.2.1 5080",
      "udp 2001:db8::1 5080",
    ]);
    expect(service.asked).toEqual(["t.example"]);
  });

  it("SRV by priority, every transport, UDP first", async () => {
    const service = names(
      {
        "_sip._udp.t.example": [
          [20, 0, 5060, "b.example"],
          [10, 0, 5070, "a.example"],
        ],
        "_sip._tcp.t.example": [[1, 0, 5090, "b.example"]],
      },
      { "a.example": ["192.0.2.1"], "b.example": ["192.0.2.2"] },
    );
    expect(places(await new HostLookup(service).find({ host: "t.example", secure: false }, 0))).toEqual([
      "udp 192.0.2.1 5070",
      "udp 192.0.2.2 5060",
      "tcp 192.0.2.2 5090",
    ]);
  });

  it.each([
    [{ transport: "tcp", secure: false }, ["_sip._tcp.t.example", "t.example"], "tcp 192.0.2.1 5060"],
    [{ transport: "tls", secure: true }, ["_sips._tcp.t.example", "t.example"], "tls 192.0.2.1 5061"],
    [
      { secure: false },
      ["_sip._udp.t.example", "_sip._tcp.t.example", "_sips._tcp.t.example", "t.example"],
      "udp 192.0.2.1 5060",
    ],
  ] as const)("without SRV the name itself: %j", async (target, asked, place) => {
    const service = names({}, { "t.example": ["192.0.2.1"] });
    expect(places(await new HostLookup(service).find({ host: "t.example", ...target }, 0))).toEqual([place]);
    expect(service.asked).toEqual(asked);
  });

  it("answers are kept for a while, misses for less", async () => {
    const service = names({}, { "t.example": ["192.0.2.1"] });
    const lookup = new HostLookup(service);
    for (const nowMs of [0, 59_000, 61_000]) await lookup.find({ host: "t.example", port: 5060, secure: false }, nowMs);
    for (const nowMs of [0, 4_000, 6_000]) await lookup.find({ host: "none.example", port: 5060, secure: false }, nowMs);
    expect(service.asked).toEqual(["t.example", "t.example", "none.example", "none.example"]);
  });

  it("weights decide within one priority (RFC 2782), `.` means no service", () => {
    const records = [
      { priority: 1, weight: 0, port: 1, name: "light" },
      { priority: 1, weight: 98, port: 1, name: "heavy" },
      { priority: 0, weight: 0, port: 1, name: "." },
    ];
    expect(inOrder(records, () => 0.5).map(({ name }) => name)).toEqual(["heavy", "light"]);
    expect(inOrder(records, () => 0).map(({ name }) => name)).toEqual(["light", "heavy"]);
  });
});
