import type { NumberClass } from "../../contract/outgoing.ts";

type Row = { pattern: string; class: NumberClass };
const rows = (kind: NumberClass, ...patterns: string[]): Row[] => patterns.map((pattern) => ({ pattern, class: kind }));

/** First match wins. Numbers are in their home form (`homeNumber`). */
const classes: Record<string, readonly Row[]> = {
  CN: [
    ...rows("international", "+*", "00*"),
    // Paid information services of the fixed networks.
    ...rows("premium", "168XXX*", "160XXX*", "0XX168X*", "0XXX168X*", "0XX160X*", "0XXX160X*"),
    ...[3, 4, 5, 6, 7, 8, 9].flatMap((n) => rows("mobile", `1${n}XXXXXXXXX`)),
    ...rows("long-distance", "0*"),
    ...rows("local", "*"),
  ],
};
const classesElsewhere: readonly Row[] = [
  ...rows("international", "+*", "00*"),
  ...rows("premium", "0900*", "1900*"),
  ...rows("long-distance", "0*", "1XXXXXXXXXX"),
  ...rows("local", "*"),
];
export const countryClasses = (country: string): readonly Row[] => classes[country] ?? classesElsewhere;
/** Whether the country has a table of its own. */
export const knowsCountry = (country: string): boolean => Object.hasOwn(classes, country);
