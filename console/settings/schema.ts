/** As much of JSON Schema as the contract uses. Made from the contract when the console is built. */
export type JsonSchema = {
  type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
};

/** What kind of thing a schema asks for, as far as a form is concerned. */
export type Shape =
  | { kind: "switch" }
  /** `numbers`: the values stand for numbers. */
  | { kind: "choice"; values: string[]; numbers?: true }
  | { kind: "number"; min?: number; max?: number; whole: boolean }
  | { kind: "text"; max?: number; pattern?: string }
  | { kind: "bilingual"; max?: number }
  | { kind: "object"; properties: Record<string, JsonSchema>; required: string[] }
  /** One of several objects, told apart by a property with a fixed value. */
  | { kind: "variant"; by: string; variants: Record<string, JsonSchema> }
  | { kind: "list"; items: JsonSchema; max?: number }
  | { kind: "record"; items: JsonSchema; keys: string };

const bounded = (min: number | undefined, max: number | undefined): { min?: number; max?: number } => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

export function shapeOf(schema: JsonSchema): Shape {
  if (schema.anyOf) return shapeOfUnion(schema.anyOf);
  if (schema.enum?.every((value) => typeof value === "string")) return { kind: "choice", values: schema.enum as string[] };
  if (typeof schema.const === "string") return { kind: "choice", values: [schema.const] };
  switch (schema.type) {
    case "boolean":
      return { kind: "switch" };
    case "integer":
    case "number":
      return { kind: "number", ...bounded(schema.minimum, schema.maximum), whole: schema.type === "integer" };
    case "array":
      return { kind: "list", items: schema.items ?? {}, ...bounded(undefined, schema.maxItems) };
    case "object":
      return shapeOfObject(schema);
    default:
      return { kind: "text", ...bounded(undefined, schema.maxLength), ...(schema.pattern ? { pattern: schema.pattern } : {}) };
  }
}

function shapeOfObject(schema: JsonSchema): Shape {
  const [record] = Object.entries(schema.patternProperties ?? {});
  if (record) return { kind: "record", keys: record[0], items: record[1] };
  const properties = schema.properties ?? {};
  const names = Object.keys(properties);
  if (
    names.length === 2 &&
    names.includes("zh") &&
    names.includes("en") &&
    properties.zh?.type === "string" &&
    (schema.required?.length ?? 0) === 0 &&
    properties.zh.pattern === undefined
  )
    return { kind: "bilingual", ...bounded(undefined, properties.zh.maxLength) };
  return { kind: "object", properties, required: schema.required ?? [] };
}

function shapeOfUnion(options: JsonSchema[]): Shape {
  if (options.every((o) => typeof o.const === "string")) return { kind: "choice", values: options.map((o) => String(o.const)) };
  const by = ["kind", "type", "by"].find((name) => options.every((o) => typeof o.properties?.[name]?.const === "string"));
  if (by)
    return { kind: "variant", by, variants: Object.fromEntries(options.map((o) => [String(o.properties?.[by]?.const), o])) };
  if (options.length > 1 && options.every((o) => typeof o.const === "number"))
    return { kind: "choice", values: options.map((o) => String(o.const)), numbers: true };
  // A number with an exception, such as 0 for "never".
  const numbers = options.filter((o) => o.const === undefined && (o.type === "integer" || o.type === "number"));
  const fixed = options.flatMap((o) => (typeof o.const === "number" ? [o.const] : []));
  if (numbers.length + fixed.length === options.length)
    return {
      kind: "number",
      ...bounded(
        Math.min(...fixed, ...numbers.map((n) => n.minimum ?? 0)),
        numbers[0]?.maximum ?? (numbers.length === 0 ? Math.max(...fixed) : undefined),
      ),
      whole: numbers.every((n) => n.type === "integer"),
    };
  return { kind: "text" };
}

/** The schema at a place of a document; the document decides between variants. Undefined where the document may hold nothing. */
export function schemaAt(root: JsonSchema, parts: readonly string[], document: unknown): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  let value = document;
  for (const part of parts) {
    const shape: Shape | undefined = schema && shapeOf(schema);
    schema = shape && childOf(schema, shape, part, value);
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  }
  return schema;
}

function childOf(schema: JsonSchema | undefined, shape: Shape, part: string, value: unknown): JsonSchema | undefined {
  switch (shape.kind) {
    case "list":
      return shape.items;
    case "record":
      return shape.items;
    case "variant": {
      const chosen = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[shape.by] : undefined;
      return shape.variants[String(chosen)]?.properties?.[part];
    }
    default:
      return schema?.properties?.[part];
  }
}

/** The least a form can begin with: required properties only, first choices, smallest numbers, empty texts. */
export function blankOf(schema: JsonSchema): unknown {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case "switch":
      return false;
    case "choice":
      return shape.numbers ? Number(shape.values[0]) : shape.values[0];
    case "number":
      return shape.min ?? 0;
    case "text":
      return "";
    case "bilingual":
    case "record":
      return {};
    case "list":
      return [];
    case "variant": {
      const [first] = Object.values(shape.variants);
      return first ? blankOf(first) : {};
    }
    case "object":
      return Object.fromEntries(
        shape.required.flatMap((name) => (shape.properties[name] ? [[name, blankOf(shape.properties[name])]] : [])),
      );
  }
}
