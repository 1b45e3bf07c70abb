/** Hashes of UTF-8 text, given by the edge: hex digits in lower case. `hmac` is keyed with a secret that never leaves the process. */
export type DigestHash = { md5(text: string): string; sha256(text: string): string; hmac(text: string): string };
