import type { RouteReply } from "../../contract/routes.ts";
import { agentsFor, erlangB, linesFor, loadOf, scheduledFor } from "../../core/reports/erlang.ts";
import type { Handlers } from "./handlers.ts";
import { badRequest, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type FigureRoute = "figures" | "figuresCsv" | "figureBehind" | "figureCatalogue" | "wallboard" | "erlang" | "staffing";

/** A report, or the fault that says where the question went wrong. */
function answered<T extends object>(
  report:
    | T
    | {
        unanswered: { path: string; reason: { zh: string; en: string }; hint: { zh: string; en: string } } | "busy" | "not-found";
      },
): T {
  if (!("unanswered" in report)) return report;
  const { unanswered } = report;
  if (typeof unanswered === "string") throw new HttpFault(unanswered);
  throw badRequest(unanswered.path, unanswered.reason, unanswered.hint);
}

export function figureHandlers({ figures, settings }: HttpPorts): Pick<Handlers, FigureRoute> {
  return {
    async figures({ query, reply }) {
      const { bytes } = answered(await figures.figures(query));
      reply.type("application/json; charset=utf-8");
      // JSON already: it goes out as it came from the other thread.
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as unknown as RouteReply<"figures">;
    },
    async figuresCsv({ query: { language, ...question }, asker, reply }) {
      const { bytes } = answered(
        await figures.csv(question, language ?? asker?.language ?? settings.current().settings.site.language),
      );
      reply.header("content-disposition", 'attachment; filename="figures.csv"');
      reply.type("text/csv; charset=utf-8");
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    figureBehind: async ({ params, query }) => answered(await figures.behind({ ...query, ...params })),
    figureCatalogue: () => figures.catalogue(),
    wallboard: () => figures.wallboard(),
    erlang({ query }) {
      const { calls, minutes = 30, handleSec, share = 0.8, withinSec = 20, shrinkage = 0.3, blocking = 0.01 } = query;
      const load = loadOf(calls, minutes * 60_000, handleSec * 1_000);
      const needed = agentsFor(load, handleSec * 1_000, { share, withinMs: withinSec * 1_000 });
      // More than any box carries: nothing to plan.
      if (!needed) throw new HttpFault("bad-request");
      const lines = linesFor(load, blocking);
      return { ...needed, scheduled: scheduledFor(needed.agents, shrinkage), lines, blocked: erlangB(load, lines) };
    },
    async staffing({ query }) {
      const answer = await figures.staffing(query);
      if ("fault" in answer) throw new HttpFault(answer.fault, answer.problems);
      return answer;
    },
  };
}
