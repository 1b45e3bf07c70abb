// Apart from the schemas: threads that only keep texts need not load what checks them.

/**
 * In: "arriving" waits for its other parts, "incomplete" waits no more, "unreadable" is what could not be understood.
 * Out: "checking" waits for a report because the modem fell silent after it had the text, "unsure" has waited long enough: it may have left or
 * not, and only a person sends it again. "undelivered": the network took it and could not hand it over.
 */
export const textStates = [
  "arriving",
  "received",
  "incomplete",
  "unreadable",
  "waiting",
  "sending",
  "checking",
  "unsure",
  "sent",
  "delivered",
  "undelivered",
  "failed",
  "cancelled",
] as const;
export type TextState = (typeof textStates)[number];

/** What people look for. */
export const textGroups = {
  received: ["received", "arriving", "incomplete", "unreadable"],
  queue: ["waiting", "sending", "checking"],
  sent: ["sent", "delivered"],
  failed: ["failed", "undelivered", "cancelled"],
  unsure: ["unsure"],
} as const satisfies Record<string, readonly TextState[]>;
export type TextGroup = keyof typeof textGroups;
export const textGroupNames = Object.keys(textGroups) as [TextGroup, ...TextGroup[]];
/** Nothing more becomes of these, but what a person does. */
export const textsOver: readonly TextState[] = [
  ...textGroups.received.filter((s) => s !== "arriving"),
  ...textGroups.sent,
  ...textGroups.failed,
  "unsure",
];
