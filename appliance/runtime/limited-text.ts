export const answerTooLong = "the answer is too long";

/** The body of an answer as text; rejects with `answerTooLong` as soon as it is longer than `mostBytes`. */
export async function limitedText(response: Response, mostBytes: number): Promise<string> {
  let bytes = 0;
  const parts: Uint8Array[] = [];
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(answerTooLong);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
