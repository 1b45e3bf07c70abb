import type { MediaCommand, MediaDescription } from "../../contract/media.ts";
import { outsideLine } from "../lines/outside-lines.ts";
import type { CallLeg, CallPlay, Opening } from "./call.ts";
import type { Scene } from "./scene.ts";

/** Asks for our side of a leg's sound; `remote` is the far side's offer, if it made one. */
export function openSound(scene: Scene, leg: CallLeg, purpose: Opening, remote?: MediaDescription): void {
  leg.sound = "opening";
  leg.awaiting.push(purpose);
  scene.out.push({ do: "media.open", leg: leg.id, ...(remote ? { remote } : {}), ...wishesFor(scene, leg) });
}

/** The far side's answer or changed offer. */
export function updateSound(scene: Scene, leg: CallLeg, remote: MediaDescription, purpose: "accept" | "update"): void {
  if (leg.sound !== "open") return;
  leg.awaiting.push(purpose);
  scene.out.push({ do: "media.update", leg: leg.id, remote, role: purpose === "accept" ? "offer" : "answer" });
}

export function closeSound(scene: Scene, leg: CallLeg): void {
  if (leg.sound !== "opening" && leg.sound !== "open") return;
  leg.sound = "closed";
  scene.out.push({ do: "media.close", leg: leg.id });
}

/** How the sound to and from a party is to be. */
function wishesFor(
  scene: Scene,
  { party }: CallLeg,
): Pick<Extract<MediaCommand, { do: "media.open" }>, "srtp" | "inbandDigits" | "codecs"> {
  const { settings } = scene.ctx;
  const { phones, media } = settings;
  const line = party.kind === "line" ? outsideLine(settings, party.line) : undefined;
  const phone = party.kind === "phone" ? phones.find((p) => p.id === party.phone) : undefined;
  return { srtp: line?.srtp ?? phone?.srtp ?? "off", inbandDigits: line?.inbandDigits ?? true, codecs: media.codecs };
}

type PlayWish = Pick<CallPlay, "purpose" | "items" | "bargeIn" | "repeat"> & { token?: string; leg?: CallLeg };

/** Has something said or played, to the caller if nobody else is named; what was playing gives way. */
export function play(scene: Scene, wish: PlayWish): void {
  const { call, out } = scene;
  const { token, leg = call.legs[0]!, ...rest } = wish;
  // The media side replaces what plays to the same leg; elsewhere it must be stopped.
  if (call.play && call.play.leg !== leg.id) stopPlay(scene);
  if (call.beside?.leg === leg.id) delete call.beside;
  call.play = { n: ++call.playN, ...rest, leg: leg.id, ...(token === undefined ? {} : { token }) };
  out.push({ do: "speech.render", request: `${call.record.id}:${call.playN}`, items: wish.items });
}

export function stopPlay(scene: Scene): void {
  const { call, out } = scene;
  if (!call.play) return;
  const leg = call.legs.find((l) => l.id === call.play?.leg);
  if (leg?.sound === "open") out.push({ do: "media.stop", leg: leg.id });
  delete call.play;
}

/** Has something played to somebody while the others hear what they hear. */
export function playBeside(scene: Scene, wish: Pick<CallPlay, "purpose" | "items" | "repeat"> & { leg: CallLeg }): void {
  const { call, out } = scene;
  const { leg, ...rest } = wish;
  if (call.beside && call.beside.leg !== leg.id) stopBeside(scene);
  call.beside = { n: ++call.playN, ...rest, bargeIn: false, leg: leg.id };
  out.push({ do: "speech.render", request: `${call.record.id}:${call.playN}`, items: wish.items });
}

export function stopBeside(scene: Scene): void {
  const { call, out } = scene;
  const leg = call.legs.find((l) => l.id === call.beside?.leg);
  delete call.beside;
  if (leg?.sound === "open") out.push({ do: "media.stop", leg: leg.id });
}
