const everyMs = 250;

/** A machine without acceleration takes its time. */
export const patienceMs = 120_000;
/** So much of a tone is said, and so much of it must arrive. */
export const saidMs = 10_000;
export const surelyMs = 500;

/** Tells what was seen. */
export type Seen = (what: string) => void;

/** Looks again until it holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = patienceMs): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`no ${what} within ${withinMs} ms`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}
