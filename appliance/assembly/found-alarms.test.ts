import { expect, test } from "vitest";
import { FoundAlarms } from "./found-alarms.ts";

test("what is found is raised once, and cleared when it is gone or was a former run's", () => {
  const said: string[] = [];
  const alarms = new FoundAlarms("lost", {
    raise: (code, subject, detail) => said.push(`+${code} ${subject} ${detail}`),
    clear: (code, subject) => said.push(`-${code} ${subject}`),
  });
  const found = (...subjects: string[]) => new Map(subjects.map((s) => [s, "gone"]));
  alarms.tell(found("a"), ["a", "b"]);
  expect(said.splice(0)).toEqual(["+lost a gone", "-lost b"]);
  alarms.tell(found("a", "b"), ["a", "b"]);
  expect(said.splice(0)).toEqual(["+lost b gone"]);
  // One is well, the other is no longer set up at all.
  alarms.tell(found(), ["a"]);
  expect(said).toEqual(["-lost a", "-lost b"]);
});
