// TS 23.038 6.2.1: characters of the default alphabet that take one septet each. Less than all of it, but nothing else.
const plain = /^[A-Za-z0-9 \n!"#%&'()*+,\-./:;<=>?]*$/;
/** Characters that no text in the default alphabet has. */
const wide = /[\u2e80-\uffef]/;
const limits = { plain: { whole: 160, part: 153 }, wide: { whole: 70, part: 67 } } as const;
/** A text about an alarm that needs more is cut: its beginning says what matters. */
const mostParts = 8;

/**
 * A text as it can be sent, and how many parts it goes out in (TS 23.040 9.2.3.24.1). What is neither plain nor surely outside the default alphabet
 * gets a sign that is, so that the count holds whatever alphabet the sender would have found for the rest.
 */
export function smsText(text: string): { text: string; parts: number } {
  const whole = text.toWellFormed();
  const isPlain = plain.test(whole);
  const { whole: most, part } = limits[isPlain ? "plain" : "wide"];
  const characters = [...(isPlain || wide.test(whole) ? whole : `⚠\ufe0e ${whole}`)];
  const fits = packed(characters, most, part, mostParts);
  return { text: characters.slice(0, fits.characters).join(""), parts: fits.parts };
}

/** How many parts they fill, and how many characters fit; none is torn apart. */
function packed(characters: readonly string[], whole: number, part: number, most: number): { parts: number; characters: number } {
  const units = characters.reduce((sum, c) => sum + c.length, 0);
  if (units <= whole) return { parts: 1, characters: characters.length };
  let parts = 1;
  let used = 0;
  for (const [i, { length }] of characters.entries()) {
    if (used + length > part) {
      if (parts === most) return { parts, characters: i };
      parts++;
      used = 0;
    }
    used += length;
  }
  return { parts, characters: characters.length };
}
