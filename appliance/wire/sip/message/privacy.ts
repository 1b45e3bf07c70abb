/** RFC 3323 4.2, RFC 3325 9.3, RFC 7044 7: what the caller wants hidden. `none`: nothing, and nobody is to hide anything for him. */
export type PrivacyWishes = { identity: boolean; history: boolean; none: boolean };

const longest = 200;

/** Reads a Privacy header; values are parted by semicolons, and by the commas of those who mistake it for a list. Unknown ones want nothing. */
export function parsePrivacy(header: string | undefined): PrivacyWishes {
  const values = (header ?? "").slice(0, longest).toLowerCase().split(/[;,]/);
  const wants = (...names: string[]): boolean => values.some((value) => names.includes(value.trim()));
  // RFC 3323 4.2: "none" stands alone; beside others it means nothing. "session" hides where the sound comes from, not who calls.
  const identity = wants("id", "user", "header");
  const history = wants("history", "header");
  return { identity, history, none: wants("none") && !identity && !history };
}
