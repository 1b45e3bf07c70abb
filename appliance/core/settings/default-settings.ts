import { defaultNotReadyReasons } from "../../contract/agent.ts";
import type { Settings } from "../../contract/settings.ts";

/** What an unconfigured box begins with: everything closed, nobody can call in or register. */
export const defaultSettings = (siteName: string, language: "zh" | "en"): Settings => ({
  site: { name: siteName, language, country: "CN", timeZone: "Asia/Shanghai", currency: "CNY" },
  sip: {
    server: { kind: "embedded" },
    realm: "linebox",
    sessionExpiresSec: 1800,
    registerMinSec: 60,
    registerMaxSec: 600,
    banAfter: 8,
    banWindowSec: 60,
    banForSec: 600,
    maxCallSec: 4 * 3600,
  },
  media: { codecs: ["PCMA", "PCMU", "G722"], backend: "epoll", silentEndSec: 60 },
  recording: { calls: true, keepFreeMb: 200 },
  trunks: [],
  phones: [],
  agents: [],
  reasons: defaultNotReadyReasons,
  queues: [],
  calendars: [],
  prompts: [],
  connectors: [],
  flows: [],
});
