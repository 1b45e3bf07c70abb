import type { Sentence } from "../../contract/records.ts";
import type { PhoneId } from "../../kit/ids.ts";
import type { Star } from "../lines/phone-plan.ts";
import { note, type Scene, tell } from "./scene.ts";

const acts: Record<Star["act"], { name: Sentence; done: Sentence }> = {
  login: { name: { zh: "签入", en: "log in" }, done: { zh: "您已签入。", en: "You are logged in." } },
  logout: { name: { zh: "签出", en: "log out" }, done: { zh: "您已签出。", en: "You are logged out." } },
  ready: { name: { zh: "就绪", en: "ready" }, done: { zh: "您已就绪。", en: "You are ready." } },
  "not-ready": { name: { zh: "未就绪", en: "not ready" }, done: { zh: "您已设为未就绪。", en: "You are not ready." } },
  "wrap-up-done": { name: { zh: "结束话后处理", en: "wrap-up done" }, done: { zh: "话后处理已结束。", en: "Wrap-up is over." } },
};
const nobody: Sentence = { zh: "没有对应的坐席。", en: "No agent belongs to this phone or code." };
const noted: Sentence = { zh: "已记录，当前工作结束后生效。", en: "Noted; it takes effect when your present work is over." };
const impossible: Sentence = { zh: "现在无法执行此操作。", en: "That is not possible now." };

/** What an agent does by star code; what came of it is said to him when the call is up (`starWords`). */
export function starAct(scene: Scene, phone: PhoneId, plan: Star): void {
  const { ctx, call } = scene;
  const own = ctx.settings.agents.find((a) =>
    plan.act === "login" && plan.code ? a.loginCode === plan.code : a.phone === phone,
  );
  const agent = plan.act === "login" ? own?.id : (ctx.agentAt(phone) ?? own?.id);
  const { name } = acts[plan.act];
  note(scene, "agent", { en: `Star code: ${name.en}`, zh: `功能码：${name.zh}` });
  call.star = { act: plan.act, ...(agent ? { agent } : {}) };
  if (!agent) return;
  const by = "phone";
  switch (plan.act) {
    case "login":
      tell(scene, { on: "agent.login", agent, by, phone, phoneUp: true });
      return;
    case "logout":
      tell(scene, { on: "agent.logout", agent, by });
      return;
    case "ready":
      tell(scene, { on: "agent.ready", agent, by });
      return;
    case "not-ready":
      tell(scene, { on: "agent.notReady", agent, by, reason: plan.reason });
      return;
    case "wrap-up-done":
      tell(scene, { on: "agent.wrapUpDone", agent, by });
      return;
  }
}

/** What came of it, judged by the state he is in now. */
export function starWords({ call, ctx }: Scene): Sentence {
  const { act, agent } = call.star ?? { act: "login" };
  if (!agent) return nobody;
  const now = ctx.agentNow(agent);
  const state = now?.state ?? "logged-out";
  const wanted = { login: "logged-in", logout: "logged-out", ready: "ready", "not-ready": "not-ready", "wrap-up-done": "" }[act];
  const here = call.legs[0]?.party;
  const done =
    act === "login"
      ? state !== "logged-out" && here?.kind === "phone" && now?.phone === here.phone
      : act === "wrap-up-done"
        ? state !== "wrap-up" && state !== "logged-out"
        : // A caller may have been found for him already.
          state === wanted || (act === "ready" && state === "ringing");
  return done ? acts[act].done : now?.after?.to === wanted ? noted : impossible;
}
