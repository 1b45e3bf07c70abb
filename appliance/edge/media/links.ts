import type { RoomParty } from "../../contract/media.ts";
import type { LegId } from "../../kit/ids.ts";
import type { Leg } from "./leg.ts";
import { isRelayable } from "./leg-output.ts";
import { Room } from "./room.ts";
import { slotsPerFrame } from "./slot-wheel.ts";

const partyLimit = 32;

/** Who talks with whom, and in which of the ten slots of a frame everybody is served. */
export class Links {
  readonly slots: { legs: Leg[]; rooms: Room[] }[] = Array.from({ length: slotsPerFrame }, () => ({ legs: [], rooms: [] }));
  readonly #rooms = new Map<string, Room>();
  /** Bridged legs, both ways round; how the sound gets across depends on the codecs. */
  readonly #pairs = new Map<Leg, Leg>();

  get bridges(): number {
    return this.#pairs.size / 2;
  }
  get rooms(): number {
    return [...this.#rooms.values()].filter((room) => !this.#isOfPair(room)).length;
  }

  add(leg: Leg): void {
    const slot = this.#leastBusy();
    leg.slot = slot;
    this.slots[slot]!.legs.push(leg);
  }

  remove(leg: Leg): void {
    this.leave(leg);
    const { legs } = this.slots[leg.slot]!;
    legs.splice(legs.indexOf(leg), 1);
  }

  bridge(a: Leg, b: Leg): void {
    if (a === b) return;
    if (this.#pairs.get(a) !== b) {
      this.leave(a);
      this.leave(b);
      this.#pairs.set(a, b);
      this.#pairs.set(b, a);
    }
    this.#connect(a, b);
  }

  /** The codec of a leg has changed: a bridge may have to carry it in another way. */
  renew(leg: Leg): void {
    const peer = this.#pairs.get(leg);
    if (peer !== undefined) this.#connect(leg, peer);
  }

  /** Out of whatever bridge or room it is in. */
  leave(leg: Leg): void {
    const peer = this.#pairs.get(leg);
    if (peer !== undefined) {
      this.#pairs.delete(leg);
      this.#pairs.delete(peer);
      this.#unlink(peer);
    }
    this.#unlink(leg);
  }

  room(id: string, parties: RoomParty[], legOf: (id: LegId) => Leg | undefined): void {
    const seats = parties.slice(0, partyLimit).flatMap(({ leg: legId, mode, to }) => {
      const leg = legOf(legId);
      return leg === undefined ? [] : [{ leg, mode, to: to === undefined ? undefined : legOf(to) }];
    });
    const room = this.#rooms.get(id) ?? this.#newRoom(id);
    const members = new Set(seats.map(({ leg }) => leg));
    for (const leg of room.legs) if (!members.has(leg)) leg.link = { kind: "none" };
    for (const { leg } of seats) {
      if (leg.link.kind === "room" && leg.link.room === room) continue;
      this.leave(leg);
      leg.link = { kind: "room", room };
    }
    room.seat(seats);
    if (room.size === 0) this.#dissolve(room);
  }

  #connect(a: Leg, b: Leg): void {
    const direct = a.agreed === undefined || b.agreed === undefined || isRelayable(a.agreed.codec, b.agreed.codec);
    if (direct) {
      if (a.link.kind === "direct" && a.link.peer === b) return;
      this.#unlink(a);
      this.#unlink(b);
      a.link = { kind: "direct", peer: b };
      b.link = { kind: "direct", peer: a };
      a.output.stream.cut();
      b.output.stream.cut();
      return;
    }
    if (a.link.kind === "room" && b.link.kind === "room" && a.link.room === b.link.room) return;
    this.#unlink(a);
    this.#unlink(b);
    const room = this.#newRoom(`${pairPrefix}${a.id} ${b.id}`);
    room.seat([a, b].map((leg) => ({ leg, mode: "talk" as const, to: undefined })));
    a.link = { kind: "room", room };
    b.link = { kind: "room", room };
  }

  #unlink(leg: Leg): void {
    const { link } = leg;
    leg.link = { kind: "none" };
    if (link.kind !== "room") return;
    link.room.remove(leg);
    if (link.room.size === 0) this.#dissolve(link.room);
  }

  #newRoom(id: string): Room {
    const room = new Room(id);
    room.slot = this.#leastBusy();
    this.slots[room.slot]!.rooms.push(room);
    this.#rooms.set(id, room);
    return room;
  }

  #dissolve(room: Room): void {
    this.#rooms.delete(room.id);
    const { rooms } = this.slots[room.slot]!;
    rooms.splice(rooms.indexOf(room), 1);
  }

  #isOfPair(room: Room): boolean {
    return room.id.startsWith(pairPrefix);
  }

  #leastBusy(): number {
    let best = 0;
    const loadOf = (slot: number): number => {
      const { legs, rooms } = this.slots[slot]!;
      return legs.length + rooms.reduce((sum, room) => sum + 2 * room.size, 0);
    };
    for (let slot = 1; slot < slotsPerFrame; slot++) if (loadOf(slot) < loadOf(best)) best = slot;
    return best;
  }
}

/** Names of rooms that are bridges underneath; no name from outside has a line break. */
const pairPrefix = "pair\n";
