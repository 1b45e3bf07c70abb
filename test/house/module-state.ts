import type { SourceFile } from "./source-file.ts";
import { childrenOf, type Node, visitNodes } from "./visit-nodes.ts";

/**
 * Names at the top of a module that remember something from one call to the next: `let` and `var`, a `static` field that isn't read-only, a constant
 * that a function fills or changes, a regular expression with a memory (`g` or `y`) that a function asks. A constant filled
 * while the module loads is a table and may stay. What is changed through another name is not seen.
 */
export function moduleStateOf({ program }: SourceFile): string[] {
  const found = new Set<string>();
  const constants = new Set<string>();
  const regexps = new Set<string>();
  for (const statement of program.body as unknown as Node[]) {
    const node = (statement.type.startsWith("Export") ? (statement.declaration as Node | null) : statement) ?? statement;
    if (node.type !== "VariableDeclaration" || node.declare === true) continue;
    for (const declarator of node.declarations as Node[])
      for (const name of namesIn(declarator.id as Node)) {
        if (node.kind !== "const") found.add(name);
        const flags = ((declarator.init as Node | null)?.regex as { flags: string } | undefined)?.flags ?? "";
        if (/[gy]/.test(flags)) regexps.add(name);
        else constants.add(name);
      }
  }
  visitNodes(program, (node) => {
    if (node.type === "PropertyDefinition" && node.static === true && node.readonly !== true)
      found.add(`static ${text(node.key)}`);
    if (isFunction(node)) {
      for (const name of changedIn(node, constants)) found.add(name);
      for (const name of asked(node, regexps)) found.add(name);
      return false;
    }
    return true;
  });
  return [...found];
}

const changing = new Set("set add delete clear push pop shift unshift splice sort reverse fill copyWithin".split(" "));
const asking = new Set(["test", "exec"]);
const isFunction = ({ type }: Node): boolean =>
  type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
const text = (node: unknown): string => (node as { name?: string } | null)?.name ?? "?";

/** Which of the names this function, or one inside it, changes; a parameter or local of the same name hides it. */
function changedIn(node: Node, names: ReadonlySet<string>): string[] {
  return usesIn(node, names, (inner) => {
    if (inner.type === "AssignmentExpression") return [inner.left as Node].flatMap(targets);
    if (inner.type === "UpdateExpression") return targets(inner.argument as Node);
    if (inner.type === "UnaryExpression" && inner.operator === "delete") return targets(inner.argument as Node);
    return calledOn(inner, changing);
  });
}

const asked = (node: Node, names: ReadonlySet<string>): string[] => usesIn(node, names, (inner) => calledOn(inner, asking));

function calledOn(node: Node, methods: ReadonlySet<string>): string[] {
  const callee = node.type === "CallExpression" ? (node.callee as Node) : undefined;
  return callee?.type === "MemberExpression" && methods.has(text(callee.property)) ? targets(callee) : [];
}

/** The name whose inside is reached: `a` of `a.b[c]`; none for a plain name, which a constant can't be given anew. */
function targets(node: Node): string[] {
  if (node.type !== "MemberExpression") return [];
  let base = node.object as Node;
  for (;;) {
    if (base.type === "MemberExpression") base = base.object as Node;
    else if (base.type === "TSNonNullExpression" || base.type === "TSAsExpression" || base.type === "ParenthesizedExpression")
      base = base.expression as Node;
    else break;
  }
  return base.type === "Identifier" ? [text(base)] : [];
}

function usesIn(node: Node, names: ReadonlySet<string>, uses: (node: Node) => string[]): string[] {
  const seen = new Set(names);
  if (isFunction(node)) for (const parameter of node.params as Node[]) for (const name of namesIn(parameter)) seen.delete(name);
  if (isFunction(node) || node.type === "BlockStatement")
    for (const name of localsOf(isFunction(node) ? (node.body as Node) : node)) seen.delete(name);
  if (seen.size === 0) return [];
  return [...uses(node).filter((name) => seen.has(name)), ...childrenOf(node).flatMap((child) => usesIn(child, seen, uses))];
}

const localsOf = (block: Node): string[] =>
  block.type !== "BlockStatement"
    ? []
    : (block.body as Node[])
        .filter((statement) => statement.type === "VariableDeclaration")
        .flatMap((statement) => (statement.declarations as Node[]).flatMap((declarator) => namesIn(declarator.id as Node)));

/** The names a pattern binds. */
function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [text(pattern)];
    case "ObjectPattern":
      return (pattern.properties as Node[]).flatMap((property) =>
        namesIn((property.type === "RestElement" ? property.argument : property.value) as Node),
      );
    case "ArrayPattern":
      return (pattern.elements as (Node | null)[]).flatMap((element) => (element ? namesIn(element) : []));
    case "AssignmentPattern":
      return namesIn(pattern.left as Node);
    case "RestElement":
      return namesIn(pattern.argument as Node);
    default:
      return [];
  }
}
