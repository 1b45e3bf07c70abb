import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

/** What would send secrets in the clear, or can't work. */
export function checkMqtt({ mqtt }: Settings): SettingsProblem[] {
  if (!mqtt) return [];
  const open = mqtt.security === "none" && !isHere(mqtt.host);
  return [
    ...(mqtt.user && open ? [openPassword] : []),
    ...(mqtt.commands?.acknowledge && open ? [openCommands] : []),
    ...(mqtt.callEvents === "with-numbers" && open ? [openNumbers] : []),
    ...(mqtt.security === "none" && (mqtt.ca || mqtt.certificate) ? [idleCertificate] : []),
  ];
}

const isHere = (host: string): boolean => /^(localhost|127\.[0-9.]+|::1)$/.test(host);
const useTls = { en: "Choose TLS.", zh: "请选择 TLS。" };

const openPassword = problemAt(
  "/mqtt/security",
  { en: "The broker's password would be sent unencrypted.", zh: "MQTT 密码将以明文发送。" },
  { en: "Choose TLS, or remove the user.", zh: "请选择 TLS，或去掉用户名。" },
);
const openCommands = problemAt(
  "/mqtt/commands",
  { en: "Anybody on the way to the broker could acknowledge alarms.", zh: "传输未加密，途中任何人都可确认告警。" },
  useTls,
  "warning",
);
const openNumbers = problemAt(
  "/mqtt/callEvents",
  { en: "Customers' numbers would be sent unencrypted.", zh: "客户号码将以明文发送。" },
  useTls,
  "warning",
);
const idleCertificate = problemAt(
  "/mqtt/security",
  { en: "Certificates are set, but the connection is unencrypted.", zh: "已设置证书，但连接未加密。" },
  { en: "Choose TLS, or remove the certificates.", zh: "请选择 TLS，或删除证书。" },
  "warning",
);
