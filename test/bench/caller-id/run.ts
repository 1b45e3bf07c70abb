import { callerMessage, MessageReader, messageBits } from "../../../appliance/wire/analog/caller-id-message.ts";
import { FskReceiver } from "../../../appliance/wire/analog/fsk-receiver.ts";
import { fskSound } from "../../../appliance/wire/analog/fsk-sender.ts";

// How well a caller's number by FSK is heard under noise: node test/bench/caller-id/run.ts [calls per level]

const calls = Number(process.argv[2] ?? 1_000);
const noon = { month: 11, day: 22, hour: 12, minute: 5 };

/** White noise of a given power beside the signal's, the same for the same seed. */
function noisy(sound: Int16Array, snrDb: number, seed: number): Int16Array {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const power = sound.reduce((sum, s) => sum + s * s, 0) / sound.length;
  const deviation = Math.sqrt(power / 10 ** (snrDb / 10));
  return sound.map((s) => s + deviation * (uniform() + uniform() + uniform() + uniform()) * Math.sqrt(3));
}

/** The number that was heard; nothing when there was none. */
function heard(sound: Int16Array): string | undefined {
  let number: string | undefined;
  const reader = new MessageReader();
  const receiver = new FskReceiver((one) => {
    if ("lost" in one) return reader.forget();
    const message = reader.feed(one.byte);
    if (message?.kind === "caller") number = message.caller.number;
  });
  for (let at = 0; at < sound.length; at += 160) receiver.feed(sound.subarray(at, at + 160));
  return number;
}

console.log("SNR dB  right  none  wrong   ms per call");
for (const snrDb of [40, 30, 25, 20, 18, 16, 14, 12, 11, 10, 9, 8, 6, 3, 0]) {
  const count = { right: 0, none: 0, wrong: 0 };
  let spentMs = 0;
  for (let seed = 1; seed <= calls; seed++) {
    const number = `1${String((seed * 7_919_113) % 1e10).padStart(10, "3")}`;
    const sound = noisy(fskSound(messageBits(callerMessage({ number, withheld: false }, noon))), snrDb, seed);
    const begun = performance.now();
    const got = heard(sound);
    spentMs += performance.now() - begun;
    count[got === number ? "right" : got === undefined ? "none" : "wrong"]++;
  }
  const cells = [snrDb, count.right, count.none, count.wrong].map((n) => String(n).padStart(6));
  console.log(`${cells.join(" ")}   ${(spentMs / calls).toFixed(2)}`);
}
