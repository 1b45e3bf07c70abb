import { expect, test } from "vitest";
import { mutant, randomness } from "../../../test/sim/mutant.ts";
import { readCallLine } from "./call-list.ts";
import { AtEngine } from "./engine.ts";
import { families } from "./family.ts";
import { listMessages, memory, readArrival, sendPdu } from "./messages.ts";
import { ask } from "./script.ts";
import { readSignalDbm } from "./status.ts";
import { network, unlock } from "./wake.ts";

/** One million by hand: LINEBOX_MUTATIONS=1000000. */
const mutations = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);
const timeout = Math.max(60_000, mutations * 5);
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** What modems say, as they say it. */
const said = [
  '\r\n+CLCC: 1,1,4,0,0,"13800138000",129\r\n\r\nOK\r\n',
  "\r\n+CMGL: 3,1,,38\r\n07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07\r\n\r\nOK\r\n",
  "\r\n> \r\n+CMGS: 42\r\n\r\nOK\r\n",
  '\r\n+CPMS: "SM",3,30,"SM",3,30,"SM",3,30\r\n\r\nOK\r\n',
  '\r\nRING\r\n\r\n+CLIP: "13800138000",129,,,,0\r\n\r\n+CMTI: "SM",3\r\n',
  "\r\n+CREG: 1,1\r\n\r\nOK\r\n\r\n+CSQ: 23,99\r\n\r\nOK\r\n",
  '\r\n+COPS: 0,0,"CHINA MOBILE",7\r\n\r\nOK\r\n\r\n+CME ERROR: 10\r\n\r\n+CMS ERROR: 38\r\n',
  '\r\n+CUSD: 0,"Balance: 1\r\nbye",15\r\n\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n\r\n+QPINC: "SC",1,10\r\n',
].map(bytes);

test(`${mutations} mutated answers: nothing throws, every script ends, nothing comes out that can't be`, { timeout }, () => {
  const random = randomness(mutations);
  let ended = 0;
  let asked = 0;
  for (let n = 0; n < mutations; n++) {
    const engine = new AtEngine();
    const ends = <T>(check: (result: T) => void) => {
      asked++;
      return (result: T): void => {
        ended++;
        check(result);
      };
    };
    engine.run(
      ask("+CLCC", { answer: "+CLCC" }),
      0,
      ends(({ lines }) => lines.forEach(checkCall)),
    );
    engine.run(
      listMessages(),
      0,
      ends((found) => found?.forEach(checkStored)),
    );
    engine.run(
      sendPdu("0001", 1),
      0,
      ends((sent) => sent.ok && mustBe(sent.reference >= 0 && sent.reference <= 255)),
    );
    engine.run(
      memory(),
      0,
      ends((m) => m && mustBe(m.used <= 999 && m.total <= 999)),
    );
    engine.run(
      network(),
      0,
      ends((now) => mustBe((now.operator?.length ?? 0) <= 40)),
    );
    // One try is left, or nobody knows how many: whatever it says, the PIN must not be entered unless it says that two are.
    engine.run(
      unlock(families["quectel-ec2x"], "1234"),
      0,
      ends((opened) => mustBe(opened.sim !== undefined)),
    );
    let nowMs = 0;
    for (let piece = 0; piece < 10; piece++) {
      engine.receive(mutant(said[random(said.length)]!, random), nowMs);
      for (const happened of engine.takeHappened()) if (happened.on === "unsolicited") checkLine(happened.line);
      engine.takeOut();
      nowMs += random(3) * 3_000;
      if (engine.wakeAtMs !== undefined && engine.wakeAtMs <= nowMs) engine.timeout(nowMs);
    }
    engine.close(nowMs);
  }
  expect(ended).toBe(asked);
  expect(asked).toBe(6 * mutations);
});

function mustBe(so: boolean): void {
  if (!so) throw new Error("what can't be was taken for an answer");
}
function checkCall(line: string): void {
  const call = readCallLine(line);
  if (call) mustBe(/^[0-9+*#]{0,40}$/.test(call.number) && call.index <= 99);
}
const checkStored = ({ index, hex }: { index: number; hex: string }): void =>
  mustBe(index >= 0 && index <= 999 && /^[0-9A-F]+$/i.test(hex));
function checkLine(line: string): void {
  checkCall(line);
  const at = readArrival(line);
  if (at !== undefined) mustBe(at >= 0 && at <= 999);
  const dbm = readSignalDbm(line);
  if (dbm !== undefined) mustBe(dbm >= -113 && dbm <= -51);
}
