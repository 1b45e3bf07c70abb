import * as made from "virtual:settings-schema";
import type { QueueSettings } from "../../appliance/contract/queue.ts";
import type { JsonSchema } from "./schema.ts";

/** The schema of the whole settings document. */
export const settingsSchema = made.settingsSchema as JsonSchema;
/** What a new queue begins with. */
export const queueDefaults = made.queueDefaults as Omit<QueueSettings, "id" | "name">;
