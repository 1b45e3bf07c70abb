// Character classes of RFC 3261 25.1 as one lookup table; every scanner of this folder reads it once per character.
const tokenBit = 1;
const digitBit = 2;
const hexBit = 4;
const hostBit = 8;
const userBit = 16;
const paramBit = 32;
const headerBit = 64;

const classes = new Uint8Array(128);
const mark = (chars: string, bits: number): void => {
  for (let i = 0; i < chars.length; i++) classes[chars.charCodeAt(i)]! |= bits;
};
const digits = "0123456789";
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
mark(digits, tokenBit | digitBit | hexBit | hostBit | userBit | paramBit | headerBit);
mark(letters, tokenBit | hostBit | userBit | paramBit | headerBit);
mark("abcdefABCDEF", hexBit);
mark("-.!%*_+`'~", tokenBit);
// Underscore is no host character, yet Windows domains have it.
mark("-._", hostBit);
mark("-_.!~*'()", userBit | paramBit | headerBit);
mark("&=+$,;?/", userBit);
mark("[]/:&+$", paramBit);
mark("[]/?:+$", headerBit);

const has = (code: number, bit: number): boolean => code < 128 && (classes[code]! & bit) !== 0;

export const isTokenChar = (code: number): boolean => has(code, tokenBit);
export const isDigit = (code: number): boolean => has(code, digitBit);
export const isHex = (code: number): boolean => has(code, hexBit);
export const isHostChar = (code: number): boolean => has(code, hostBit);
/** user = unreserved / user-unreserved, without escapes. */
export const isUserChar = (code: number): boolean => has(code, userBit);
export const isUriParamChar = (code: number): boolean => has(code, paramBit);
export const isUriHeaderChar = (code: number): boolean => has(code, headerBit);
export const isSpace = (code: number): boolean => code === 32 || code === 9;

export function isToken(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) if (!has(text.charCodeAt(i), tokenBit)) return false;
  return true;
}

export function skipSpace(text: string, from: number): number {
  let i = from;
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  return i;
}

export function tokenEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && isTokenChar(text.charCodeAt(i))) i++;
  return i;
}

/** Decimal digits only, at most `max`; undefined for anything else. Leading zeros are fine, any length of them. */
export function readNumber(text: string, max: number): number | undefined {
  if (text.length === 0) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return undefined;
    value = value * 10 + (code - 48);
    if (value > max) return undefined;
  }
  return value;
}
