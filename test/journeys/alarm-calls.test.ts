import { afterAll, beforeAll, expect, test } from "vitest";
import type { AlarmNote, AlarmRow } from "../../appliance/contract/alarm-row.ts";
import type { ItemRow } from "../../appliance/contract/items.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord, TraceEntry } from "../../appliance/contract/records.ts";
import { CallsIn } from "../sim/calls-in.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { freePort } from "../sim/free-port.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const zhang = "13900000001";
const wang = "13900000002";

let box: LabBox;
let office: ConsoleClient;
let outside: SipPhone;
/** Calls to the world outside. */
let calls: CallsIn;
/** Loudest of what was heard. */
const loudest = (sound: Int16Array): number => sound.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
const emergency = { number: "2231234", name: "Li", place: "North street 3", nature: "Smell of gas" };

beforeAll(async () => {
  const sipPort = await freePort();
  box = await startLabBox({ keep: true, sipPort });
  office = await ConsoleClient.admin(box);
  outside = await SipPhone.open({ user: zhang, box: box.sip });
  calls = new CallsIn(outside);
  await office.changeSettings((settings) => {
    // The carrier's side of the trunk is the staff's telephones.
    Object.assign(settings.trunks[0]!, { host: "127.0.0.1", port: outside.port });
    settings.alarmCare = {
      people: [
        { id: "zhang", name: "Zhang", language: "en", numbers: [zhang] },
        { id: "wang", name: "Wang", language: "zh", numbers: [wang] },
      ],
      rosters: [{ id: "duty", name: "On duty", people: ["zhang", "wang"] }],
      rules: [
        {
          id: "grave",
          name: "Grave ones",
          enabled: true,
          codes: ["emergency"],
          roster: "duty",
          call: { rounds: 2, ringSec: 30, pauseSec: 0, roundPauseSec: 5 },
          work: {},
        },
      ],
    };
    return settings;
  });
});
afterAll(async () => {
  outside?.close();
  expect(await box?.stop()).toBe(0);
});

test("an alarm rings a telephone outside, is spoken and acknowledged by a key; nobody answers: the next; the box fails in between: he is called again", async () => {
  await office.post("/api/emergencies", emergency);
  // The first is busy, the next is rung.
  const first = await calls.come(0);
  first.refuse(486);
  const second = await calls.come(1);
  second.answer();
  await second.up;
  // The box is killed while it speaks.
  await office.until<LiveState>("/api/live/now", (now) => now.alarms.some((a) => a.care?.calling.some((c) => c.answered)));
  await box.stop("SIGKILL");
  const again = calls.come(2);
  box = await startLabBox({ dir: box.dir, sipPort: box.sip.port });
  office = await ConsoleClient.admin(box);
  const third = await again;
  third.answer();
  await third.up;
  // What is asked of the speech is on the call's journey; what came is sound.
  const [record] = await office.until<CallRecord[]>(
    "/api/calls",
    (list) => list[0]?.called === wang && list[0].endedAtMs === undefined,
  );
  const page = await office.until<{ trace: TraceEntry[] }>(`/api/calls/${record!.id}`, ({ trace }) =>
    trace.some((t) => t.words.zh.startsWith("播报")),
  );
  const words = page.trace.find((t) => t.words.zh.startsWith("播报"))!.words.zh;
  expect(words).toContain("Wang您好。");
  expect(words).toContain("紧急告警：紧急情况：Smell of gas。地点：North street 3。");
  expect(words).toContain("确认请按1");
  await expect.poll(() => loudest(third.sound.heard()), { timeout: 30_000 }).toBeGreaterThan(1_000);
  await third.sound.press("1");
  await third.ended;

  const [alarm] = await office.until<AlarmRow[]>("/api/alarms", (list) =>
    list.some((a) => a.code === "emergency" && a.acknowledgedBy),
  );
  expect(alarm).toMatchObject({ acknowledgedBy: "Wang", acknowledgedHow: "phone", subject: emergency.number });
  const items = await office.get<ItemRow[]>("/api/items?kind=alarm");
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ state: "open", alarm: alarm!.id });
  const { notes } = await office.get<{ notes: AlarmNote[] }>(`/api/alarms/${alarm!.id}`);
  const kinds = notes.map((n) => n.kind);
  expect(kinds.filter((k) => k === "called")).toHaveLength(3);
  expect(kinds.at(-1)).toBe("acknowledged");
  expect(calls.all).toHaveLength(3);
});
