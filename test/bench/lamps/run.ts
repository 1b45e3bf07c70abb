import { LampWatcher } from "../../sim/lamp-watcher.ts";
import type { SimCall } from "../../sim/sim-sip-call.ts";
import { SipPhone } from "../../sim/sip-phone.ts";
import { BenchBox } from "../signalling/bench-box.ts";
import { cpuTimesOf, spentSince } from "../signalling/cpu-times.ts";

/**
 * What busy lamps cost: so many watchers of one phone that is called again and again; the same calls without any of them beside it.
 * `node test/bench/lamps/run.ts [--watchers 100] [--calls 50]`
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const [mostWatchers, calls] = [option("watchers", 100), option("calls", 50)];

const bench = await BenchBox.start("21600-21799");
await bench.record(false);
const { sip, credentials, pid } = bench.box;
const account = (user: string) => ({ user, password: credentials.phones[user]!.password, box: sip });
const [caller, called] = [await SipPhone.open(account("8001")), await SipPhone.open(account("8002"))];
await Promise.all([caller.register(), called.register()]);
let rings: (call: SimCall) => void = () => {};
called.onCall = (call) => rings(call);

const watchers: LampWatcher[] = [];
for (const wanted of [0, mostWatchers / 2, mostWatchers]) {
  while (watchers.length < wanted) {
    const watcher = await LampWatcher.open(account("8001"));
    if ((await watcher.subscribe("dialog", "8002", 600)) !== 202) throw new Error("a watcher was refused");
    watchers.push(watcher);
  }
  const all = (state: string) => Promise.all(watchers.map((w) => w.until(({ dialogs }) => dialogs.includes(state))));
  const heard = (): number => watchers.reduce((sum, w) => sum + w.heard, 0);
  const [before, heardBefore, startMs] = [cpuTimesOf(pid), heard(), performance.now()];
  for (let n = 0; n < calls; n++) {
    const come = new Promise<SimCall>((done) => (rings = done));
    const call = await caller.call("8002");
    const ringing = await come;
    // Each state is seen by all before the next one: otherwise several go as one.
    await all("early");
    ringing.answer();
    await all("confirmed");
    ringing.hangUp();
    await call.ended;
    await all("terminated");
  }
  const elapsedMs = performance.now() - startMs;
  const spent = spentSince(before, cpuTimesOf(pid));
  const notifies = heard() - heardBefore;
  const threads = [...spent.threads].filter(([, ms]) => ms > 0).sort((a, b) => b[1] - a[1]);
  console.log(
    [
      `${watchers.length} watchers: ${calls} calls in ${(elapsedMs / 1000).toFixed(1)} s`,
      `${notifies} NOTIFYs, ${((notifies * 1000) / elapsedMs).toFixed(0)} per second`,
      `${(spent.totalMs / calls).toFixed(1)} ms CPU per call, ${((100 * spent.totalMs) / elapsedMs).toFixed(0)} % of a core`,
      threads.map(([name, ms]) => `${name} ${(ms / calls).toFixed(1)}`).join(", "),
    ].join("; "),
  );
}
for (const watcher of watchers) watcher.close();
caller.close();
called.close();
await bench.box.stop();
