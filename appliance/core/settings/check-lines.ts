import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { gatewayPorts } from "../lines/gateway-ports.ts";
import { gatewayLineProblems, gatewayProblems } from "./check-gateways.ts";
import { problemAt } from "./problem-at.ts";

/** Lines and telephones of the cabinet: names and ports used twice, and names of things that aren't there. What is plugged in is not for the settings to judge: it may be plugged in later. */
export function checkLines({
  trunks,
  lines = [],
  gateways = [],
  phones,
  analogPhones = [],
  flows,
  texts,
}: Settings): SettingsProblem[] {
  const takenIds = new Set(trunks.map((t) => t.id));
  const ports = gatewayPorts(gateways);
  const takenPorts = new Set<string>();
  const takenPhones = new Set<string>();
  const knownFlows = new Set(flows.map((f) => f.id));
  const knownPhones = new Set(phones.map((p) => p.id));
  const flowProblems = (flow: string | undefined, path: string): SettingsProblem[] =>
    flow === undefined || knownFlows.has(flow) ? [] : [missing("flow", "流程", flow, path)];
  return [
    ...gateways.flatMap((gateway, i) => [
      ...once(takenIds, gateway.id, `/gateways/${i}/id`, "lines, trunks and gateways", "线路、中继和网关"),
      ...gatewayProblems(gateway, `/gateways/${i}`),
    ]),
    ...lines.flatMap((line, i) => {
      const at = `/lines/${i}`;
      return [
        ...once(takenIds, line.id, `${at}/id`, "lines, trunks and gateways", "线路、中继和网关"),
        ...once(takenPorts, line.port, `${at}/port`, "lines and telephones", "线路和话机"),
        ...flowProblems(line.flow, `${at}/flow`),
        ...gatewayLineProblems(line, ports, at),
        ...useless(line, at),
      ];
    }),
    ...(texts?.paths ?? []).flatMap((id, i) => {
      const sends = lines.some((l) => l.id === id && "sms" in l && l.sms?.send);
      return sends ? [] : [noPath(id, `/texts/paths/${i}`)];
    }),
    ...analogPhones.flatMap(({ port, phone }, i) => [
      ...once(takenPorts, port, `/analogPhones/${i}/port`, "lines and telephones", "线路和话机"),
      ...once(takenPhones, phone, `/analogPhones/${i}/phone`, "telephones", "话机"),
      ...(knownPhones.has(phone) ? [] : [missing("phone", "话机", phone, `/analogPhones/${i}/phone`)]),
    ]),
  ];
}

function once(taken: Set<string>, name: string, path: string, en: string, zh: string): SettingsProblem[] {
  if (!taken.has(name)) {
    taken.add(name);
    return [];
  }
  const reason = { en: `"${name}" is used twice among ${en}.`, zh: `“${name}”在${zh}中重复。` };
  return [problemAt(path, reason, { en: "Choose another.", zh: "请更换。" })];
}

const missing = (en: string, zh: string, id: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `There is no ${en} "${id}".`, zh: `没有${zh}“${id}”。` },
    { en: `Make it first, or choose another ${en}.`, zh: `请先创建，或选择其他${zh}。` },
  );

const noPath = (id: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `"${id}" is no line that sends texts.`, zh: `“${id}”不是可发送短信的线路。` },
    { en: "Let it send texts, or choose another line.", zh: "请允许该线路发送短信，或选择其他线路。" },
  );

/** Neither in nor out: it can be meant so for a modem that only sends messages. */
function useless(line: NonNullable<Settings["lines"]>[number], at: string): SettingsProblem[] {
  const texts = "sms" in line && line.sms !== undefined;
  if (!line.enabled || line.flow !== undefined || line.callsOut || texts) return [];
  const reason = {
    en: "The line is used for nothing: calls in lead nowhere, calls out are off.",
    zh: "线路未被使用：呼入无去向，呼出已关闭。",
  };
  return [
    problemAt(`${at}/callsOut`, reason, { en: "Give it a flow, or let calls out.", zh: "请指定流程或允许呼出。" }, "warning"),
  ];
}
