/** `{port}`, `{port:2}` with at least so many digits, `{port0}` counted from 0. */
const place = /\{port(0?)(?::([1-4]))?\}/;

/** What a pattern says for a port. */
export const markOf = (pattern: string, number: number): string =>
  pattern.replace(place, (_, fromZero: string, digits?: string) =>
    String(fromZero ? number - 1 : number).padStart(Number(digits ?? 1), "0"),
  );

/** The port a text means as a whole; of several patterns that could fit, only what the pattern would say for that port counts. */
export function portOfText(pattern: string, text: string, ports: number): number | undefined {
  for (let number = 1; number <= ports; number++) if (markOf(pattern, number) === text) return number;
  return undefined;
}

/** The port the beginning of a number means, and the rest of it. The longest beginning counts: port 12 is not port 1 before a 2. */
export function portOfPrefix(pattern: string, number: string, ports: number): { port: number; rest: string } | undefined {
  let found: { port: number; rest: string; length: number } | undefined;
  for (let port = 1; port <= ports; port++) {
    const mark = markOf(pattern, port);
    if (number.startsWith(mark) && mark.length > (found?.length ?? 0))
      found = { port, rest: number.slice(mark.length), length: mark.length };
  }
  return found && { port: found.port, rest: found.rest };
}
