/** A cell of a CSV file (RFC 4180 2). A table program would run what begins like a formula: such a text is led by an apostrophe, and by one more if it has some already. */
export function csvCell(text: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text that a cell stood for: without the apostrophe that kept a table program from running it. */
export const plainCell = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
