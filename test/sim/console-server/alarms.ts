import type { AlarmNote, AlarmRow, CareTest, LiveAlarm } from "../../../appliance/contract/alarm-row.ts";
import { type AlarmCode, alarmKind, alarmKinds } from "../../../appliance/contract/alarms.ts";
import type { Handler, Handlers, Refuse } from "./asked.ts";
import type { World } from "./world.ts";

const minuteMs = 60_000;
const ringMs = 12_000;
const staff = [
  { id: "sun", name: "孙工（生产调度）", number: "13805550101", callable: true },
  { id: "qian", name: "钱班长", number: "13805550102", callable: true },
  { id: "zheng", name: "郑师傅", number: "13805550103", callable: true },
  { id: "duty", name: "公司值班室", number: "", callable: false },
];
type Detail = { zh: string; en: string };
const said = (code: AlarmCode, detail: Detail) => ({
  zh: `${alarmKinds[code].words.zh}${detail.zh}`,
  en: `${alarmKinds[code].words.en} ${detail.en}`.trim(),
});
const none = { zh: "", en: "" };
/** What past alarms were about. */
const pastSubjects: Partial<Record<AlarmCode, readonly string[]>> = {
  "trunk-down": ["telecom", "unicom"],
  "point-high": ["pump2.level", "east.pressure"],
  "analog-port-down": ["806", "exchange"],
  "wait-long": ["hotline", "repair"],
  "device-silent": ["meter-3"],
  scanner: ["203.0.113.7", "198.51.100.23"],
};

/** Alarms of every severity, some seen, some shelved, one being told to the staff; and those of the last weeks. */
export class Alarms {
  readonly #world: World;
  readonly #past: AlarmRow[] = [];
  readonly #notes = new Map<string, AlarmNote[]>();
  #tests: CareTest[] = [];
  #turn = 0;

