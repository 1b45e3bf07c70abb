import { ConsoleClient } from "./console-client.ts";
import { startLabBox } from "./lab-box.ts";
import { SipPhone } from "./sip-phone.ts";
import { tone } from "./sound.ts";

/**
 * A lab box with people on it, to look at: two agents answer, callers come every few seconds, listen, press keys, wait, talk and leave.
 *   node test/sim/busy-hour.ts [seconds]
 * Prints where the console is and how to sign in, and ends by itself or with Ctrl-C.
 */
const forSec = Number(process.argv[2] ?? 600);
const box = await startLabBox({ keep: false });
const office = await ConsoleClient.admin(box);
console.log(`console ${box.console}  user admin  password ${box.credentials.admin!.password}`);

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const between = (from: number, to: number) => from + Math.random() * (to - from);
const endMs = performance.now() + forSec * 1000;
const on = (): boolean => performance.now() < endMs;

async function agent(id: string, desk: string): Promise<SipPhone> {
  const phone = await SipPhone.open({ user: desk, password: box.credentials.phones[desk]!.password, box: box.sip });
  await phone.register(3600);
  phone.onCall = (call) => {
    setTimeout(() => call.answer(), between(1_500, 5_000));
    void call.up.then(async () => {
      while (on()) {
        await call.sound.say(tone(between(180, 320), Math.round(between(4_000, 14_000)), 3_000));
        await pause(between(600, 2_500));
      }
    });
    setTimeout(() => call.hangUp(), between(20_000, 45_000));
  };
  await office.post(`/api/agents/${id}/login`, { phone: desk });
  return phone;
}

async function caller(n: number): Promise<void> {
  const phone = await SipPhone.open({ user: `13${String(800_000_000 + Math.floor(between(0, 99_999_999)))}`, box: box.sip });
  try {
    const call = await phone.call("96100");
    await call.up;
    await pause(16_000);
    await call.sound.press(n % 3 === 0 ? "2" : "1");
    await pause(between(1_500, 4_000));
    if (n % 2 === 0) {
      await call.sound.press(`1${["100206#8000", "100214#1234", "12345674#4321"][n % 3]}#`);
      await pause(between(6_000, 10_000));
    }
    await call.sound.press("0");
    const patience = setTimeout(() => call.hangUp(), between(40_000, 120_000));
    void call.ended.then(() => clearTimeout(patience));
    while (on()) {
      const over = await Promise.race([
        call.ended.then(() => true),
        call.sound
          .say(tone(between(320, 520), Math.round(between(4_000, 16_000)), 2_500))
          .then(() => pause(1_500))
          .then(() => false),
      ]);
      if (over) break;
    }
    call.hangUp();
  } finally {
    phone.close();
  }
}

const phones = [await agent("agent1", "8001"), await agent("agent2", "8002")];
process.on("SIGINT", () => void box.stop().then(() => process.exit(0)));
process.on("SIGTERM", () => void box.stop().then(() => process.exit(0)));
for (let n = 0; on(); n++) {
  void caller(n).catch(() => {});
  await pause(between(5_000, 11_000));
}
for (const phone of phones) phone.close();
await box.stop();
