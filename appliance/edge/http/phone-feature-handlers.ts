import type { PhoneFeatureChange } from "../../contract/phone-features.ts";
import { defaultNoAnswerMs } from "../../contract/phone-features.ts";
import type { RouteBody } from "../../contract/routes.ts";
import { may, mayActFor } from "../../core/access/may.ts";
import { forwardTarget } from "../../core/lines/phone-features.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { type Asker, type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type FeatureRoute = "setForward" | "dropForward" | "setDoNotDisturb";
export function phoneFeatureHandlers(ports: Pick<HttpPorts, "numbers" | "settings">): Pick<Handlers, FeatureRoute> {
  const { numbers } = ports;
  const change = (asked: { params: { id: string }; asker: Asker | undefined }, what: PhoneFeatureChange): void => {
    const asker = signedIn(asked);
    const { id } = asked.params;
    const { phones, agents } = ports.settings.current().settings;
    if (!phones.some((p) => p.id === id)) throw new HttpFault("not-found");
    // One's own is the phone one sits at; one's usual desk only while nobody else does.
    const agent = numbers.agentAt(id) ?? agents.find((a) => a.id === asker.agent && a.phone === id)?.id;
    if (agent === undefined ? !may(asker, "supervise") : !mayActFor(asker, agent)) throw new HttpFault("not-allowed");
    expectOk(numbers.hear({ on: "phone.feature", phone: id as PhoneId, change: what, by: asker.user }) ? "ok" : "busy");
  };
  return {
    setForward(asked) {
      const { settings } = ports.settings.current();
      const { id, when } = asked.params;
      const what = changeOf(when, asked.body);
      if (what.when === "hours" && !settings.calendars.some((c) => c.id === what.calendar)) throw noCalendar;
      if (!forwardTarget(settings, id as PhoneId, what.to)) throw impossible;
      change(asked, what);
    },
    dropForward: (asked) => change(asked, { what: "no-forward", when: asked.params.when }),
    setDoNotDisturb: (asked) => change(asked, { what: "do-not-disturb", on: asked.body.on }),
  };
}

type Forward = Extract<PhoneFeatureChange, { what: "forward" }>;
function changeOf(when: Forward["when"], { to, afterMs, calendar, while: during }: RouteBody<"setForward">): Forward {
  switch (when) {
    case "always":
    case "busy":
      return { what: "forward", when, to };
    case "noAnswer":
      return { what: "forward", when, to, afterMs: afterMs ?? defaultNoAnswerMs };
    case "hours":
      if (calendar === undefined || during === undefined) throw noCalendar;
      return { what: "forward", when, to, calendar, while: during };
  }
}

const noCalendar = badRequest(
  "/calendar",
  {
    en: "Forwarding by hours wants a calendar that is there, and whether it is open or closed.",
    zh: "按时段转移需要有效的日历以及开放或关闭时段。",
  },
  { en: "Choose a calendar.", zh: "请选择日历。" },
);
const impossible = badRequest(
  "/to",
  { en: "Calls can't be forwarded to this number.", zh: "不能转移到该号码。" },
  {
    en: "Name another phone, or a number outside that this phone may call without a PIN.",
    zh: "请填写其他话机，或该话机无需密码即可拨打的外线号码。",
  },
);
