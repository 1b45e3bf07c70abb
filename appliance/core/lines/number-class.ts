import { emergencyNumbers } from "../../contract/emergency-numbers.ts";
import type { NumberClass } from "../../contract/outgoing.ts";
import type { Settings } from "../../contract/settings.ts";
import { countryClasses } from "./country-classes.ts";
import { matchesNumber } from "./matches-number.ts";
import { formsOf, homeNumber } from "./number-forms.ts";

/** Digits that a person may dial towards the world outside. */
export const isDialable = (number: string): boolean => /^\+?[0-9]{3,20}$/.test(number);
export const isEmergency = ({ site }: Settings, number: string): boolean => emergencyNumbers(site.country).includes(number);

/** What kind of number it is. Emergency numbers first, for no table may close them; then the site's table, then the country's. */
export function classOfNumber(settings: Settings, number: string): NumberClass {
  if (isEmergency(settings, number)) return "emergency";
  if (settings.phones.some((p) => p.id === number)) return "internal";
  const { site, outgoing } = settings;
  const forms = formsOf(number, site.country);
  const own = outgoing?.classes.find((row) => forms.some((form) => matchesNumber(row.pattern, form)));
  const home = homeNumber(number, site.country);
  return own?.class ?? countryClasses(site.country).find((row) => matchesNumber(row.pattern, home))?.class ?? "local";
}
