import { partsOf } from "../../../appliance/assembly/modem-texts.ts";
import type { ModemLine } from "../../../appliance/contract/line-settings.ts";
import type { TextRow } from "../../../appliance/contract/texts.ts";

const minMs = 60_000;
const line = (id: string, name: string, ownNumber: string, order: number): ModemLine & { ownNumber: string } => ({
  ...{ id, name, kind: "gsm-modem", enabled: true, port: `gsm${order}`, order, callsOut: true, ownNumber },
  sms: { send: true, receive: true, perHour: 60 },
});
export const textLines = [line("sim1", "移动卡 1", "13900139001", 1), line("sim2", "联通卡 2", "18600186002", 2)];

const notice =
  "停水通知：因管网抢修，幸福路以北、建设街以东区域将于今晚二十二时至次日六时停水，请提前储水。恢复供水初期水质可能浑浊，请放水片刻后使用；如长时间未恢复，请拨打 96390。给您带来不便，敬请谅解。清源水务";
const long = `${notice}\n详情见营业厅公告或微信公众号“清源水务”，抢修进度每两小时更新一次。`;
const english =
  "Your water meter 0042-7310 could not be read on 18 November because nobody was at home. Please send us a photograph of the dial, or call 96390 between 8:30 and 17:30 to agree on another day. Thank you.";

type Told = Partial<TextRow> & Pick<TextRow, "state" | "number" | "text"> & { agoMin: number };
const told: readonly Told[] = [
  { state: "received", number: "+8613800138000", text: "家里没水了😟 幸福路 12 号 3 单元，什么时候能来？", agoMin: 4 },
  {
    state: "received",
    number: "10086",
    text: "【中国移动】您的话费余额为 23.60 元，为避免影响使用请及时充值。",
    agoMin: 31,
    line: "sim1",
  },
  { state: "received", number: "CMBank", text: "Your verification code is 402817. Do not tell it to anybody.", agoMin: 66 },
  {
    state: "received",
    number: "+8613911112222",
    text: `${english} — Is the same true for flat 4B? We have two meters, and only one letter came.`,
    agoMin: 95,
    line: "sim2",
  },
  { state: "arriving", number: "+8613700137000", text: "水表读数：一月 102，二月 118，[…]", agoMin: 7, parts: 3, line: "sim2" },
  {
    state: "incomplete",
    number: "+8615800158000",
    text: "[…]，另外我家门口的井盖也坏了，晚上很危险，麻烦尽快处理！🙏",
    agoMin: 2_980,
    parts: 2,
  },
  { state: "unreadable", number: "", text: "", agoMin: 1_500, hex: "07AA", why: "too short", line: "sim2" },
  { state: "received", number: "+8613600136000", text: "谢谢", agoMin: 1_700 },
  { state: "waiting", number: "13800138111", text: long, agoMin: 2, by: "li", tries: 2, dueAtMs: 1, why: "cms 41", line: "sim1" },
  { state: "waiting", number: "13800138112", text: long, agoMin: 2, by: "li" },
  {
    state: "waiting",
    number: "13800138113",
    text: "您的报修（编号 2026-1187）已派单，维修人员预计 30 分钟内到达。",
    agoMin: 1,
    by: "wang",
  },
  {
    state: "sending",
    number: "13800138114",
    text: long,
    agoMin: 2,
    by: "li",
    line: "sim1",
    marks: [{ n: 1, line: "sim1", reference: 41, atMs: 0 }],
  },
  { state: "checking", number: "13800138115", text: notice, agoMin: 6, by: "li", line: "sim2", why: "timeout" },
  { state: "sent", number: "13800138116", text: "您的用水申请已受理，受理号 5521。", agoMin: 12, by: "wang", line: "sim1" },
  { state: "delivered", number: "13800138117", text: long, agoMin: 58, by: "li", line: "sim1" },
  { state: "delivered", number: "+447700900123", text: english, agoMin: 140, by: "li", line: "sim2" },
  { state: "delivered", number: "13800138119", text: "水压已恢复 👍🏽💧", agoMin: 1_620, by: "wang", line: "sim2" },
  { state: "undelivered", number: "13800138120", text: notice, agoMin: 190, by: "li", line: "sim1" },
  { state: "failed", number: "12345", text: "测试", agoMin: 240, by: "admin", line: "sim1", why: "cms 21" },
  { state: "failed", number: "13800138121", text: notice, agoMin: 1_900, by: "li", why: "no way out", tries: 0 },
  {
    state: "cancelled",
    number: "13800138122",
    text: long,
    agoMin: 260,
    by: "li",
    line: "sim2",
    marks: [{ n: 1, line: "sim2", reference: 7, atMs: 0 }],
  },
  { state: "unsure", number: "13800138123", text: notice, agoMin: 75, by: "li", line: "sim2", why: "timeout" },
  {
    state: "unsure",
    number: "13800138124",
    text: "您的报修已完成，如仍有问题请回复本短信。",
    agoMin: 1_480,
    by: "wang",
    line: "sim1",
    why: "gone",
  },
];

/** Texts of the last days: every state, both alphabets, short and in parts; and enough delivered ones for a second page. */
export function pastTexts(nowMs: number): TextRow[] {
  const many = Array.from(
    { length: 60 },
    (_, i): Told => ({
      state: "delivered",
      number: `139${String(10_000_000 + i * 7_919)}`,
      text: notice,
      agoMin: 2_000 + i,
      by: "li",
      line: i % 2 ? "sim1" : "sim2",
    }),
  );
  return [...told, ...many].map(({ agoMin, dueAtMs, ...row }, i): TextRow => {
    const atMs = nowMs - agoMin * minMs;
    const direction = row.by === undefined ? "in" : "out";
    return {
      ...{ id: `t${i}`, direction, atMs, stateAtMs: atMs, parts: partsOf("13800138000", row.text) ?? 1 },
      ...(direction === "in" ? { line: "sim1", sentAtMs: atMs } : { sinceMs: atMs }),
      ...row,
      ...(dueAtMs === undefined ? {} : { dueAtMs: nowMs + 2 * minMs }),
    };
  });
}
