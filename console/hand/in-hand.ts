import type { LiveAgent, LiveCall, LiveParty } from "../../appliance/contract/live.ts";

export const handActs = [
  "hold",
  "resume",
  "mute",
  "consult",
  "transfer",
  "park",
  "complete",
  "cancelConsult",
  "conference",
  "record",
  "survey",
  "hangUp",
] as const;
export type HandAct = (typeof handActs)[number];
/** Why an act can't be done now: a key of the desk's words. */
export type Obstacle =
  | "needsCall"
  | "needsTalk"
  | "needsTwo"
  | "consultFirst"
  | "needsAnswer"
  | "onlyLeave"
  | "notRecording"
  | "noSurvey";

/** An agent's call as he sees it: his own part, whom he consults, who else is on it. */
export type Hand = {
  call: LiveCall;
  mine: LiveParty | undefined;
  asked: LiveParty | undefined;
  /** The ones he talks with: everybody but himself and those who watch. */
  others: LiveParty[];
  held: boolean;
  muted: boolean;
  talking: boolean;
};

/** The call in the agent's hand, from his first ring on. */
export function handOf(agent: LiveAgent | undefined, calls: readonly LiveCall[]): Hand | undefined {
  const call = agent?.call === undefined ? undefined : calls.find((c) => c.id === agent.call);
  if (!agent || !call) return undefined;
  const parties = call.parties ?? [];
  const mine = parties.find((p) => p.agent === agent.id && p.as !== "watches");
  // Somebody else's call that he listens to is not in his hand.
  if (!mine && parties.some((p) => p.agent === agent.id)) return undefined;
  return {
    call,
    mine,
    asked: mine?.as === "asked" ? undefined : parties.find((p) => p.as === "asked"),
    others: parties.filter((p) => p !== mine && p.as !== "watches" && p.as !== "asked"),
    held: mine?.held ?? agent.state === "hold",
    muted: mine?.muted ?? false,
    talking: agent.state === "talking" || agent.state === "hold",
  };
}

/** What stands against an act at this moment; the box judges once more when it is asked. */
export function obstacleTo(act: HandAct, hand: Hand | undefined): Obstacle | undefined {
  if (!hand) return "needsCall";
  if (act === "hangUp") return undefined;
  if (!hand.talking) return "needsTalk";
  if (hand.mine?.as === "asked" && act !== "hold" && act !== "resume" && act !== "mute") return "onlyLeave";
  switch (act) {
    case "hold":
    case "resume":
    case "mute":
      return undefined;
    case "consult":
      return hand.asked ? "consultFirst" : undefined;
    case "transfer":
    case "park":
      return hand.asked ? "consultFirst" : hand.others.filter((p) => !p.ringing).length > 1 ? "needsTwo" : undefined;
    case "complete":
    case "cancelConsult":
      return hand.asked ? undefined : "needsTalk";
    case "conference":
      return hand.asked ? (hand.asked.ringing ? "needsAnswer" : undefined) : "needsTalk";
    case "record":
      return hand.call.recording ? undefined : "notRecording";
    case "survey":
      if (hand.asked) return "consultFirst";
      if (hand.others.filter((p) => !p.ringing).length > 1) return "needsTwo";
      return hand.call.queue && hand.call.direction === "in" ? undefined : "noSurvey";
  }
}
