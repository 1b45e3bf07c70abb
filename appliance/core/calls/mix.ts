import type { RoomParty } from "../../contract/media.ts";
import type { LegId } from "../../kit/ids.ts";
import { type Call, type CallLeg, callerLeg, type Link, legOf } from "./call.ts";
import type { Scene } from "./scene.ts";

/** Who has put the others on hold, by his phone or at the console: neither hears nor is heard. */
export const isHolding = (leg: CallLeg): boolean => leg.onHold || leg.holds === true;

/** Everybody who talks with the caller, himself first; whoever holds or consults is one of them all the same. */
export function talkers(call: Call): CallLeg[] {
  if (!call.talk) return [];
  const barging = call.legs.filter((l) => l.role === "watcher" && l.watch === "barge" && l.state === "up").map((l) => l.id);
  return [callerLeg(call).id, call.talk.leg, ...(call.also ?? []), ...barging].flatMap((id) => {
    const leg = legOf(call, id);
    return leg && leg.state !== "ended" ? [leg] : [];
  });
}

/** The talkers who are with the caller at this moment. */
export const together = (call: Call): CallLeg[] => talkers(call).filter((leg) => !isHolding(leg) && leg.id !== call.consult?.by);

/** Whom a whisper is for: the agent of the conversation, whichever side of it he is on. */
export function watchedLeg(call: Call): CallLeg | undefined {
  const talk = call.talk && legOf(call, call.talk.leg);
  return talk?.agent || !callerLeg(call).agent ? talk : callerLeg(call);
}

const quiet = (call: Call): CallLeg[] =>
  call.legs.filter((l) => l.role === "watcher" && l.state === "up" && (l.watch === "listen" || l.watch === "whisper"));

/** The one place that says who hears whom. A watcher follows the agent, into a consultation too. */
function linksOf(call: Call): Link[] {
  const { consult, early } = call;
  if (early !== undefined && !call.talk) return [{ kind: "bridge", legs: [callerLeg(call).id, early] }];
  const main = together(call);
  const asking = consult ? [legOf(call, consult.by), legOf(call, consult.leg)] : [];
  const side = asking.filter((leg): leg is CallLeg => leg?.state === "up" && !isHolding(leg));
  const watched = watchedLeg(call);
  const watchers = watched ? quiet(call) : [];
  const groups = [main, side].map((legs) => ({ legs, watchers: watched && legs.includes(watched) ? watchers : [] }));
  // Somebody who hears nobody is still heard by who watches him.
  if (watched && !groups.some((g) => g.legs.includes(watched))) groups.push({ legs: [watched], watchers });
  return groups.flatMap((group, i) => linkOf(group, roomOf(call, i), watched?.id));
}

const roomOf = (call: Call, n: number): string => (n === 0 ? call.record.id : `${call.record.id}/${n + 1}`);

function linkOf({ legs, watchers }: { legs: CallLeg[]; watchers: CallLeg[] }, room: string, watched: LegId | undefined): Link[] {
  if (legs.length + watchers.length < 2) return [];
  const [a, b] = legs;
  if (legs.length === 2 && watchers.length === 0 && a && b && !a.muted && !b.muted)
    return [{ kind: "bridge", legs: [a.id, b.id] }];
  const talking = legs.map((leg): RoomParty => ({ leg: leg.id, mode: leg.muted ? "listen" : "talk" }));
  const watching = watchers.map(
    (leg): RoomParty =>
      leg.watch === "whisper" && watched ? { leg: leg.id, mode: "whisper", to: watched } : { leg: leg.id, mode: "listen" },
  );
  return [{ kind: "room", room, parties: [...talking, ...watching] }];
}

/** Tells the media side what has changed since it was told last. */
export function join(scene: Scene): void {
  const { call, out } = scene;
  const before = call.links ?? [];
  const after = linksOf(call);
  for (const link of before) if (!has(after, link)) part(scene, link, after);
  for (const link of after) {
    if (has(before, link)) continue;
    if (link.kind === "bridge") out.push({ do: "media.bridge", legs: link.legs });
    else out.push({ do: "media.room", room: link.room, parties: link.parties });
  }
  if (after.length > 0) call.links = after;
  else delete call.links;
}

const has = (links: readonly Link[], link: Link): boolean => links.some((l) => JSON.stringify(l) === JSON.stringify(link));

/** A leg that is closed has left by itself, and one that is joined elsewhere leaves by that. */
function part(scene: Scene, link: Link, after: readonly Link[]): void {
  const { call, out } = scene;
  const living = (id: LegId): boolean => ["opening", "open"].includes(legOf(call, id)?.sound ?? "");
  if (link.kind === "room") {
    if (after.some((l) => l.kind === "room" && l.room === link.room)) return;
    if (link.parties.some((p) => living(p.leg))) out.push({ do: "media.room", room: link.room, parties: [] });
    return;
  }
  const elsewhere = (id: LegId): boolean =>
    after.some((l) => (l.kind === "bridge" ? l.legs.includes(id) : l.parties.some((p) => p.leg === id)));
  const [a, b] = link.legs;
  if (living(a) && living(b) && !elsewhere(a) && !elsewhere(b)) out.push({ do: "media.unbridge", leg: a });
}
