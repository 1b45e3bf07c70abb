import fc from "fast-check";
import { expect, test } from "vitest";
import { AtEngine } from "./engine.ts";
import { type AtAnswer, type AtScript, ask, lines } from "./script.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function* identity(): AtScript<{ imei: string | undefined; echo: boolean }> {
  const echo = yield* ask("E0");
  const [imei] = yield* lines("+CGSN");
  return { imei, echo: echo.ok };
}

/** Says `answer` to each command as it is sent; what is not known gets ERROR. */
function modem(engine: AtEngine, answers: Record<string, string>, chunk = 1000): string[] {
  const sent: string[] = [];
  for (let out = engine.takeOut(); out.length > 0; out = engine.takeOut()) {
    for (const command of out) {
      sent.push(command);
      const reply = answers[command.trim()] ?? "\r\nERROR\r\n";
      for (let at = 0; at < reply.length; at += chunk) engine.receive(bytes(reply.slice(at, at + chunk)), 0);
    }
  }
  return sent;
}

test("a script is played, echo or not, in whatever pieces the bytes come", () => {
  for (const chunk of [1, 2, 3, 7, 1000]) {
    const engine = new AtEngine();
    const results: unknown[] = [];
    engine.run(identity(), 0, (r) => results.push(r));
    const sent = modem(engine, { ATE0: "ATE0\r\r\nOK\r\n", "AT+CGSN": "AT+CGSN\r\r\n867698040000001\r\n\r\nOK\r\n" }, chunk);
    expect(sent).toEqual(["ATE0\r", "AT+CGSN\r"]);
    expect(results).toEqual([{ imei: "867698040000001", echo: true }]);
    expect(engine.idle).toBe(true);
  }
});

test("what came by itself in the middle of an answer is told, and isn't the answer", () => {
  const engine = new AtEngine();
  let answer: AtAnswer | undefined;
  engine.run(ask("+CSQ", { answer: "+CSQ" }), 0, (a) => {
    answer = a;
  });
  engine.takeOut();
  engine.receive(bytes('\r\nRING\r\n\r\n+CLIP: "138",129\r\n\r\n+CSQ: 21,99\r\n\r\n^RSSI:21\r\n\r\nOK\r\n'), 1);
  expect(answer).toEqual({ ok: true, lines: ["+CSQ: 21,99"] });
  expect(engine.takeHappened()).toEqual([
    { on: "unsolicited", line: "RING" },
    { on: "unsolicited", line: '+CLIP: "138",129' },
    { on: "unsolicited", line: "^RSSI:21" },
  ]);
});

test("a call that ends doesn't end the command at hand; it does end the dialling", () => {
  const engine = new AtEngine();
  const answers: AtAnswer[] = [];
  engine.run(ask("+CSQ", { answer: "+CSQ" }), 0, (a) => answers.push(a));
  engine.run(ask("D10086;"), 0, (a) => answers.push(a));
  engine.receive(bytes("\r\nNO CARRIER\r\n"), 1);
  expect(answers).toEqual([]);
  engine.receive(bytes("\r\nOK\r\n"), 1);
  engine.receive(bytes("\r\nBUSY\r\n"), 1);
  expect(answers[1]).toEqual({ ok: false, why: { kind: "busy" }, lines: [] });
});

test("a text is given when it is asked for, once", () => {
  const engine = new AtEngine();
  let answer: AtAnswer | undefined;
  engine.run(ask("+CMGS=23", { answer: "+CMGS", text: "0011AA", timeoutMs: 60_000 }), 0, (a) => {
    answer = a;
  });
  expect(engine.takeOut()).toEqual(["AT+CMGS=23\r"]);
  engine.receive(bytes("\r\n> "), 1);
  expect(engine.takeOut()).toEqual(["0011AA\x1a"]);
  engine.receive(bytes("0011AA\r\n\r\n+CMGS: 17\r\n\r\nOK\r\n"), 2);
  expect(answer).toEqual({ ok: true, lines: ["+CMGS: 17"] });
});

test("a prompt nobody asked for is called off, and so is one in which the modem falls silent", () => {
  const engine = new AtEngine();
  engine.receive(bytes("\r\n>"), 0);
  expect(engine.takeOut()).toEqual(["\x1b"]);
  let answer: AtAnswer | undefined;
  engine.run(ask("+CMGS=23", { answer: "+CMGS", text: "00", timeoutMs: 40_000 }), 0, (a) => {
    answer = a;
  });
  engine.takeOut();
  engine.receive(bytes("> "), 1);
  engine.takeOut();
  expect(engine.wakeAtMs).toBe(40_000);
  engine.timeout(40_000);
  expect(engine.takeOut()).toEqual(["\x1b"]);
  expect(answer).toMatchObject({ ok: false, why: { kind: "timeout" } });
  expect(engine.takeHappened()).toEqual([{ on: "silent", inARow: 1 }]);
});

