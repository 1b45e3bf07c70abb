import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

// RFC 3986 3.2: user, host (a name, an IPv4 address, or an IPv6 address in brackets), port. A flow's parameter may stand in a name.
const address = /^https?:\/\/(?:[^\s/?#@]*@)?(?:\[[0-9a-fA-F:.]+\]|[^\s/?#@:[\]]+)(?::([0-9]{1,5}))?(?:[/?#]\S*)?$/;
const highestPort = 65_535;

/** Addresses that lead nowhere: no host after the slashes, a space within, a port there can't be. */
export const checkAddresses = ({ connectors, webhooks = [] }: Settings): SettingsProblem[] => [
  ...connectors.flatMap(({ url }, i) => leadsNowhere(url, `/connectors/${i}/url`)),
  ...webhooks.flatMap(({ url }, i) => leadsNowhere(url, `/webhooks/${i}/url`)),
];

function leadsNowhere(url: string, path: string): SettingsProblem[] {
  const parts = address.exec(url);
  if (parts && Number(parts[1] ?? 0) <= highestPort) return [];
  return [
    problemAt(
      path,
      { en: "This is no address that can be reached.", zh: "地址不完整或格式有误。" },
      {
        en: "Write it whole, such as https://192.168.1.20:8080/events.",
        zh: "请填写完整地址，如 https://192.168.1.20:8080/events。",
      },
    ),
  ];
}
