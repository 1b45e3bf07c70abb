/** The text of a table file. Chinese table programs still write GB 18030 unless told otherwise, so what is no UTF-8 is read as that. */
export function tableText(bytes: ArrayBuffer): string {
  const [a, b] = new Uint8Array(bytes.slice(0, 2));
  if (a === 0xff && b === 0xfe) return commas(new TextDecoder("utf-16le").decode(bytes));
  try {
    return commas(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return commas(new TextDecoder("gb18030").decode(bytes));
  }
}

/** Cells copied out of a table program stand apart by tabs, those of some languages by semicolons: the box reads commas. */
export function commas(text: string): string {
  const first = text.split(/\r?\n/, 1)[0] ?? "";
  if (first.includes(",")) return text;
  const apart = first.includes("\t") ? "\t" : first.includes(";") ? ";" : undefined;
  if (apart === undefined) return text;
  return text
    .split(/\r?\n/)
    .map((line) => line.split(apart).map(cell).join(","))
    .join("\n");
}
const cell = (text: string): string => (text.includes(",") && !text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text);
