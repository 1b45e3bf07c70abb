import { describe, expect, it } from "vitest";
import { AtText } from "./at-text.ts";
import { blankSip } from "./blank-sip.ts";
import { modbusWords } from "./modbus-words.ts";
import { Redactor } from "./redactor.ts";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const redactor = (over: Partial<ConstructorParameters<typeof Redactor>[0]> = {}) =>
  new Redactor({ secrets: [], people: [], numbers: true, names: true, ...over });

describe("numbers", () => {
  it("keep their last two digits, their length, and are called the same everywhere", () => {
    const r = redactor();
    const once = r.text("call from 13800138000 to 01065521234");
    expect(once).toBe("call from N0001xxxx00 to N0002xxxx34");
    expect(r.text("+8613800138000 rang off")).toBe("+N0001xxxxxx00 rang off");
    expect(r.document({ caller: "13800138000", log: ["13800138000"] })).toEqual({ caller: "N0001xxxx00", log: ["N0001xxxx00"] });
    expect(r.text("sip:13800138000@192.0.2.5:5060;user=phone")).toBe("sip:N0001xxxx00@192.0.2.5:5060;user=phone");
    expect(r.text("ring 010-6552-1234, please")).toContain("N0002");
  });
  it("that are none stay: moments, addresses, ids, extensions, services", () => {
    const r = redactor();
    for (const text of [
      "seq 1795333437123ms",
      "192.168.100.200:30002",
      "8001",
      "110",
      "96100",
      "mf1234567890ab",
      "2026-11-22T07:43:57.123Z",
      "v24.21.0",
    ])
      expect(r.text(text)).toBe(text);
    expect(r.document({ atMs: 1_795_333_437_123, bytes: 123_456_789 })).toEqual({ atMs: 1_795_333_437_123, bytes: 123_456_789 });
  });
  it("stay where they are wished", () => {
    expect(redactor({ numbers: false }).text("13800138000")).toBe("13800138000");
  });
  it("keyed in by a caller are not told", () => {
    expect(redactor().document({ on: "media.digit", digit: "7" })).toEqual({ on: "media.digit", digit: "•" });
  });
});

describe("names", () => {
  it("of people are called the same everywhere, the longer first, and stay where they are wished", () => {
    const people = ["李伟", "李伟强", "Wang Fang"];
    const r = redactor({ people });
    expect(r.text("李伟强 and Wang Fang and 李伟")).toBe("P2 and P1 and P3");
    expect(r.text("Wang Fang")).toBe("P1");
    expect(r.text("mail to wang.fang@example.com")).toBe("mail to P4@example.com");
    expect(redactor({ people, names: false }).text("李伟")).toBe("李伟");
    expect(r.document({ transcript: "我家停水了" })).toEqual({ transcript: "[5 characters]" });
  });
});

describe("secrets", () => {
  const secrets = ['MARK-trunk-pa"ss/word', "4821", "k3y%&value"];
  const open = { numbers: false, names: false };
  it("known ones go wherever they stand, in every writing, whatever else is wished", () => {
    const r = redactor({ secrets, ...open });
    const doc = JSON.stringify({ a: secrets[0], b: [`x ${secrets[2]} y`] });
    for (const text of [doc, `?p=${encodeURIComponent(secrets[2]!)}`, "PIN 4821.", secrets[0]!])
      for (const form of [...secrets, encodeURIComponent(secrets[2]!), JSON.stringify(secrets[0]).slice(1, -1)])
        expect(r.text(text)).not.toContain(form);
    expect(r.text("port 48210 is no PIN")).toBe("port 48210 is no PIN");
    expect(JSON.stringify(r.document({ [secrets[2]!]: secrets[0] }))).not.toContain("MARK");
  });
  it("unknown ones go by what their field is called", () => {
    const doc = {
      password: "a",
      simPin: "1111",
      pin: 1234,
      apiKey: "b",
      token: "c",
      keep: "d",
      nested: [{ authorization: "e", puk: "12345678" }],
    };
    expect(redactor(open).document(doc)).toEqual({
      password: "[secret]",
      simPin: "[secret]",
      pin: "[secret]",
      apiKey: "[secret]",
      token: "[secret]",
      keep: "d",
      nested: [{ authorization: "[secret]", puk: "[secret]" }],
    });
  });
  it.each([
    [`https://user:${"hunter2"}@host/x`, "hunter2"],
    ["https://host/x?token=hunter2&a=1", "hunter2"],
    ["http://h/?api_key=hunter2", "hunter2"],
    ["Authorization: Bearer hunter2hunter2", "hunter2"],
    ['Authorization: Digest username="8001", response="hunter2"', "hunter2"],
    ["a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:hunter2hunter2", "hunter2"],
    ["password=hunter2 was wrong", "hunter2"],
    ['{\\"password\\": \\"hunter2\\"}', "hunter2"],
    ["sip:8001:hunter2@host", "hunter2"],
    ['AT+CPIN="1234"', "1234"],
    [`-----BEGIN ${"PRIVATE"} KEY-----\nhunter2\n-----END ${"PRIVATE"} KEY-----`, "hunter2"],
    [`-----BEGIN RSA ${"PRIVATE"} KEY-----\nhunter2`, "hunter2"],
  ])("unknown ones go by their looks: %s", (text, secret) => {
    expect(redactor(open).text(text)).not.toContain(secret);
  });
  it("a line of a log stays a line of JSON", () => {
    const line = redactor().line(JSON.stringify({ level: 40, time: 1_795_333_437_123, password: "x", msg: "13800138000 tried" }));
    expect(JSON.parse(line)).toEqual({ level: 40, time: 1_795_333_437_123, password: "[secret]", msg: "N0001xxxx00 tried" });
    expect(redactor().line("{ broken 13800138000")).toBe("{ broken N0001xxxx00");
  });
});

