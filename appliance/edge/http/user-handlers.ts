import { weakPassword } from "../../core/access/weak-password.ts";
import type { Handlers } from "./handlers.ts";
import { badRequest, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

const userName = /^[A-Za-z0-9._-]{1,60}$/;

/** The store refuses what would leave nobody who can administer the box. */
async function refusable(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "last-administrator")) throw error;
    throw badRequest(
      "/role",
      { zh: "这是最后一位管理员。", en: "This is the last administrator." },
      { zh: "请先添加另一位管理员。", en: "Make another administrator first." },
    );
  }
}

type UserRoute = "users" | "putUser" | "deleteUser";
export function userHandlers(ports: HttpPorts): Pick<Handlers, UserRoute> {
  const { store } = ports;
  return {
    users: () => store.users(),
    async putUser({ params: { id: user }, body: { password, ...fields } }) {
      if (!userName.test(user))
        throw badRequest(
          "/id",
          { zh: "用户名含有不允许的字符。", en: "The user name has characters that are not allowed." },
          { zh: "可用字母、数字、点、横线和下划线。", en: "Use letters, digits, dot, dash and underscore." },
        );
      if (fields.agent !== undefined && !ports.settings.current().settings.agents.some((agent) => agent.id === fields.agent))
        throw badRequest(
          "/agent",
          { zh: "没有这个坐席。", en: "There is no such agent." },
          { zh: "请先在设置中添加坐席。", en: "Add the agent in the settings first." },
        );
      if (password === undefined && !store.user(user))
        throw badRequest(
          "/password",
          { zh: "新用户需要密码。", en: "A new user needs a password." },
          { zh: "请设置初始密码。", en: "Give a first password." },
        );
      if (password !== undefined && weakPassword(password, user)) throw new HttpFault("weak-password");
      await refusable(store.putUser({ user, ...fields }, password));
    },
    deleteUser: ({ params }) => refusable(store.deleteUser(params.id)),
  };
}
