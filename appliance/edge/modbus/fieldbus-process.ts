import { runDriver } from "../ports/run-driver.ts";
import type { FieldbusCommand, FieldbusConfig, FieldbusEvent } from "./fieldbus-config.ts";
import { FieldbusDriver } from "./fieldbus-driver.ts";
import { openBus } from "./open-bus.ts";

/** The process the buses live in. */
runDriver<FieldbusConfig, FieldbusCommand, FieldbusEvent>((host) => new FieldbusDriver(host, openBus));
