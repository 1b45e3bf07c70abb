import Type, { type Static } from "typebox";

/** What can be done by keys alone, and the code each begins with on a new site. What is dialled after the code is its argument. */
export const starCodeDefaults = {
  login: "*41",
  logout: "*42",
  ready: "*43",
  notReady: "*44",
  wrapUpDone: "*45",
  /** A colleague by his login code, wherever he sits. */
  directory: "*47",
  speedDial: "*48",
  /** The number follows the code. */
  forwardAlways: "*72",
  forwardOff: "*73",
  doNotDisturb: "*78",
  doNotDisturbOff: "*79",
  forwardBusy: "*90",
  forwardNoAnswer: "*92",
  /** Target of the phone's transfer key; the slot may follow. */
  park: "*80",
  unpark: "*81",
  pickUp: "*82",
  pickUpGroup: "*83",
  intercom: "*84",
  redial: "*85",
  listen: "*86",
  whisper: "*87",
  barge: "*88",
  takeOver: "*89",
  /** Hear one's own mailbox, or the one whose number follows. */
  voicemail: "*97",
} as const;
export type StarName = keyof typeof starCodeDefaults;
export const starNames = Object.keys(starCodeDefaults) as StarName[];

const Code = Type.String({ pattern: "^\\*[0-9]{1,4}$" });
type CodeFields = { [N in StarName]: ReturnType<typeof Type.Optional<typeof Code>> };

/** Codes of the site's own, in place of the usual ones. */
export const StarCodes = Type.Object(Object.fromEntries(starNames.map((name) => [name, Type.Optional(Code)])) as CodeFields, {
  additionalProperties: false,
});
export type StarCodes = Static<typeof StarCodes>;
