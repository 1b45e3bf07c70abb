const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const keys = "123A456B789C*0#D";

/** Keys as a phone without telephone-event sends them: two tones together (ITU-T Q.23), so long, with so much quiet after each. */
export function dtmfSound(digits: string, onMs = 90, offMs = 110): Int16Array {
  const sound = new Int16Array(digits.length * (onMs + offMs) * 8);
  [...digits].forEach((digit, n) => {
    const index = keys.indexOf(digit);
    const low = rows[index >> 2]!;
    const high = columns[index & 3]!;
    const start = n * (onMs + offMs) * 8;
    for (let i = 0; i < onMs * 8; i++)
      sound[start + i] = Math.round(
        4500 * Math.sin((2 * Math.PI * low * i) / 8000) + 4500 * Math.sin((2 * Math.PI * high * i) / 8000),
      );
  });
  return sound;
}

export const quiet = (ms: number): Int16Array => new Int16Array(ms * 8);
export function joined(...pieces: Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
