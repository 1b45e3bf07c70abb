import { expect, test } from "vitest";
import { readCallLine } from "./call-list.ts";
import { families } from "./family.ts";
import { finalResult } from "./final-result.ts";
import { listMessages, memory, readArrival, readMessage, sendPdu } from "./messages.ts";
import type { AtAnswer, AtScript } from "./script.ts";
import { readOperator, readRegistration, readSignalDbm } from "./status.ts";
import { greet, identify, network, setUp, unlock } from "./wake.ts";

type Answers = Record<string, string[] | AtAnswer>;

/** Plays a script against prepared answers; what isn't prepared is an error. Returns what was asked, too. */
function play<Result>(script: AtScript<Result>, answers: Answers): { result: Result; asked: string[] } {
  const asked: string[] = [];
  let next = script.next();
  while (!next.done) {
    const { command } = next.value;
    asked.push(command);
    const known = answers[command];
    const answer: AtAnswer =
      known === undefined
        ? { ok: false, why: { kind: "error" }, lines: [] }
        : Array.isArray(known)
          ? { ok: true, lines: known }
          : known;
    next = script.next(answer);
  }
  return { result: next.value, asked };
}
const cme = (code: number): AtAnswer => ({ ok: false, why: { kind: "cme", code }, lines: [] });

test("a modem that answers at the second try is greeted; one that never does isn't", () => {
  expect(play(greet(), { "": [], E0: [], "+CMEE=1": [] })).toEqual({ result: true, asked: ["", "E0", "+CMEE=1"] });
  expect(play(greet(), {})).toEqual({ result: false, asked: ["", "", ""] });
});

test("identity, with whatever is missing left out", () => {
  const answers = { "+CGMI": ["Quectel"], "+CGMM": ["EC25"], "+CGMR": ["+CGMR: EC25EFAR06"], "+CGSN": ["867698040000001"] };
  expect(play(identify(), answers).result).toEqual({
    maker: "Quectel",
    model: "EC25",
    firmware: "EC25EFAR06",
    imei: "867698040000001",
  });
  expect(play(identify(), {}).result).toEqual({ maker: "", model: "", firmware: "", imei: "" });
});

test("the PIN is entered once, and only with two tries or more left", () => {
  const family = families["quectel-ec2x"];
  const wants = { "+CPIN?": ["+CPIN: SIM PIN"] };
  expect(play(unlock(family, "1234"), { "+CPIN?": ["+CPIN: READY"] })).toEqual({ result: { sim: "ready" }, asked: ["+CPIN?"] });
  const left = (n: number) => ({ ...wants, '+QPINC="SC"': [`+QPINC: "SC",${n},10`] });
  expect(play(unlock(family, "1234"), left(1)).asked).not.toContain('+CPIN="1234"');
  expect(play(unlock(family, "1234"), left(2))).toMatchObject({ result: { sim: "pin", triesLeft: 1, wrongPin: true } });
  expect(
    play(unlock(family, "1234"), { ...left(3), '+CPIN="1234"': [] }).asked.filter((c) => c.startsWith("+CPIN=")),
  ).toHaveLength(1);
  // Nobody can say how many are left: nothing is risked.
  expect(play(unlock(family, "1234"), wants).asked).not.toContain('+CPIN="1234"');
  expect(play(unlock(family, undefined), left(3)).result).toEqual({ sim: "pin", triesLeft: 3 });
  expect(play(unlock(family, "1234"), { "+CPIN?": ["+CPIN: SIM PUK"] }).asked).toEqual(["+CPIN?"]);
  expect(play(unlock(family, "1234"), { "+CPIN?": cme(10) }).result).toEqual({ sim: "missing" });
});

test.each(Object.values(families))("$name: set up, whatever it refuses", (family) => {
  const answers: Answers = {
    "+CMGF=0": [],
    "+CNMI=2,1,0,2,0": [],
    "+CIMI": ["460001234567890"],
    "+CSCA?": ['+CSCA: "+8613800100500",145'],
  };
  answers[family.simNumber.command] = [`${family.simNumber.answer}: 89860012345678901234`];
  const { result, asked } = play(setUp(family), answers);
  expect(result).toEqual({
    sim: { imsi: "460001234567890", simNumber: "89860012345678901234", ownNumber: "", serviceCentre: "+8613800100500" },
    messages: true,
  });
  expect(asked).toEqual(expect.arrayContaining([...family.setUp, "+CLIP=1", "+CCWA=0,0,1"]));
});

