import type { PhoneId } from "../../kit/ids.ts";
import type { PhonePlan } from "../lines/phone-plan.ts";
import { note, type Scene } from "./scene.ts";

type Star = Extract<PhonePlan, { kind: "star" }>;

/** What an agent does by star code; what came of it is said to him when the call is up (`starSaid`). */
export function starAct(scene: Scene, phone: PhoneId, plan: Star): void {
  const { ctx, out, call } = scene;
  const own = ctx.settings.agents.find((a) => (plan.act === "login" && plan.code ? a.loginCode === plan.code : a.phone === phone));
  const agent = plan.act === "login" ? own?.id : (ctx.agentAt(phone) ?? own?.id);
  note(scene, "agent", `Star code: ${plan.act}`, `功能码：${{ login: "签入", logout: "签出", ready: "示闲", "wrap-up-done": "结束话后处理", "not-ready": "示忙" }[plan.act]}`);
  if (!agent) {
    call.star = { said: { zh: "此话机没有坐席。", en: "No agent belongs to this phone." } };
    return;
  }
  call.star = { agent, said: saidOf(plan) };
  const by = "phone";
  switch (plan.act) {
    case "login":
      out.push({ tell: "agents", event: { on: "agent.login", agent, by, phone, phoneUp: true } });
      break;
    case "logout":
      out.push({ tell: "agents", event: { on: "agent.logout", agent, by } });
      break;
    case "ready":
      out.push({ tell: "agents", event: { on: "agent.ready", agent, by } });
      break;
    case "not-ready":
      out.push({ tell: "agents", event: { on: "agent.notReady", agent, by, reason: plan.reason } });
      break;
    case "wrap-up-done":
      out.push({ tell: "agents", event: { on: "agent.wrapUpDone", agent, by } });
      break;
  }
}

const saidOf = (plan: Star): { zh: string; en: string } =>
  ({
    login: { zh: "您已签入。", en: "You are logged in." },
    logout: { zh: "您已签出。", en: "You are logged out." },
    ready: { zh: "您已示闲。", en: "You are ready." },
    "not-ready": { zh: "您已示忙。", en: "You are not ready." },
    "wrap-up-done": { zh: "话后处理已结束。", en: "Wrap-up is over." },
  })[plan.act];
