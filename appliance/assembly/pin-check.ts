import type { Logger } from "pino";
import type { PinCommand, PinEvent } from "../contract/pin.ts";
import { passwordMatches } from "../edge/store/password-hash.ts";
import type { Store } from "../edge/store/store.ts";

/** Looks whether a PIN is right: the first owner that has one counts. What can't be looked at is not let through. */
export async function checkPin(
  { call, owners, pin }: PinCommand,
  { store, log }: { store: Pick<Store, "secret">; log: Logger },
): Promise<PinEvent> {
  const stored = owners.map((owner) => store.secret("pin", owner)).find((hash) => hash !== undefined);
  if (stored === undefined) return { on: "pin.checked", call, outcome: "none" };
  try {
    return { on: "pin.checked", call, outcome: (await passwordMatches(pin, stored)) ? "right" : "wrong" };
  } catch (error) {
    log.warn({ call, error: String(error) }, "a PIN could not be checked");
    return { on: "pin.checked", call, outcome: "wrong" };
  }
}
