/** What is wrong with a PIN that is typed twice; undefined when nothing is. */
export function pinFault(pin: string, again: string): "bad" | "simple" | "differs" | undefined {
  if (!/^[0-9]{4,12}$/.test(pin)) return "bad";
  if (isSimple(pin)) return "simple";
  return pin === again ? undefined : "differs";
}

/** All the same, or one after the other: 0000, 1234, 8765. */
function isSimple(pin: string): boolean {
  const steps = [...pin].slice(1).map((d, i) => Number(d) - Number(pin[i]));
  return [0, 1, -1].some((step) => steps.every((s) => s === step));
}
