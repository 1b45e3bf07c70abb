import { flushCompileCache } from "node:module";
import { cards } from "./cards.ts";
import { modem } from "./modem.ts";
import type { Seen } from "./until.ts";
import { watchdog } from "./watchdog.ts";

/** What is tried in the guest; the watchdog last, for it ends the machine. */
const parts: Readonly<Record<string, (seen: Seen) => Promise<void>>> = { dahdi: cards, option: modem, watchdog };

const wanted = process.argv.slice(2);
const seen: Seen = (what) => console.log(`seen: ${what}`);
let missed = 0;
// Usually done at the end, which the watchdog leaves no time for.
flushCompileCache();
for (const [name, tried] of Object.entries(parts)) {
  if (!wanted.includes(name)) continue;
  try {
    await tried(seen);
  } catch (error) {
    missed++;
    console.log(`not seen: ${name}: ${(error as Error).stack}`);
  }
}
console.log("guest: through");
process.exit(missed);
