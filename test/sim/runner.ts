/** Test files that run at once must not take each other's ports. */
const atOnce = 4;

/** Number of the process that runs this test file, from 0. */
export const runner = (): number => (Number(process.env.VITEST_POOL_ID ?? 0) || 0) % atOnce;
