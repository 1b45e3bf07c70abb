/** Reads a time of day as people type it: "08:30", "8:30", "8：30", "0830", "830". Undefined when it is none. */
export function readClock(text: string): string | undefined {
  const [, hour = "", minute = ""] = /^([01]?\d|2[0-3])[:：.]?([0-5]\d)$/.exec(text.trim()) ?? [];
  return minute === "" ? undefined : `${hour.padStart(2, "0")}:${minute}`;
}
