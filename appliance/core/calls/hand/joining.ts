import type { Sentence } from "../../../contract/records.ts";
import { type Call, callerLeg, legOf } from "../call.ts";
import { closeLeg } from "../ending.ts";
import { sayFarewell, turnAwayWith } from "../farewell.ts";
import { talkers } from "../mix.ts";
import { note, type Scene } from "../scene.ts";
import { about, who } from "../who.ts";
import { heldBy, heldWords } from "./held-by.ts";
import { moveLeg, sceneOf } from "./move-leg.ts";
import { findToPickUp, pickUp } from "./pick-up.ts";
import { succeed } from "./succession.ts";
import { takesPart, talkAt, watcherUp } from "./watch.ts";

const nothing: Sentence = { zh: "没有可接的来电。", en: "There is no call to take." };
const notAllowed: Sentence = { zh: "此话机无权监听。", en: "This phone may not supervise." };

/** A phone that came for another call is up now: it goes over, or hears why not. */
export function joinOther(scene: Scene): void {
  const { call } = scene;
  const { joins } = call;
  delete call.joins;
  if (!joins) return;
  const refusal =
    joins.kind === "replaces"
      ? takePlace(scene, joins.leg)
      : joins.kind === "watch"
        ? supervise(scene, joins)
        : take(scene, joins.what);
  if (!refusal) return;
  const { language } = scene.ctx.settings.site;
  note(scene, "agent", refusal);
  turnAwayWith(scene, [{ kind: "speech", text: refusal[language], language }], "not-found");
  sayFarewell(scene);
}

/** RFC 3891 section 3: the new call takes the place of the old one, which is ended. */
function takePlace(scene: Scene, replaced: Parameters<typeof legOf>[1]): Sentence | undefined {
  const other = Object.values(scene.state.calls).find((c) => c !== scene.call && !c.ending && legOf(c, replaced));
  const old = other && legOf(other, replaced);
  if (!other || !old) return nothing;
  const to = sceneOf(scene, other);
  const leg = callerLeg(scene.call);
  if (talkers(other).includes(old) && old.role !== "watcher") {
    note(to, "agent", about(to, leg, `takes the place of ${who(to, old)}`, `接替 ${who(to, old)}`));
    moveLeg(scene, leg, to);
    succeed(to, old, leg);
    closeLeg(to, old, "answered-elsewhere");
    return undefined;
  }
  return takeCall(scene, other);
}

function take(scene: Scene, what: Parameters<typeof findToPickUp>[2]): Sentence | undefined {
  const { party } = callerLeg(scene.call);
  const other = party.kind === "phone" ? findToPickUp(scene.state, scene.ctx, what, party.phone) : undefined;
  return other && other !== scene.call ? takeCall(scene, other) : nothing;
}

function takeCall(scene: Scene, other: Call): Sentence | undefined {
  const leg = callerLeg(scene.call);
  if (!findToPickUp(scene.state, scene.ctx, { kind: "call", call: other.record.id }, "" as never)) return nothing;
  const to = sceneOf(scene, other);
  moveLeg(scene, leg, to);
  pickUp(to, leg);
  return undefined;
}

/** By star code: only from the phone of an agent who supervises. */
function supervise(scene: Scene, joins: Extract<NonNullable<Call["joins"]>, { kind: "watch" }>): Sentence | undefined {
  const { state, ctx } = scene;
  const leg = callerLeg(scene.call);
  const supervises = ctx.settings.agents.some((a) => a.id === leg.agent && a.supervises === true);
  if (!supervises) return notAllowed;
  const other = talkAt(state, joins.phone);
  if (!other || takesPart(other, leg.party.kind === "phone" ? leg.party.phone : undefined, leg.agent)) return nothing;
  const holder = heldBy(other, leg.agent, ctx);
  if (holder) return heldWords(holder);
  const to = sceneOf(scene, other);
  moveLeg(scene, leg, to);
  leg.role = "watcher";
  leg.watch = joins.mode;
  watcherUp(to, leg);
  return undefined;
}
