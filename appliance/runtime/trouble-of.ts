import type { Trouble } from "../contract/trouble.ts";

type Code = Trouble["code"];

/** What the system calls a connection that can't be made, or ends. */
const systemCodes: Record<string, Code> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ENOTFOUND: "name-unknown",
  EAI_AGAIN: "name-unknown",
  ETIMEDOUT: "no-answer",
  ECONNRESET: "closed",
  EPIPE: "closed",
};
const certificateCodes =
  /\b(CERT_[A-Z_]+|[A-Z_]*SELF_SIGNED[A-Z_]*|UNABLE_TO_[A-Z_]+|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)\b/;
const systemCode = new RegExp(`\\b(${Object.keys(systemCodes).join("|")})\\b`);

/** What an error of a connection means; what it says itself is quoted only where no word of ours fits, or it says more. */
export function troubleOf(error: unknown): Trouble {
  const { code, name, message = String(error) } = error as { code?: unknown; name?: string; message?: string };
  const told = `${typeof code === "string" ? code : ""} ${message}`;
  const found = systemCode.exec(told)?.[1];
  if (found) return { code: systemCodes[found]! };
  if (certificateCodes.test(told)) return { code: "certificate", said: message };
  if (name === "TimeoutError" || name === "AbortError") return { code: "no-answer" };
  return { code: "other", said: message };
}
