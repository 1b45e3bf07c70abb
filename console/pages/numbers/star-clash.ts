import type { StarCodes, StarName } from "../../../appliance/contract/star-codes.ts";

/** What two codes do to each other. `same`: only one of them is ever meant. `shadows`: digits dialled after it may begin a longer code. */
export type StarClash = { kind: "same"; other: StarName } | { kind: "shadows"; others: StarName[] };
type Usual = Readonly<Record<StarName, string>>;

export const isStarCode = (text: string): boolean => /^\*[0-9]{1,4}$/.test(text);
const namesOf = (usual: Usual): StarName[] => Object.keys(usual) as StarName[];
export const codeOf = (codes: StarCodes | undefined, usual: Usual, name: StarName): string => codes?.[name] ?? usual[name];

/** Acts whose code is in the way of another one, or hides behind it. */
export function starClashes(codes: StarCodes | undefined, usual: Usual): Map<StarName, StarClash> {
  const all = namesOf(usual).map((name) => ({ name, code: codeOf(codes, usual, name) }));
  const clashes = new Map<StarName, StarClash>();
  for (const { name, code } of all) {
    const twin = all.find((x) => x.name !== name && x.code === code);
    const longer = all.filter((x) => x.code.length > code.length && x.code.startsWith(code)).map((x) => x.name);
    if (twin) clashes.set(name, { kind: "same", other: twin.name });
    else if (longer.length > 0) clashes.set(name, { kind: "shadows", others: longer });
  }
  return clashes;
}

/** The site's own codes with one of them changed; a usual code, or none, is not the site's own. None left: undefined. */
export function withCode(codes: StarCodes | undefined, usual: Usual, name: StarName, text: string): StarCodes | undefined {
  const { [name]: _, ...others } = codes ?? {};
  const next: StarCodes = text === "" || text === usual[name] ? others : { ...others, [name]: text };
  return Object.keys(next).length === 0 ? undefined : next;
}
