import { runDriver } from "../ports/run-driver.ts";
import type { DahdiConfig } from "./dahdi-config.ts";
import { DahdiDriver } from "./dahdi-driver.ts";
import { linuxSys } from "./sys.ts";

// The program of the cards' process.
runDriver<DahdiConfig, never, never>((host) => new DahdiDriver(host, linuxSys()));
