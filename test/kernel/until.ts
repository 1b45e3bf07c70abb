const everyMs = 100;

/** Looks again until it holds; a machine without acceleration takes its time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 180_000): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`no ${what} within ${withinMs} ms`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}
