import { runDriver } from "../ports/run-driver.ts";
import type { DahdiCommand, DahdiConfig, DahdiEvent } from "./dahdi-config.ts";
import { DahdiDriver } from "./dahdi-driver.ts";
import { linuxSys } from "./sys.ts";

// The program of the cards' process.
runDriver<DahdiConfig, DahdiCommand, DahdiEvent>((host) => new DahdiDriver(host, linuxSys()));
