import type { Shape } from "./shape.ts";

/** Words of the voicemail page. */
export const messagesEn = {
  title: "Voicemail",
  about: "Messages that callers left. Each box belongs to a person or to a queue.",
  boxes: "Boxes",
  noBoxes: "There is no voicemail box that you may hear.",
  noBoxesNote: "The administrator sets boxes up; a flow or a queue then leads to them.",
  box: "{n} new",
  full: "full",
  ownGreeting: "greeting recorded by phone",
  show: "Show",
  states: { all: "All", new: "New", heard: "Heard", deleted: "Deleted" },
  none: "No message.",
  withheld: "withheld",
  emptied: "number deleted by age",
  mark: { new: "Mark as new", heard: "Done" },
  kept: "Kept",
  keep: "Keep",
  unkeep: "Don't keep",
  remove: "Delete",
  removeAsk: "Delete the message of {caller}?",
  removeNote: "Its recording stays until retention takes it.",
  removed: "Message deleted",
  transcribe: "Write it down",
  asked: "is being written down…",
  failed: "could not be written down",
  marked: "Message marked",
  call: "The call",
  by: "{by}, {time}",
  more: "Older messages",
};

export type MessageWords = Shape<typeof messagesEn>;
