import { signal } from "@preact/signals";
import type { FlowPlay } from "../../appliance/contract/flow-script.ts";

/** The play that is rehearsed, kept while one goes between map, scripts and dry run. */
export const play = signal<{ flow: string; play: FlowPlay } | undefined>(undefined);
