// 3GPP TS 23.038 6.2.1: the default alphabet, by septet. 0x1B leads to the extension table.
export const basicLetters =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
export const toExtension = 0x1b;
// 6.2.1.1: the extension table.
export const extensionTable: Readonly<Record<number, string>> = {
  10: "\f",
  20: "^",
  40: "{",
  41: "}",
  47: "\\",
  60: "[",
  61: "~",
  62: "]",
  64: "|",
  101: "€",
};

const septetOf = new Map<string, number>([...basicLetters].map((character, septet) => [character, septet]));
septetOf.delete("\x1b");
const extendedOf = new Map<string, number>(
  Object.entries(extensionTable).map(([septet, character]) => [character, Number(septet)]),
);

/** The septets of a character: one, two for one of the extension table, none when the alphabet hasn't got it. */
export function septetsOf(character: string): readonly number[] | undefined {
  const septet = septetOf.get(character);
  if (septet !== undefined) return [septet];
  const extended = extendedOf.get(character);
  return extended === undefined ? undefined : [toExtension, extended];
}
