const same = (text: string): string => text.replace(/[^\s"]/g, "x");

/**
 * Blanks in a SIP message, in place and without a change of length, what no capture may hold: what a password could be ground from (digest responses,
 * RFC 7616 3.4; whole credentials of other schemes), keys of SRTP (RFC 4568), digits that are pressed (INFO). Bytes are read as they are.
 */
export function blankSip(bytes: Uint8Array): void {
  const text = String.fromCharCode(...bytes.subarray(0, mostRead));
  const blanked = blankedSip(text);
  if (blanked === text) return;
  for (let at = 0; at < blanked.length; at++) bytes[at] = blanked.charCodeAt(at);
}

/** One message of a stream may be longer; its head and its description are not. */
const mostRead = 65_535;

function blankedSip(text: string): string {
  let rest = text;
  if (/authorization/i.test(rest))
    rest = rest.replace(
      /^((?:proxy-)?authorization[ \t]*:[ \t]*)(\w+)([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)/gim,
      (_, head, scheme, body) =>
        scheme.toLowerCase() === "digest"
          ? head +
            scheme +
            body.replace(
              /\b(response|cnonce)(\s*=\s*)("[^"]*"|[^,\s]*)/gi,
              (__: string, name: string, eq: string, v: string) => name + eq + same(v),
            )
          : head + scheme + same(body),
    );
  if (/a=crypto/i.test(rest))
    rest = rest.replace(/(\binline:)([A-Za-z0-9+/=]+)/g, (_, head: string, key: string) => head + same(key));
  if (/^content-type[ \t]*:[ \t]*application\/dtmf|^c[ \t]*:[ \t]*application\/dtmf/im.test(rest)) {
    const body = rest.indexOf("\r\n\r\n");
    if (body >= 0)
      rest =
        rest.slice(0, body) +
        rest
          .slice(body)
          .replace(/(^\s*signal\s*=\s*)([^\r\n]*)|^\s*[0-9A-D*#]+\s*$/gim, (found: string, head?: string, digit?: string) =>
            head === undefined ? same(found) : head + same(digit ?? ""),
          );
  }
  return rest;
}
