import { expect, test } from "vitest";
import { FoundAlarms } from "./found-alarms.ts";

test("what is found is raised once, and cleared when it is gone or was a former run's", () => {
  const said: string[] = [];
  const alarms = new FoundAlarms({
    raise: (subject, detail) => said.push(`+${subject} ${detail}`),
    clear: (subject) => said.push(`-${subject}`),
  });
  const found = (...subjects: string[]) => new Map(subjects.map((s) => [s, "gone"]));
  alarms.tell(found("a"), ["a", "b"]);
  expect(said.splice(0)).toEqual(["+a gone", "-b"]);
  alarms.tell(found("a", "b"), ["a", "b"]);
  expect(said.splice(0)).toEqual(["+b gone"]);
  // One is well, the other is no longer set up at all.
  alarms.tell(found(), ["a"]);
  expect(said).toEqual(["-a", "-b"]);
});
