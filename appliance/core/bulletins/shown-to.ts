import type { Bulletin, BulletinRow } from "../../contract/bulletins.ts";

/** Who looks. */
export type Reader = { user: string; agent?: string };

/** One to all is for everybody; others for the agents they went to. */
export const isMeantFor = ({ to, agents }: Pick<BulletinRow, "to" | "agents">, { agent }: Reader): boolean =>
  to.kind === "all" || (agent !== undefined && (agents as readonly string[]).includes(agent));

/** The bulletin as this reader may see it at his console: what is meant for him or came from him, and only the sender sees who else read it. */
export function shownTo(bulletin: Bulletin, reader: Reader): Bulletin | undefined {
  if (bulletin.sentBy === reader.user) return bulletin;
  if (!isMeantFor(bulletin, reader)) return undefined;
  return { ...bulletin, readings: bulletin.readings.filter((r) => r.user === reader.user) };
}
