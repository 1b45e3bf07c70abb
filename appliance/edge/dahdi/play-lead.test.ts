import fc from "fast-check";
import { expect, test } from "vitest";
import { PlayLead } from "./play-lead.ts";

/** A card that plays a block whenever it gives one, and a process that comes late by so many blocks each time. */
function card(lead: PlayLead) {
  let queue = 0;
  let gaps = 0;
  return {
    late(blocks: number): void {
      for (let n = 0; n < blocks; n++) {
        if (queue > 0) queue--;
        else gaps++;
        lead.played();
      }
      queue += lead.missing();
    },
    get queue() {
      return queue;
    },
    get gaps() {
      return gaps;
    },
  };
}

test("a process on time is three blocks ahead and leaves no gap", () => {
  const at = card(new PlayLead());
  at.late(1);
  const { gaps } = at;
  for (let n = 0; n < 1_000; n++) at.late(1 + (n % 3 === 0 ? 1 : 0));
  expect(at.queue).toBe(3);
  expect(at.gaps).toBe(gaps);
});

test("after a long pause the delay is bounded, and goes when it is not needed any more", () => {
  const at = card(new PlayLead());
  at.late(30);
  expect(at.queue).toBe(8);
  for (let n = 0; n < 3_500; n++) at.late(1);
  expect(at.queue).toBe(3);
});

test("a process that is late again and again leaves no gap once it is known", () => {
  const at = card(new PlayLead());
  at.late(6);
  const { gaps } = at;
  for (let n = 0; n < 300; n++) at.late(n % 40 === 0 ? 6 : 1);
  expect(at.gaps).toBe(gaps);
});

test("what went by while the card played its own is neither due later nor taken for lateness", () => {
  const lead = new PlayLead();
  expect(lead.missing()).toBe(3);
  for (let n = 0; n < 100; n++) lead.played();
  expect(lead.passedBy()).toBe(100);
  expect(lead.missing()).toBe(3);
});

test("a message is twelve blocks ahead: a process late by so many leaves no gap in it; talk behind it waits for nothing", () => {
  const lead = new PlayLead();
  expect(lead.missing(true)).toBe(12);
  for (let n = 0; n < 11; n++) lead.played();
  expect(lead.missing(true)).toBe(11);
  lead.played();
  expect(lead.missing()).toBe(0);
});

test("whatever the lateness, the queue is never more than eight blocks and what it says is what the card has", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200, size: "max" }), (lates) => {
      const at = card(new PlayLead());
      for (const late of lates) {
        at.late(late);
        expect(at.queue).toBeGreaterThanOrEqual(3);
        expect(at.queue).toBeLessThanOrEqual(8);
      }
    }),
  );
});
