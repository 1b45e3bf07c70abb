import { ConsoleClient } from "../sim/console-client.ts";
import { startLabBox } from "../sim/lab-box.ts";
import { storm } from "./storm.ts";

/** The long form: `node test/soak/bad-messages.ts [messages]`, a million unless told. Prints as it goes; fails loudly. */
const messages = Number(process.argv[2] ?? 1_000_000);
const box = await startLabBox();
try {
  const started = performance.now();
  const result = await storm(box, messages, console.log);
  const office = new ConsoleClient(box.console);
  await office.signIn("admin", box.credentials.admin!.password);
  const { memoryMb } = result;
  const [first, last] = [memoryMb[1] ?? memoryMb[0]!, memoryMb.at(-1)!];
  console.log(
    `${result.sent} messages in ${((performance.now() - started) / 1000).toFixed(0)} s, ${result.answered} answers, ${result.goodCalls} honest calls all went through, memory ${first.toFixed(0)} → ${last.toFixed(0)} MB`,
  );
  await office.until<Record<string, Record<string, number>>>(
    "/api/gauges",
    (g) => g.signalling!.dialogs === 0 && g.media!.legs === 0 && g.signalling!.transactions === 0,
    90_000,
  );
  console.log("transactions, dialogs and legs are back to nothing");
  if (last > first + 150) throw new Error("memory grew");
} finally {
  const code = await box.stop();
  console.log(`the box ended with ${code}`);
}
