import type { AlarmRow } from "../../contract/alarm-row.ts";
import { alarmCodesOf, alarmKind } from "../../contract/alarms.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type AlarmRoute =
  | ("alarms" | "alarmHistory" | "alarm" | "acknowledgeAlarm" | "clearAlarm" | "shelveAlarm" | "unshelveAlarm" | "commentAlarm")
  | ("reachStaff" | "alarmStaff" | "tryStaff" | "alarmTests");

export function alarmHandlers(ports: HttpPorts): Pick<Handlers, AlarmRoute> {
  const { alarms, store } = ports;
  const known = (id: string): AlarmRow => {
    const row = alarms.open(id) ?? store.alarm(id);
    if (!row) throw new HttpFault("not-found");
    return row;
  };
  const open = (id: string): AlarmRow => {
    if (known(id).clearedAtMs !== undefined) throw new HttpFault("not-found");
    return known(id);
  };
  return {
    alarms: () => store.alarms(),
    alarmHistory: ({ query: { before, group, ...query } }) =>
      store.alarmHistory({
        ...query,
        ...(group === undefined ? {} : { codes: alarmCodesOf(group) }),
        ...(before === undefined ? {} : { beforeMs: before }),
      }),
    alarm: ({ params }) => ({ alarm: known(params.id), notes: store.alarmNotes(params.id) }),
    async acknowledgeAlarm(asked) {
      const { id } = open(asked.params.id);
      expectOk(await alarms.act({ on: "alarm.acknowledged", id, by: signedIn(asked).user, how: "console" }));
    },
    async clearAlarm(asked) {
      const { code, subject } = open(asked.params.id);
      expectOk(await alarms.act({ on: "alarm.cleared", code, subject, by: signedIn(asked).user }));
    },
    async shelveAlarm(asked) {
      const { id, code } = open(asked.params.id);
      if (alarmKind(code)?.shelve === false) throw new HttpFault("alarm-not-shelved");
      const { minutes, reason } = asked.body;
      const untilMs = ports.nowMs() + minutes * 60_000;
      expectOk(await alarms.act({ on: "alarm.shelved", id, by: signedIn(asked).user, untilMs, reason }));
    },
    async unshelveAlarm(asked) {
      const { id } = open(asked.params.id);
      expectOk(await alarms.act({ on: "alarm.unshelved", id, by: signedIn(asked).user }));
    },
    async commentAlarm(asked) {
      const { id } = known(asked.params.id);
      expectOk(await alarms.act({ on: "alarm.commented", id, by: signedIn(asked).user, text: asked.body.text.trim() }));
    },
    async reachStaff(asked) {
      const { user } = signedIn(asked);
      const { number, name, place, nature } = asked.body;
      const text = {
        en: `Emergency: ${nature}. ${place}. ${name}, ${number}. Reported by ${user}.`,
        zh: `紧急情况：${nature}。地点：${place}。联系人：${name}，${number}。登记人：${user}。`,
      };
      expectOk(await alarms.act({ on: "alarm.raised", code: "emergency", subject: number, severity: "critical", text }));
    },
    alarmStaff: () =>
      (ports.settings.current().settings.alarmCare?.people ?? []).map(({ id, name, numbers = [] }) => ({
        id,
        name,
        callable: numbers.length > 0,
      })),
    async tryStaff(asked) {
      const { alarmCare } = ports.settings.current().settings;
      const person = alarmCare?.people.find((p) => p.id === asked.body.person);
      if (!person) throw new HttpFault("not-found");
      if (!person.numbers?.length) throw noNumber;
      expectOk(await alarms.act({ on: "alarm.tried", person: person.id, by: signedIn(asked).user }));
    },
    alarmTests: () => alarms.tests(),
  };
}

const noNumber = badRequest(
  "/person",
  { zh: "此人没有电话号码。", en: "This person has no number to call." },
  { zh: "请在告警通知设置中补充号码。", en: "Give him a number in the settings of alarm calls." },
);