  constructor(world: World, busy: boolean) {
    this.#world = world;
    if (!busy) return;
    this.#raise("a0", "point-high-high", "pump2.level", 6, none, {
      name: { zh: "二号泵站 集水井液位", en: "Pump station 2, sump level" },
      value: { zh: "4.82 米", en: "4.82 m" },
    });
    this.#raise(
      "a1",
      "trunk-down",
      "telecom",
      12,
      { zh: "线路“电信 E1 网关”：OPTIONS 无响应", en: "电信 E1 网关: no answer to OPTIONS" },
      {
        name: { zh: "电信 E1 网关", en: "电信 E1 网关" },
        count: 3,
      },
    );
    this.#raise("a2", "analog-port-down", "806", 65, none, {
      name: { zh: "话机 806（赵磊座席）", en: "Phone 806 (赵磊座席)" },
    });
    this.#raise("a3", "device-silent", "meter-3", 190, none, {
      name: { zh: "东区流量计", en: "Flow meter, east" },
      acknowledgedBy: "周敏",
      acknowledgedAtMs: this.#ago(160),
      acknowledgedHow: "phone",
    });
    this.#raise("a4", "disk-low", "disk", 31, none, { value: { zh: "剩余 1.9 GB", en: "1.9 GB left" }, comments: 1 });
    this.#raise("a5", "point-low", "east.pressure", 240, none, {
      name: { zh: "东区管网压力", en: "Mains pressure, east" },
      value: { zh: "0.18 MPa", en: "0.18 MPa" },
      shelved: { by: "李娜", atMs: this.#ago(50), untilMs: this.#ago(-190), reason: "计划检修，17:00 恢复供水" },
    });
    this.#note("a4", "mailed", 30, { zh: "邮件：孙工、钱班长", en: "Mail to 孙工, 钱班长" });
    this.#note("a3", "called", 164, { zh: "呼叫 周敏（13805550100）", en: "Calls 周敏 at 13805550100" });
    this.#note("a3", "acknowledged", 160, { zh: "周敏 已确认（电话）", en: "Acknowledged by 周敏 (phone)" }, "周敏");
    this.#note("a0", "texted", 6, { zh: "短信：孙工、钱班长、郑师傅", en: "Text to 孙工, 钱班长, 郑师傅" });
    this.#note(
      "a4",
      "comment",
      20,
      { zh: "李娜：已腾出 400 MB，等夜间清理", en: "李娜: 400 MB freed, the night clears the rest" },
      "李娜",
    );
    this.#note("a0", "work", 6, { zh: "已生成待办", en: "An item of work is opened" });
    this.#care("a0", 0);
    const unheard = this.#world.alarms.get("a4");
    if (unheard)
      unheard.care = { state: "unheard", round: 3, rounds: 3, calling: [], tried: ["sun", "qian", "zheng"], texted: 3 };
    this.#fillPast();
  }

  #ago = (minutes: number): number => this.#world.nowMs - minutes * minuteMs;

  #raise(id: string, code: AlarmCode, subject: string, agoMin: number, detail: Detail, more: Partial<LiveAlarm>): void {
    const { severity } = alarmKinds[code];
    const words = said(code, detail);
    this.#world.alarms.set(id, { id, code, subject, severity, words, raisedAtMs: this.#ago(agoMin), count: 1, ...more });
    this.#note(id, "raised", agoMin, { zh: `产生：${words.zh}`, en: `Raised: ${words.en}` });
  }

  #note(alarm: string, kind: AlarmNote["kind"], agoMin: number, words: Detail, by?: string): void {
    const notes = this.#notes.get(alarm) ?? [];
    notes.push({ id: `${alarm}-${notes.length}`, alarm, atMs: this.#ago(agoMin), kind, ...(by ? { by } : {}), words });
    this.#notes.set(alarm, notes);
  }

  /** Who is called for an alarm next, round by round. */
  #care(id: string, turn: number): void {
    const alarm = this.#world.alarms.get(id);
    const called = staff.filter((s) => s.callable);
    const person = called[turn % called.length];
    if (!alarm || !person || alarm.acknowledgedBy !== undefined || alarm.shelved || turn >= 3 * called.length) return;
    const words = { zh: `呼叫 ${person.name}（${person.number}）`, en: `Calls ${person.name} at ${person.number}` };
    this.#note(id, "called", 0, words);
    alarm.care = {
      state: "calling",
      round: Math.floor(turn / called.length) + 1,
      rounds: 3,
      calling: [{ person: person.name, number: person.number, sinceMs: this.#world.nowMs, answered: false }],
      tried: called.slice(0, turn % called.length).map((s) => s.id),
      texted: 3,
    };
    this.#world.touch("alarms", id);
  }

  #fillPast(): void {
    const codes: AlarmCode[] = [
      "trunk-down",
      "point-high",
      "analog-port-down",
      "wait-long",
      "device-silent",
      "mail-failed",
      "scanner",
    ];
    for (let n = 0; n < 90; n += 1) {
      const code = codes[(n * n + n) % codes.length] ?? "trunk-down";
      const raisedAtMs = this.#ago(300 + n * 247);
      const how = (["console", "phone", "text", "button"] as const)[n % 4] ?? "console";
      const seen = n % 3 === 2 ? {} : { acknowledgedBy: n % 2 ? "周敏" : "李娜", acknowledgedHow: how };
      const about = pastSubjects[code] ?? ["box"];
      const subject = about[n % about.length] ?? "box";
      const row = { id: `p${n}`, code, subject, severity: alarmKinds[code].severity, words: said(code, none) };
      const lastedMs = (3 + ((n * 37) % 160)) * minuteMs;
      this.#past.push({ ...row, raisedAtMs, clearedAtMs: raisedAtMs + lastedMs, count: 1 + (n % 3), ...seen });
      this.#note(row.id, "raised", 300 + n * 247, { zh: `产生：${row.words.zh}`, en: `Raised: ${row.words.en}` });
      this.#note(row.id, "cleared", 300 + n * 247 - lastedMs / minuteMs, { zh: "已消除", en: "Cleared" });
    }
  }

  /** The dialer and the tests go on. */
  advance(): void {
    const { nowMs } = this.#world;
    const first = this.#world.alarms.get("a0")?.care?.calling[0];
    if (first && nowMs - first.sinceMs > ringMs) {
      this.#turn += 1;
      this.#care("a0", this.#turn);
    }
    this.#tests = this.#tests.map((t) =>
      t.state === "calling" && nowMs - t.atMs > 6_000 ? { ...t, state: "acknowledged" as const } : t,
    );
    for (const [id, alarm] of this.#world.alarms)
      if (alarm.shelved && alarm.shelved.untilMs <= nowMs) {
        delete alarm.shelved;
        this.#world.touch("alarms", id);
      }
  }

  handlers(refuse: Refuse): Handlers {
    const { alarms } = this.#world;
    const all = () => [...alarms.values(), ...this.#past].sort((a, b) => b.raisedAtMs - a.raisedAtMs);
    /** An act on an open alarm, noted and pushed. */
    const act =
      (kind: AlarmNote["kind"], words: Detail, change: (alarm: LiveAlarm, asked: Parameters<Handler>[0]) => void): Handler =>
      (asked) => {
        const alarm = alarms.get(asked.params.id ?? "");
        if (!alarm) return refuse(asked.reply, "not-found");
        if (kind === "shelved" && alarmKind(alarm.code)?.shelve === false) return refuse(asked.reply, "alarm-not-shelved");
        change(alarm, asked);
        const by = asked.me.name;
        this.#note(alarm.id, kind, 0, { zh: `${by} ${words.zh}`, en: `${words.en} by ${by}` }, by);
        this.#world.touch("alarms", alarm.id);
        return {};
      };
    return {
      alarms: all,
      alarmHistory: ({ query }) =>
        all()
          .filter(
            (row) =>
              (!query.severity || row.severity === query.severity) &&
              (!query.group || alarmKind(row.code)?.group === query.group) &&
              (!query.before || row.raisedAtMs < Number(query.before)) &&
              (!query.text || `${row.words.zh} ${row.words.en} ${row.code} ${row.subject}`.includes(query.text)),
          )
          .slice(0, Number(query.limit ?? 50)),
      alarm: ({ params, reply }) => {
        const alarm = all().find((row) => row.id === params.id);
        return alarm ? { alarm, notes: this.#notes.get(alarm.id) ?? [] } : refuse(reply, "not-found");
      },
      acknowledgeAlarm: act("acknowledged", { zh: "已确认", en: "Acknowledged" }, (alarm, { me }) => {
        Object.assign(alarm, { acknowledgedBy: me.name, acknowledgedAtMs: this.#world.nowMs, acknowledgedHow: "console" });
        delete alarm.care;
      }),
      clearAlarm: act("cleared", { zh: "已消除", en: "Cleared" }, (alarm) => {
        alarms.delete(alarm.id);
        this.#past.push({ ...alarm, clearedAtMs: this.#world.nowMs });
      }),
      shelveAlarm: act("shelved", { zh: "已搁置", en: "Shelved" }, (alarm, { me, body }) => {
        const atMs = this.#world.nowMs;
        alarm.shelved = { by: me.name, atMs, untilMs: atMs + Number(body.minutes) * minuteMs, reason: String(body.reason) };
        delete alarm.care;
      }),
      unshelveAlarm: act("unshelved", { zh: "已取消搁置", en: "Taken back" }, (alarm) => {
        delete alarm.shelved;
      }),
      commentAlarm: ({ params, body, me, reply }) => {
        const alarm = all().find((row) => row.id === params.id);
        if (!alarm) return refuse(reply, "not-found");
        const text = String(body.text);
        this.#note(alarm.id, "comment", 0, { zh: `${me.name}：${text}`, en: `${me.name}: ${text}` }, me.name);
        if (alarms.has(alarm.id)) alarm.comments = (alarm.comments ?? 0) + 1;
        this.#world.touch("alarms", alarm.id);
        return {};
      },
      alarmStaff: () => staff.map(({ number: _, ...person }) => person),
      tryStaff: ({ body, me, reply }) => {
        const person = staff.find((s) => s.id === body.person && s.callable);
        if (!person) return refuse(reply, "not-found");
        const id = `t${this.#tests.length}`;
        const { nowMs: atMs } = this.#world;
        this.#tests.unshift({ id, person: person.id, number: person.number, by: me.name, atMs, state: "calling" });
        return {};
      },
      alarmTests: () => this.#tests,
    };
  }
}
