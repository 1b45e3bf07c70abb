import { mayActFor } from "../../core/access/may.ts";
import type { CallId } from "../../kit/ids.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

const defaultPage = 100;

type OfficeRoute = "scores" | "callScores" | "handToSurvey" | "mails" | "mailAgain" | "testMail" | "setMailSecret";
export function officeHandlers(ports: HttpPorts): Pick<Handlers, OfficeRoute> {
  const { office, store } = ports;
  return {
    scores: ({ query: { from, to, ...rest } }) => store.scores({ fromMs: from, toMs: to, ...rest }),
    callScores: ({ params }) => store.scoresOf(params.id),
    handToSurvey(asked) {
      const asker = signedIn(asked);
      const found = office.surveyed(asked.params.id);
      if (typeof found === "string") throw new HttpFault(found);
      if (!mayActFor(asker, found.agent)) throw new HttpFault("not-allowed");
      expectOk(office.act({ on: "desk.survey", call: asked.params.id as CallId, by: asker.user }));
    },
    mails: ({ query }) => store.mails(query.limit ?? defaultPage),
    mailAgain: async ({ params }) => expectOk(await office.mailAgain(params.id)),
    testMail: ({ body }) => office.testMail(body.to),
    setMailSecret: ({ body }) => office.setMailPassword(body.password),
  };
}
