import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../../kit/utf8.ts";
import { MessageLadder } from "./message-ladder.ts";

const peer = { transport: "udp", address: "2001:db8::1", port: 5060, local: "udp" } as const;

describe("the ladder", () => {
  it("keeps the last messages of the last calls", () => {
    const ladder = new MessageLadder({ calls: 2, messagesPerCall: 3, messageBytes: 10 });
    for (const call of ["a", "b", "c"])
      for (let i = 0; i < 5; i++) ladder.note(call, "in", peer, encodeUtf8(`${call}${i}\r\nvery long indeed`), i);
    expect(
      ladder.list().map(({ callId, messages, fromMs, untilMs, firstLine }) => [callId, messages, fromMs, untilMs, firstLine]),
    ).toEqual([
      ["b", 3, 2, 4, "b2"],
      ["c", 3, 2, 4, "c2"],
    ]);
    expect(ladder.read("a")).toEqual([]);
    expect(ladder.read("c").map(({ firstLine }) => firstLine)).toEqual(["c2", "c3", "c4"]);
    expect(ladder.read("c")[0]).toMatchObject({ peer: "[2001:db8::1]:5060", text: "c2\r\nvery l" });
  });

  it("keeps nothing when told so", () => {
    const ladder = new MessageLadder({ calls: 2, messagesPerCall: 0, messageBytes: 10 });
    ladder.note("a", "in", peer, encodeUtf8("x"), 0);
    expect(ladder.calls).toBe(0);
  });
});
