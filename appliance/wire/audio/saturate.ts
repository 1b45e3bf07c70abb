/** To the range of a 16-bit sample. */
export const saturate = (value: number): number => Math.max(-32768, Math.min(32767, value));
