import { describe, expect, test } from "vitest";
import { formatDiversions, parseDiversions } from "./diversion.ts";
import { formatHistory, parseHistory } from "./history-info.ts";
import { parsePrivacy } from "./privacy.ts";
import { parseTargetDialog } from "./target-dialog.ts";

describe("Privacy (RFC 3323 4.2)", () => {
  test.each([
    [undefined, { identity: false, history: false, none: false }],
    ["id", { identity: true, history: false, none: false }],
    // RFC 3325 9.3: with "critical" and others, parted by semicolons.
    ["header; ID ;critical", { identity: true, history: true, none: false }],
    ["user", { identity: true, history: false, none: false }],
    // "session" hides the place of the sound, not the caller.
    ["session", { identity: false, history: false, none: false }],
    ["history", { identity: false, history: true, none: false }],
    ["none", { identity: false, history: false, none: true }],
    // 4.2: "none" stands alone.
    ["none;id", { identity: true, history: false, none: false }],
    ["x-id;identity;idle", { identity: false, history: false, none: false }],
    ["id,critical", { identity: true, history: false, none: false }],
  ])("%j", (header, wishes) => {
    expect(parsePrivacy(header)).toEqual(wishes);
  });
});

describe("Diversion (RFC 5806)", () => {
  // RFC 5806 section 7.1's shape: the newest on top.
  const header =
    '<sip:+19195551004@P4.isp.com>;reason=unconditional;counter=2;privacy="full";screen=no, "Ann, B" <sip:6001@carrier>;reason="user-busy"';
  test("newest first, with counters and privacy; commas in names part nothing", () => {
    expect(parseDiversions(header)).toEqual([
      { uri: "sip:+19195551004@P4.isp.com", reason: "unconditional", counter: 2, hidden: true },
      { uri: "sip:6001@carrier", reason: "user-busy", counter: 1, hidden: false },
    ]);
  });
  test("without brackets, without a reason, with a tel address", () => {
    expect(parseDiversions("tel:+4930123;reason=away, sip:5@h")).toEqual([
      { uri: "tel:+4930123", reason: "away", counter: 1, hidden: false },
      { uri: "sip:5@h", reason: "unknown", counter: 1, hidden: false },
    ]);
  });
  test.each(["", ",,,", "<sip:1@h", "nonsense", "<sip:1@h>;=", '"'])("%j says nothing", (text) => {
    expect(parseDiversions(text)).toEqual([]);
  });
  test("bounded: entries, counters", () => {
    expect(parseDiversions(Array(500).fill("<sip:1@h>").join(","))).toHaveLength(20);
    expect(parseDiversions("<sip:1@h>;counter=99999999999")[0]!.counter).toBe(99);
    expect(parseDiversions("<sip:1@h>;counter=-4")[0]!.counter).toBe(1);
    expect(parseDiversions("<sip:1@h>;counter=x")[0]!.counter).toBe(1);
  });
  test("written and read again", () => {
    const list = [
      { uri: "sip:96100@carrier", reason: "no-answer", counter: 1, hidden: false },
      { uri: "sip:1@h", reason: "unknown", counter: 3, hidden: true },
    ];
    expect(formatDiversions(list)).toBe(
      "<sip:96100@carrier>;reason=no-answer;counter=1, <sip:1@h>;reason=unknown;counter=3;privacy=full",
    );
    expect(parseDiversions(formatDiversions(list))).toEqual(list);
  });
});

describe("History-Info (RFC 7044)", () => {
  test("in the order of their indexes; cause by RFC 4458, the older Reason by RFC 4244, hidden ones", () => {
    const header = [
      "<sip:carol@example.com;cause=302>;index=1.1.1;mp=1.1",
      "<sip:bob@example.com?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%22&Privacy=history>;index=1",
      "<sip:bob@192.0.2.4>;index=1.1;rc=1",
      "<sip:anonymous@anonymous.invalid>;index=1.10",
    ].join(",");
    expect(parseHistory(header)).toEqual([
      {
        uri: "sip:bob@example.com?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%22&Privacy=history",
        index: "1",
        left: 486,
        hidden: true,
      },
      { uri: "sip:bob@192.0.2.4", index: "1.1", hidden: false },
      { uri: "sip:carol@example.com;cause=302", index: "1.1.1", cause: 302, mp: "1.1", hidden: false },
      { uri: "sip:anonymous@anonymous.invalid", index: "1.10", hidden: true },
    ]);
  });
  test.each([
    "",
    "<sip:1@h>",
    "<sip:1@h>;index=",
    "<sip:1@h>;index=1..2",
    "<sip:1@h>;index=1.x",
    `<sip:1@h>;index=${"1.".repeat(40)}1`,
  ])("%j says nothing", (text) => {
    expect(parseHistory(text)).toEqual([]);
  });
  test("bounded", () => {
    expect(parseHistory(Array.from({ length: 300 }, (_, i) => `<sip:1@h>;index=1.${i % 900}`).join(","))).toHaveLength(30);
  });
  test("written as the document has it", () => {
    expect(
      formatHistory([
        { uri: "sip:96100@h", index: "1" },
        { uri: "sip:139@h", index: "1.1", cause: 408, mp: "1" },
      ]),
    ).toBe("<sip:96100@h>;index=1, <sip:139@h;cause=408>;index=1.1;mp=1");
  });
});

describe("Target-Dialog (RFC 4538 section 7)", () => {
  test("the document's own example", () => {
    expect(parseTargetDialog("fa77as7dad8-sd98ajzz@host.example.com;local-tag=kkaz-;remote-tag=6544")).toEqual({
      callId: "fa77as7dad8-sd98ajzz@host.example.com",
      localTag: "kkaz-",
      remoteTag: "6544",
    });
  });
  test.each(["", "id", "id;local-tag=a", "id;remote-tag=b", ";local-tag=a;remote-tag=b", "id;local-tag;remote-tag"])(
    "%j names no dialog",
    (text) => {
      expect(parseTargetDialog(text)).toBeUndefined();
    },
  );
});
