import { openSerial } from "../ports/open-serial.ts";
import { runDriver } from "../ports/run-driver.ts";
import type { GsmCommand, GsmConfig, GsmEvent } from "./gsm-config.ts";
import { GsmDriver } from "./gsm-driver.ts";

/** The process the modems live in. */
runDriver<GsmConfig, GsmCommand, GsmEvent>((host) => new GsmDriver(host, openSerial));
