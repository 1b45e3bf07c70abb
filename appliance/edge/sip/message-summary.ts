/** RFC 3842 section 5: whether something waits, and how much of it is new; what was heard is not counted. */
export const messageSummary = (waiting: number): string =>
  `Messages-Waiting: ${waiting > 0 ? "yes" : "no"}\r\nVoice-Message: ${waiting}/0 (0/0)\r\n`;

export const messageSummaryType = "application/simple-message-summary";
