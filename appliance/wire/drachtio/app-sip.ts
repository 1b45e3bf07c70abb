import { encodeUtf8 } from "../../kit/utf8.ts";

/** A SIP message as an application wrote it: names in any case, repeated values folded with commas, Content-Length untrustworthy. */
export type AppSip = {
  start: AppStart;
  headers: { name: string; value: string }[];
  /** Everything after the empty line, as UTF-8. */
  body: Uint8Array;
};
type AppStart = { kind: "request"; method: string; uri: string } | { kind: "response"; status: number; reason: string };

const METHOD = /^[A-Za-z0-9\-.!%*_+`'~]{1,32}$/;
const HEADER_NAME = /^[A-Za-z0-9\-.!%*_+`'~]{1,128}$/;
const HEADER_COUNT_LIMIT = 256;

/** Reads the SIP text after the token line; a string says what is wrong with it. */
export function parseAppSip(text: string): AppSip | string {
  const end = text.indexOf("\r\n\r\n");
  const lines = (end === -1 ? text : text.slice(0, end)).split("\r\n");
  const start = parseStart(lines[0] ?? "");
  if (start === undefined) return "unreadable start line";
  if (lines.length > HEADER_COUNT_LIMIT) return "too many headers";
  const headers: AppSip["headers"] = [];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (line === "") continue;
    const previous = headers.at(-1);
    if (previous !== undefined && (line[0] === " " || line[0] === "\t")) {
      previous.value += ` ${line.trim()}`; // RFC 3261 7.3.1 folding
      continue;
    }
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).trim();
    if (!HEADER_NAME.test(name)) return `unreadable header '${line.slice(0, 40)}'`;
    // A lone CR or LF inside a value would become a header of its own on the wire.
    headers.push({
      name,
      value: line
        .slice(colon + 1)
        .replace(/[\r\n\0]/g, " ")
        .trim(),
    });
  }
  return { start, headers, body: end === -1 ? new Uint8Array(0) : encodeUtf8(text.slice(end + 4)) };
}

function parseStart(line: string): AppStart | undefined {
  if (/[\r\n\0]/.test(line)) return undefined;
  if (line.startsWith("SIP/2.0 ")) {
    const status = Number(line.slice(8, 11));
    if (!Number.isInteger(status) || status < 100 || status > 699 || line.length < 11) return undefined;
    return { kind: "response", status, reason: line.slice(12).trim() };
  }
  const [method, uri, version, ...rest] = line.split(" ");
  if (method === undefined || uri === undefined || version !== "SIP/2.0" || rest.length > 0) return undefined;
  return METHOD.test(method) && uri !== "" ? { kind: "request", method: method.toUpperCase(), uri } : undefined;
}
