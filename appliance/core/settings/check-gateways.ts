import type { GatewaySettings } from "../../contract/gateway.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import type { SettingsProblem } from "../../contract/settings.ts";
import type { GatewayPort } from "../lines/gateway-ports.ts";
import { networkProblems } from "./check-trunk.ts";
import { problemAt } from "./problem-at.ts";

/** What is wrong with one gateway by itself. */
export function gatewayProblems({ login, user, acceptFrom = [] }: GatewaySettings, path: string): SettingsProblem[] {
  const problems = acceptFrom.flatMap((text, i) => networkProblems(text, `${path}/acceptFrom/${i}`));
  if (login === "register" && !user) {
    const reason = { en: "To register with the gateway an account is needed.", zh: "向网关注册需要账号。" };
    problems.push(
      problemAt(`${path}/user`, reason, { en: "Enter the account the gateway knows.", zh: "请填写网关中设置的账号。" }),
    );
  }
  return problems;
}

/** A line names a port its gateway has. */
export function gatewayLineProblems(
  line: LineSettings,
  ports: ReadonlyMap<string, GatewayPort>,
  path: string,
): SettingsProblem[] {
  const port = ports.get(line.port);
  if (line.kind !== "gateway-port") return port ? [problemAt(`${path}/port`, isGateways(line.port), chooseOther)] : [];
  if (port) return line.sms && line.enabled && !port.gateway.texts ? [noTexts(port.gateway.id, path)] : [];
  const reason = { en: `No gateway has a port "${line.port}".`, zh: `没有网关具有端口“${line.port}”。` };
  const hint = { en: "Ports are named after their gateway: gw1-1, gw1-2 …", zh: "端口以网关命名：gw1-1、gw1-2……" };
  return [problemAt(`${path}/port`, reason, hint)];
}

const isGateways = (port: string) => ({ en: `"${port}" is a port of a gateway.`, zh: `“${port}”是网关端口。` });
const chooseOther = { en: "Choose another port, or another kind of line.", zh: "请选择其他端口或线路类型。" };

const noTexts = (gateway: string, path: string): SettingsProblem =>
  problemAt(
    `${path}/sms`,
    { en: `Nothing is set for texts by the gateway "${gateway}".`, zh: `网关“${gateway}”未设置短信接口。` },
    {
      en: "Give the gateway the account of its HTTP interface, or take texts from the line.",
      zh: "请为网关填写 HTTP 接口账号，或取消该线路的短信。",
    },
  );
