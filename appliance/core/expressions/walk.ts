import { type Syntax, signatureOf, type Vocabulary } from "./syntax.ts";

export type Mentions = {
  /** `tested`: only compared with "", which is how one asks whether it is set. */
  variables: { name: string; at: number; tested: boolean }[];
  /** Ids written out as the first argument of open("…"), waiting("…") and their like. */
  ids: { of: "calendar" | "queue"; id: string; at: number }[];
  /** Such an argument that isn't written out, and so can't be checked. */
  unclear: { function: string; at: number }[];
};

const children = (node: Syntax): readonly Syntax[] => {
  switch (node.kind) {
    case "binary":
      return [node.left, node.right];
    case "not":
    case "minus":
      return [node.of];
    case "in":
      return [node.of, ...node.list];
    case "call":
      return node.given;
    case "value":
    case "name":
      return [];
  }
};

const isEmptyText = (node: Syntax): boolean => node.kind === "value" && node.value === "";

/** Whom an expression speaks of. */
export function mentions(syntax: Syntax, vocabulary: Vocabulary): Mentions {
  const found: Mentions = { variables: [], ids: [], unclear: [] };
  const visit = (node: Syntax, tested: boolean): void => {
    if (node.kind === "name" && node.of === "variables") found.variables.push({ name: node.name, at: node.at, tested });
    if (node.kind === "call") {
      const refers = signatureOf(node.name, vocabulary)?.refers;
      const first = node.given[0];
      if (refers !== undefined && first?.kind === "value" && typeof first.value === "string")
        found.ids.push({ of: refers, id: first.value, at: first.at });
      else if (refers !== undefined) found.unclear.push({ function: node.name, at: node.at });
    }
    const emptiness =
      node.kind === "binary" &&
      (node.operator === "==" || node.operator === "!=") &&
      (isEmptyText(node.left) || isEmptyText(node.right));
    for (const child of children(node)) visit(child, emptiness || (node.kind === "call" && node.name === "length"));
  };
  visit(syntax, false);
  return found;
}
