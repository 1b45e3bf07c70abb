/** What a field is called that holds a secret; its value is never shown, whatever it is. */
const secretName =
  /pass(?:word|wd|phrase)?$|secret|token|^pin$|[_-]pin$|[a-z]Pin$|^puk$|puk$|api[_-]?key|private[_-]?key|^key$|(?:auth|session|shared|encryption|signing)[_-]?key|credential|authorization|cookie|^nonce$|^cnonce$|^digest$|^hash$|^ha1|^community$/i;

export const namesSecret = (field: string): boolean => secretName.test(field);

export const blank = "[secret]";

type Rule = [RegExp, string | ((match: string, ...parts: string[]) => string)];
/** Secrets that give themselves away in running text. */
const rules: readonly Rule[] = [
  // PEM (RFC 7468): keys whole, certificates are public.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, blank],
  // RFC 3986 3.2.1: user information of an address.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'?#]+@/gi, `$1${blank}@`],
  // SIP user information with a password (RFC 3261 19.1.1).
  [/(\bsips?:[^\s:@;"<>]+):[^\s@"<>]+@/gi, `$1:${blank}@`],
  [
    /\b((?:proxy-)?authorization\s*[:=]\s*"?)(\w+)\s+([^\r\n"]+)/gi,
    (_: string, head = "", scheme = "") => `${head}${scheme} ${blank}`,
  ],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g, `$1 ${blank}`],
  // RFC 4568 6.1: the key of an SRTP stream.
  [/(\binline:)[A-Za-z0-9+/=]+/g, `$1${blank}`],
  [/(\ba=(?:ice-pwd|fingerprint):)\S+/g, `$1${blank}`],
  // `name=value`, `name: value`, in addresses, logs and headers.
  [
    /\b((?:[a-z0-9]+[_-])?(?:password|passwd|passphrase|pwd|secret|token|pin|puk|api[_-]?key|private[_-]?key|access[_-]?key|session|cookie|cnonce|response)\\?["']?\s*[=:]\s*\\?["']?)([^\s"'&,;<>\\]+)/gi,
    (_: string, head = "") => `${head}${blank}`,
  ],
  // TS 27.007 7.4, 7.5, 8.3: PIN, PUK and the password of a facility.
  [/(\+(?:CPIN|CPWD|CLCK)=)[^\r\n]*/gi, `$1${blank}`],
];

/** Takes secrets out of running text by their looks. */
export const withoutSecretWords = (text: string): string =>
  rules.reduce((rest, [pattern, by]) => rest.replace(pattern, by as string), text);