describe("a SIP message of a capture", () => {
  const message = [
    "INVITE sip:13800138000@192.0.2.5 SIP/2.0",
    'Authorization: Digest username="8001", realm="box", response="0123456789abcdef0123456789abcdef",',
    ' cnonce="deadbeef", qop=auth',
    "Proxy-Authorization: Basic aHVudGVyMg==",
    "",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20",
  ].join("\r\n");
  it("keeps its length and loses what a password is ground from, and the keys", () => {
    const bytes = bytesOf(message);
    blankSip(bytes);
    const text = String.fromCharCode(...bytes);
    expect(text).toHaveLength(message.length);
    for (const gone of ["0123456789abcdef", "deadbeef", "aHVudGVyMg", "WVNfX19z"]) expect(text).not.toContain(gone);
    expect(text).toContain('username="8001"');
    expect(text).toContain("13800138000");
  });
  it("loses digits that are pressed", () => {
    const bytes = bytesOf("INFO sip:a SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=7\r\nDuration=160\r\n");
    blankSip(bytes);
    expect(String.fromCharCode(...bytes)).toContain("Signal=x\r\nDuration=160");
    const plain = bytesOf("INFO sip:a SIP/2.0\r\nContent-Type: application/dtmf\r\n\r\n7");
    blankSip(plain);
    expect(String.fromCharCode(...plain).at(-1)).toBe("x");
  });
  it("has numbers and names replaced without a change of length", () => {
    const text = 'From: "\xe6\x9d\x8e\xe4\xbc\x9f" <sip:13800138000@h>\r\nTo: <tel:+8613800138000>\r\nX: secretword';
    const got = redactor({ people: ["李伟"], secrets: ["secretword"] }).packet(text);
    expect(got).toBe('From: "P1xxxx" <sip:N0001xxxx00@h>\r\nTo: <tel:+N0001xxxxxx00>\r\nX: xxxxxxxxxx');
  });
});

describe("a modem's port as text", () => {
  const said = (content: boolean, ...parts: [string, "in" | "out"][]): string[] => {
    const at = new AtText(content);
    return parts.flatMap(([text, direction], n) => at.take(n, "gsm1", direction, bytesOf(text)).map((line) => line.text));
  };
  it("never tells a PIN, however it comes in pieces", () => {
    for (const content of [true, false]) {
      const whole = 'AT+CPIN="4821"\r';
      for (let cut = 1; cut < whole.length; cut++) {
        const lines = said(content, [whole.slice(0, cut), "out"], [whole.slice(cut), "out"], [`${whole}\r\nOK\r\n`, "in"]);
        expect(lines).toEqual(["AT+CPIN=[secret]", "AT+CPIN=[secret]", "OK"]);
      }
      expect(said(content, ['AT+CLCK="SC",1,"4821"\r', "out"], ['AT+CPWD="SC","4821","9999"\r', "out"]).join()).not.toMatch(
        /4821|9999/,
      );
    }
  });
  it("hides numbers, texts and keys", () => {
    const lines = said(
      false,
      ["ATD13800138000;\r", "out"],
      ['+CLIP: "13800138000",129\r\n', "in"],
      ["AT+CMGS=23\r", "out"],
      ["\r\n> ", "in"],
      ["0011000B818310001083F00008AA044F60597D\x1a", "out"],
      ["+CMT: ,30\r\n07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07\r\n", "in"],
      ['+CUSD: 0,"Balance 12.30 yuan",15\r\n', "in"],
      ["AT+VTS=5\r", "out"],
      ["+CSQ: 21,99\r\n", "in"],
    );
    expect(lines).toEqual([
      "ATDA0001xxxx00;",
      '+CLIP: "A0001xxxx00",129',
      "AT+CMGS=23",
      "> ",
      "[PDU, 19 octets] <Ctrl-Z>",
      "+CMT: ,30",
      "[PDU, 38 octets]",
      '+CUSD: 0,"[18 characters]",15',
      "AT+VTS= [digit]",
      "+CSQ: 21,99",
    ]);
  });
  it("shows them to whoever may see them", () => {
    expect(said(true, ["ATD13800138000;\r", "out"])).toEqual(["ATD13800138000;"]);
  });
  it("lines have an end", () => {
    const [line] = said(true, ["A".repeat(100_000), "in"], ["\r", "in"]);
    expect(line!.length).toBeLessThan(5_000);
  });
});

describe("a bus as text", () => {
  const of = (hex: string): Uint8Array => Uint8Array.from(hex.split(" ").map((byte) => Number.parseInt(byte, 16)));
  it("says what is asked and answered", () => {
    expect(modbusWords(of("01 03 00 00 00 0a c5 cd"), "out", false)).toBe(
      "01 03 00 00 00 0a c5 cd  | unit 1 read holding registers 0 ×10",
    );
    expect(modbusWords(of("01 03 04 00 06 00 05 da 31"), "in", false)).toContain("unit 1 read holding registers: 6 5");
    expect(modbusWords(of("01 83 02 c0 f1"), "in", false)).toContain("refused, illegal address");
    expect(modbusWords(of("00 01 00 00 00 06 05 06 00 02 01 f4"), "out", true)).toContain("unit 5 write register 2: 500");
  });
  it("pieces and noise are bytes only", () => {
    expect(modbusWords(of("01 03 04"), "in", false)).toBe("01 03 04");
    expect(modbusWords(of("ff ff ff ff ff"), "in", false)).toBe("ff ff ff ff ff");
  });
});
