import { mayActFor } from "../../core/access/may.ts";
import type { CallId } from "../../kit/ids.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

const defaultPage = 100;

const testsAMinute = 5;

type OfficeRoute = "handToSurvey" | "mails" | "mailAgain" | "testMail" | "setMailSecret";
export function officeHandlers(ports: HttpPorts): Pick<Handlers, OfficeRoute> {
  const { office, store } = ports;
  let tests: number[] = [];
  /** Whoever may change settings could else have the box write to anybody, as often as he likes. */
  const mayTest = (): boolean => {
    const now = ports.nowMs();
    tests = tests.filter((at) => at > now - 60_000);
    if (tests.length >= testsAMinute) return false;
    tests.push(now);
    return true;
  };
  return {
    handToSurvey(asked) {
      const asker = signedIn(asked);
      const found = office.surveyed(asked.params.id);
      if (typeof found === "string") throw new HttpFault(found);
      if (!mayActFor(asker, found.agent)) throw new HttpFault("not-allowed");
      expectOk(office.act({ on: "desk.survey", call: asked.params.id as CallId, by: asker.user }));
    },
    mails: ({ query }) => store.mails(query.limit ?? defaultPage),
    mailAgain: async ({ params }) => expectOk(await office.mailAgain(params.id)),
    testMail({ body, reply }) {
      if (mayTest()) return office.testMail(body.to);
      reply.header("retry-after", "60");
      throw new HttpFault("too-fast");
    },
    setMailSecret: ({ body }) => office.setMailPassword(body.password),
  };
}