test("a late answer is never the next command's", () => {
  const engine = new AtEngine();
  const got: AtAnswer[] = [];
  engine.run(ask("+COPS?", { answer: "+COPS" }), 0, (a) => got.push(a));
  engine.run(lines("+CGSN") as never, 0, (a) => got.push(a as never));
  engine.takeOut();
  engine.timeout(5_000);
  expect(engine.takeOut()).toEqual([]);
  engine.receive(bytes('\r\n+COPS: 0,0,"CMCC"\r\n\r\nOK\r\n'), 5_100);
  engine.timeout(engine.wakeAtMs!);
  expect(engine.takeOut()).toEqual(["AT+CGSN\r"]);
  engine.receive(bytes("\r\n8676\r\n\r\nOK\r\n"), 5_400);
  expect(got[0]).toMatchObject({ why: { kind: "timeout" } });
  expect(got[1]).toEqual(["8676"]);
});

test("hanging up goes before what waits", () => {
  const engine = new AtEngine();
  for (const command of ["+CMGL=4", "+CSQ", "+CREG?"]) engine.run(ask(command), 0);
  engine.runFirst(ask("+CHUP"), 0);
  const sent = modem(engine, {});
  expect(sent).toEqual(["AT+CMGL=4\r", "AT+CHUP\r", "AT+CSQ\r", "AT+CREG?\r"]);
});

test("a list of messages: headings and PDUs, nothing else", () => {
  const engine = new AtEngine();
  let got: AtAnswer | undefined;
  engine.run(ask("+CMGL=4", { answer: "+CMGL" }), 0, (a) => {
    got = a;
  });
  engine.receive(bytes("\r\n+CMGL: 1,1,,23\r\n07911326\r\n+CMGL: 2,1,,24\r\n07911327\r\nRING\r\n\r\nOK\r\n"), 0);
  expect(got?.lines).toEqual(["+CMGL: 1,1,,23", "07911326", "+CMGL: 2,1,,24", "07911327"]);
});

test("when the port is gone everything ends, once", () => {
  const engine = new AtEngine();
  const ends: unknown[] = [];
  engine.run(identity(), 0, (r) => ends.push(r));
  engine.run(ask("+CSQ"), 0, (a) => ends.push((a as { why: unknown }).why));
  engine.close(1);
  expect(ends).toEqual([{ imei: undefined, echo: false }, { kind: "unsent" }]);
  expect(engine.run(ask("I"), 1)).toBe(false);
  expect(engine.takeOut()).toEqual([]);
});

test("too much waiting is refused", () => {
  const engine = new AtEngine();
  const taken = Array.from({ length: 100 }, () => engine.run(ask("+CSQ"), 0));
  expect(taken.filter(Boolean).length).toBe(65);
});

test("no bytes make it throw, and every script ends when the port does", () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 60, size: "max" }),
    fc
      .constantFrom(
        "\r\nOK\r\n",
        "\r\nERROR\r\n",
        "> ",
        "\r\nRING\r\n",
        "+CMS ERROR: 500\r\n",
        "+CME ERROR: SIM busy\r\n",
        "\x1b",
        "AT\r",
      )
      .map(bytes),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(noise, fc.nat(9_000)), { maxLength: 40, size: "max" }), (pieces) => {
      const engine = new AtEngine();
      let ended = 0;
      let nowMs = 0;
      for (const command of ["+CMGS=1", "+CSQ", "D1;"])
        engine.run(ask(command, command === "+CMGS=1" ? { text: "00" } : {}), 0, () => ended++);
      for (const [piece, waitMs] of pieces) {
        nowMs += waitMs;
        if (engine.wakeAtMs !== undefined && engine.wakeAtMs <= nowMs) engine.timeout(nowMs);
        engine.receive(piece, nowMs);
        engine.takeOut();
      }
      engine.close(nowMs);
      expect(ended).toBe(3);
    }),
    { numRuns: Number(process.env.LINEBOX_MUTATIONS ?? 2_000) },
  );
});

test("what is urgent goes ahead of what waits, in its own order", () => {
  const engine = new AtEngine();
  const said: string[] = [];
  engine.run(ask("+CSQ"), 0);
  engine.run(ask("+CMGL=4"), 0);
  engine.runFirst(ask("A"), 0);
  engine.runFirst(ask("+CHUP"), 0);
  for (let n = 0; n < 4; n++) {
    said.push(...engine.takeOut());
    engine.receive(new TextEncoder().encode("\r\nOK\r\n"), n);
  }
  expect(said).toEqual(["AT+CSQ\r", "ATA\r", "AT+CHUP\r", "AT+CMGL=4\r"]);
});

test("a text the modem never asked for has surely not left; one it had may have", () => {
  const whys: unknown[] = [];
  const sending = (): AtEngine => {
    const engine = new AtEngine();
    engine.run(ask("+CMGS=1", { text: "00", timeoutMs: 1_000 }), 0, (a) => whys.push((a as { why: unknown }).why));
    engine.takeOut();
    return engine;
  };
  const unasked = sending();
  unasked.timeout(1_000);
  sending().close(1);
  for (const end of ["timeout", "close"] as const) {
    const engine = sending();
    engine.receive(new TextEncoder().encode("\r\n> "), 1);
    if (end === "close") engine.takeOut();
    if (end === "timeout") engine.timeout(1_000);
    else engine.close(1);
  }
  expect(whys).toEqual([{ kind: "unsent" }, { kind: "unsent" }, { kind: "timeout" }, { kind: "gone" }]);
});
