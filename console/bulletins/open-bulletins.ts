import type { Bulletin, BulletinReading } from "../../appliance/contract/bulletins.ts";

export type Reader = { user: string; agent?: string };
/** How loudly it is told: urgent ones and those that want an answer stay in front of the quiet ones. */
export type Tone = "urgent" | "important" | "quiet";

export const toneOf = ({ importance, mustAcknowledge }: Pick<Bulletin, "importance" | "mustAcknowledge">): Tone =>
  importance === "urgent" ? "urgent" : importance === "important" || mustAcknowledge ? "important" : "quiet";

/** What wants an answer goes before what is only important: it was written to be acted on now. */
const rankOf = (bulletin: Bulletin): number => {
  const tone = toneOf(bulletin);
  return tone === "urgent" ? 0 : bulletin.mustAcknowledge ? 1 : tone === "important" ? 2 : 3;
};

export const ownReading = (bulletin: Bulletin, reader: Reader): BulletinReading | undefined =>
  bulletin.readings.find((r) => r.user === reader.user);

export const isFor = ({ to, agents }: Pick<Bulletin, "to" | "agents">, { agent }: Reader): boolean =>
  to.kind === "all" || (agent !== undefined && (agents as readonly string[]).includes(agent));

export const isOver = ({ withdrawnAtMs, untilMs }: Bulletin, nowMs: number): boolean =>
  withdrawnAtMs !== undefined || untilMs <= nowMs;

/**
 * What this reader has yet to take note of. Louder ones first, then the oldest: a new one of the same kind queues up behind the
 * one that is being read, so that nobody acknowledges what came under his finger.
 */
export const openFor = (bulletins: readonly Bulletin[], reader: Reader, nowMs: number): Bulletin[] =>
  bulletins
    .filter(
      (b) =>
        b.sentBy !== reader.user &&
        isFor(b, reader) &&
        !isOver(b, nowMs) &&
        ownReading(b, reader)?.acknowledgedAtMs === undefined,
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || a.sentAtMs - b.sentAtMs || a.id.localeCompare(b.id));

/** Nobody has read a text in less; a key pressed sooner was meant for something else. */
const glanceMs = 700;
export const wasSeen = (shownSinceMs: number, nowMs: number): boolean => nowMs - shownSinceMs >= glanceMs;

/** How far it has come: of those it went to, who has it on his screen, who has said that he understood. */
export type Reach = { of: number | undefined; read: number; acknowledged: number };
export function reachOf({ to, agents, readings }: Bulletin): Reach {
  return {
    // One to all also reaches people who are no agents, so nobody can say of how many.
    of: to.kind === "all" ? undefined : agents.length,
    read: readings.length,
    acknowledged: readings.filter((r) => r.acknowledgedAtMs !== undefined).length,
  };
}

/** The text that somebody sent last to one agent and that still stands. */
export const lastTo = (bulletins: readonly Bulletin[], sender: string, agent: string): Bulletin | undefined =>
  bulletins
    .filter((b) => b.sentBy === sender && b.to.kind === "agent" && b.to.agent === agent)
    .sort((a, b) => b.sentAtMs - a.sentAtMs)[0];
