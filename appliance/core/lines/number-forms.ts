/** How a country's numbers are written: what stands before them from abroad, and what within. */
const habits: Record<string, { code: string; trunkPrefix: string; mobile: RegExp }> = {
  // Mobile numbers have no area code; a 0 before one is an old habit of dialling from another province.
  CN: { code: "86", trunkPrefix: "0", mobile: /^1[3-9][0-9]{9}$/ },
};
const abroad = /^(?:\+|00)/;

/** The number as it is written at home: "+86 759 …" is "0759 …", "013800138000" is "13800138000". */
export function homeNumber(number: string, country: string): string {
  const habit = habits[country];
  if (!habit) return number.replace(/^00/, "+");
  const { code, trunkPrefix, mobile } = habit;
  const bare = number.replace(abroad, "");
  if (bare.startsWith(code) && (abroad.test(number) || mobile.test(bare.slice(code.length)))) {
    const rest = bare.slice(code.length);
    return mobile.test(rest) || rest.startsWith(trunkPrefix) ? rest : `${trunkPrefix}${rest}`;
  }
  if (number.startsWith(trunkPrefix) && mobile.test(number.slice(trunkPrefix.length))) return number.slice(trunkPrefix.length);
  return number.replace(/^00/, "+");
}

/** Every way the same number may be written, as presented first: a rule for one of them holds for all. */
export function formsOf(number: string, country: string): string[] {
  const home = homeNumber(number, country);
  const forms = [number, home];
  const habit = habits[country];
  if (home.startsWith("+")) forms.push(`00${home.slice(1)}`);
  else if (habit?.mobile.test(home))
    forms.push(`+${habit.code}${home}`, `00${habit.code}${home}`, `${habit.code}${home}`, `0${home}`);
  else if (habit && home.startsWith(habit.trunkPrefix) && home.length > 8) {
    const rest = home.slice(habit.trunkPrefix.length);
    forms.push(`+${habit.code}${rest}`, `00${habit.code}${rest}`);
  }
  return [...new Set(forms)];
}
