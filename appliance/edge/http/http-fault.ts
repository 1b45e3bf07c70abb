import { type FaultCode, type FaultReply, faultReply, faults } from "../../contract/faults.ts";

type Problem = NonNullable<FaultReply["problems"]>[number];

/** A refusal from the catalogue; the error handler turns it into the answer. */
export class HttpFault extends Error {
  override readonly name = "HttpFault";
  readonly code: FaultCode;
  readonly problems: Problem[] | undefined;

  constructor(code: FaultCode, problems?: Problem[]) {
    super(code);
    this.code = code;
    this.problems = problems;
  }
}

export type Refused = { fault: FaultCode; problems: Problem[] };

/** A refusal that names its place. `path` is a JSON pointer into the body, or the name of a header. */
export const badRequest = (path: string, reason: Problem["reason"], hint: Problem["hint"]): HttpFault =>
  new HttpFault("bad-request", [{ path, severity: "error", reason, hint }]);

/** Ports say "ok" or the code of the fault, some with what was in the way. */
export function expectOk(outcome: "ok" | FaultCode | Refused): void {
  if (outcome === "ok") return;
  throw typeof outcome === "string" ? new HttpFault(outcome) : new HttpFault(outcome.fault, outcome.problems);
}

const tooLarge = badRequest(
  "/",
  { zh: "内容超过 2 MB。", en: "It is larger than 2 MB." },
  { zh: "请缩小内容后重试。", en: "Send less at a time." },
);
const notJson = badRequest(
  "/",
  { zh: "不是有效的 JSON。", en: "This is not valid JSON." },
  { zh: "请检查内容格式。", en: "Check the content and its type." },
);

const isFaultCode = (code: unknown): code is FaultCode => typeof code === "string" && Object.hasOwn(faults, code);

/** Whatever was thrown, as a fault: ours, a port's (its `code` is in the catalogue), the framework's, or an internal one. */
export function faultOf(error: unknown): HttpFault {
  if (error instanceof HttpFault) return error;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (isFaultCode(code)) return new HttpFault(code);
  if (statusCode === 413) return tooLarge;
  if (error instanceof SyntaxError || String(code).startsWith("FST_ERR_CTP")) return notJson;
  if (statusCode === 403 || statusCode === 404) return new HttpFault("not-found");
  if (typeof statusCode === "number" && statusCode >= 400 && statusCode < 500) return new HttpFault("bad-request");
  return new HttpFault("internal");
}

export const replyOf = (fault: HttpFault): { status: number; reply: FaultReply } => ({
  status: faults[fault.code].status,
  reply: faultReply(fault.code, fault.problems),
});