test("registered in either domain is registered", () => {
  const answers = {
    "+CREG?": ["+CREG: 1,2"],
    "+CEREG?": ["+CEREG: 1,1"],
    "+CSQ": ["+CSQ: 20,99"],
    "+COPS?": ['+COPS: 0,0,"CHINA MOBILE",7'],
  };
  expect(play(network(), answers).result).toEqual({ registration: "home", signalDbm: -73, operator: "CHINA MOBILE" });
  expect(play(network(), {}).result).toEqual({ registration: "unknown" });
});

test("status lines", () => {
  expect(readRegistration("+CREG: 0,5")).toBe("roaming");
  expect(readRegistration("+CREG: 1")).toBe("home");
  expect(readRegistration('+CREG: 2,1,"18A5","0B2F",7')).toBe("home");
  expect(readRegistration('+CREG: 1,"18A5","0B2F",7')).toBe("home");
  expect(readRegistration("+CREG: 9")).toBeUndefined();
  expect(readSignalDbm("+CSQ: 99,99")).toBeUndefined();
  expect(readSignalDbm("+CSQ: 31,0")).toBe(-51);
  expect(readOperator("+COPS: 0")).toBeUndefined();
  expect(finalResult("+CMS ERROR: 322")).toEqual({ ok: false, why: { kind: "cms", code: 322 } });
  expect(finalResult("+CME ERROR: SIM not inserted")).toEqual({ ok: false, why: { kind: "error" } });
  expect(finalResult("OKAY")).toBeUndefined();
});

test("calls in the list, voice only", () => {
  expect(readCallLine('+CLCC: 1,1,4,0,0,"13800138000",129')).toEqual({
    index: 1,
    outgoing: false,
    state: "incoming",
    number: "13800138000",
  });
  expect(readCallLine("+CLCC: 2,0,0,0,0")).toMatchObject({ outgoing: true, state: "active", number: "" });
  // Data bearers of 4G stand in the same list.
  expect(readCallLine('+CLCC: 1,0,0,1,0,"",128')).toBeUndefined();
  expect(readCallLine("+CLCC: 1,1,9,0,0")).toBeUndefined();
});

test("messages on the SIM", () => {
  expect(
    play(listMessages(), { "+CMGL=4": ["+CMGL: 3,0,,23", "0791AB", "+CMGL: 4,1,,2", "junk", "+CMGL: 7,0,,1"] }).result,
  ).toEqual([{ index: 3, hex: "0791AB" }]);
  expect(play(listMessages(), {}).result).toBeUndefined();
  expect(play(readMessage(3), { "+CMGR=3": ["+CMGR: 0,,23", "0791AB"] }).result).toEqual({ index: 3, hex: "0791AB" });
  expect(play(memory(), { "+CPMS?": ['+CPMS: "SM",12,50,"SM",12,50,"SM",12,50'] }).result).toEqual({ used: 12, total: 50 });
  expect([readArrival('+CMTI: "SM",3'), readArrival('+CDSI: "SR",12'), readArrival("+CMTI: SM,3")]).toEqual([3, 12, undefined]);
});

test("sending says how sure one can be", () => {
  const send = (answer: string[] | AtAnswer) => play(sendPdu("00AA", 1), { "+CMGS=1": answer }).result;
  const refused = (code: number): AtAnswer => ({ ok: false, why: { kind: "cms", code }, lines: [] });
  expect(send(["+CMGS: 17"])).toEqual({ ok: true, reference: 17 });
  expect(send([])).toMatchObject({ ok: false, retry: "unknown" });
  expect(send(refused(38))).toMatchObject({ retry: "later", of: "line" });
  expect(send(refused(331))).toMatchObject({ retry: "later", of: "line" });
  expect(send(refused(41))).toMatchObject({ retry: "later", of: "text" });
  expect(send(refused(500))).toMatchObject({ retry: "later", of: "text" });
  expect(send(refused(322))).toMatchObject({ retry: "later" });
  expect(send(refused(21))).toMatchObject({ retry: "never" });
  expect(send({ ok: false, why: { kind: "timeout" }, lines: [] })).toMatchObject({ retry: "unknown" });
});

test("keys the far end pressed, as each family tells them", () => {
  expect(families["quectel-ec2x"].readDigit?.("+QTONEDET: 53")).toBe("5");
  expect(families["quectel-ec2x"].readDigit?.("+QTONEDET: 35")).toBe("#");
  expect(families["quectel-ec2x"].readDigit?.("+QTONEDET: 7")).toBeUndefined();
  expect(families["simcom-7600"].readDigit?.("+RXDTMF: *")).toBe("*");
  expect(families["huawei-e1xx"].digit("5", 1)).toBe("^DTMF=1,5");
});
