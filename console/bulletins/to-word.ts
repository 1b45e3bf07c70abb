import type { BulletinTo } from "../../appliance/contract/bulletins.ts";
import { agentName, queueName } from "../data/names.ts";
import { bulletinWords } from "../words/bulletins.ts";
import { fill } from "../words/fill.ts";

/** Whom it goes to, in words. */
export function toWord(to: BulletinTo): string {
  const w = bulletinWords.value.to;
  switch (to.kind) {
    case "agent":
      return fill(w.agent, { name: agentName(to.agent) });
    case "queue":
      return fill(w.queue, { name: queueName(to.queue) });
    case "all":
      return w.all;
  }
}
