import { cards } from "./cards.ts";
import { modem } from "./modem.ts";
import { watchdog } from "./watchdog.ts";

/** What is tried in the guest; the watchdog last, for it ends the machine. */
const parts: [name: string, tried: (seen: (what: string) => void) => Promise<void>][] = [
  ["cards", cards],
  ["modem", modem],
  ["watchdog", watchdog],
];

const seen = (what: string): void => console.log(`seen: ${what}`);
let missed = 0;
for (const [name, tried] of parts) {
  if (name === "watchdog" && missed === 0) seen("all of it");
  try {
    await tried(seen);
  } catch (error) {
    missed++;
    console.log(`not seen: ${name}: ${(error as Error).stack}`);
  }
}
process.exit(missed);
