import { type Me, rightsOf } from "../../contract/routes.ts";
import { type LoginThrottle, loginTried, loginWaitMs, loginWorked } from "../../core/access/login-throttle.ts";
import { weakPassword } from "../../core/access/weak-password.ts";
import { type Asked, type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { ConsoleUser, HttpPorts } from "./http-ports.ts";
import { giveToken, takeToken } from "./session-cookie.ts";

const me = ({ user, name, role, agent, language }: ConsoleUser): Me => ({
  user,
  name,
  role,
  ...(agent === undefined ? {} : { agent }),
  language,
  rights: [...rightsOf[role]],
});

type SessionRoute = "status" | "setUp" | "login" | "logout" | "me" | "people" | "changePassword" | "setLanguage";
export function sessionHandlers(ports: HttpPorts, version: string): Pick<Handlers, SessionRoute> {
  const { store } = ports;
  const throttle: LoginThrottle = new Map();

  /** The user whose password it is. Wrong ones are counted, by user and by address. */
  const checked = async (
    { request, reply }: Pick<Asked<"login">, "request" | "reply">,
    user: string,
    password: string,
  ): Promise<ConsoleUser> => {
    const keys = { user, address: request.ip };
    const waitMs = loginWaitMs(throttle, keys, ports.nowMs());
    if (waitMs > 0) {
      reply.header("retry-after", Math.ceil(waitMs / 1_000));
      throw new HttpFault("too-many-attempts");
    }
    loginTried(throttle, keys, ports.nowMs());
    const found = await store.checkPassword(user, password);
    if (!found) throw new HttpFault("wrong-password");
    loginWorked(throttle, keys);
    return found;
  };
  const enter = async ({ request, reply }: Pick<Asked<"login">, "request" | "reply">, user: ConsoleUser): Promise<Me> => {
    giveToken(request, reply, await store.openSession(user.user, request.ip));
    return me(user);
  };

  return {
    status: () => {
      const { site } = ports.settings.current().settings;
      return { setUp: store.users().length > 0, name: site.name, version, language: site.language };
    },
    async setUp(asked) {
      const { user, password, siteName, language } = asked.body;
      if (store.users().length > 0) throw new HttpFault("already-set-up");
      if (weakPassword(password, user)) throw new HttpFault("weak-password");
      if (!(await store.createFirstUser({ user, name: user, role: "administrator", language }, password)))
        throw new HttpFault("already-set-up");
      const { revision, settings } = ports.settings.current();
      const named = { ...settings, site: { ...settings.site, name: siteName, language } };
      const applied = await ports.settings.apply(named, revision, user);
      // The administrator exists by now and can give the name again; undoing him would leave the box open.
      if ("fault" in applied) asked.request.log.error({ fault: applied.fault }, "the site's name was not accepted at set-up");
      return enter(asked, store.user(user) ?? { user, name: user, role: "administrator", language, createdAtMs: ports.nowMs() });
    },
    login: async (asked) => enter(asked, await checked(asked, asked.body.user, asked.body.password)),
    async logout(asked) {
      takeToken(asked.request, asked.reply);
      await store.dropSession(signedIn(asked).token);
    },
    me: (asked) => me(signedIn(asked)),
    people: () => store.users().map(({ user, name }) => ({ user, name })),
    async changePassword(asked) {
      const { user, token } = signedIn(asked);
      const { old, new: wanted } = asked.body;
      await checked(asked, user, old);
      if (weakPassword(wanted, user)) throw new HttpFault("weak-password");
      await store.setPassword(user, wanted, token);
    },
    setLanguage: (asked) => store.setUserLanguage(signedIn(asked).user, asked.body.language),
  };
}
