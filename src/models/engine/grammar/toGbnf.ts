import { AppError } from "../../../core/index.ts";
import type { JsonSchema } from "../types.ts";
import { toIntegerRange, toNumberRange } from "./integer.ts";
import { EMPTY, choice, literal, optional, repeat, rule, sequence, splitForced, toText, type Node } from "./node.ts";
import { fromPattern } from "./pattern.ts";
import { LONGEST_COUNTED, toCharacter } from "./text.ts";

export interface Grammar {
  /** Text that every answer begins with; it need not be sampled. `gbnf` describes what follows it. */
  forced: string;
  /** null when the whole answer is forced. */
  gbnf: string | null;
}

/**
 * A grammar for exactly the compact JSON documents that fit the schema: keys in the order of `properties`, no white
 * space, optional properties optional, bounds of strings, arrays and integers held. Where a grammar cannot say it
 * (`multipleOf`, fractional bounds, look-around in `pattern`) it admits more, so validate the answer too.
 * Throws E_INPUT for a schema that no document fits or whose `$ref` leads nowhere.
 */
export function toGrammar(schema: JsonSchema): Grammar {
  const builder = createBuilder(schema);
  const { forced, rest } = splitForced(builder.build(schema));
  return { forced, gbnf: rest.kind === "literal" ? null : toText(rest, builder.rules) };
}

/** The same grammar as one text, without splitting off what is forced. */
export function toGbnf(schema: JsonSchema): string {
  const builder = createBuilder(schema);
  return toText(builder.build(schema), builder.rules);
}

interface Builder {
  readonly rules: Map<string, Node>;
  build(schema: unknown): Node;
  shared(name: string, make: () => Node): Node;
}

function createBuilder(root: JsonSchema): Builder {
  const rules = new Map<string, Node>();
  const refs = new Map<string, string>();
  const builder: Builder = {
    rules,
    build: (schema) => buildSchema(schema, builder, (ref) => resolve(ref)),
    shared: (name, make) => {
      if (!rules.has(name)) rules.set(name, make());
      return rule(name);
    },
  };
  const resolve = (ref: string): Node => {
    const known = refs.get(ref);
    if (known !== undefined) return rule(known);
    const name = `def${refs.size}`;
    refs.set(ref, name);
    rules.set(name, EMPTY);
    rules.set(name, builder.build(lookUp(root, ref)));
    return rule(name);
  };
  return builder;
}

function lookUp(root: JsonSchema, ref: string): unknown {
  let at: unknown = root;
  for (const part of ref
    .replace(/^#\/?/, "")
    .split("/")
    .filter((text) => text !== "")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    at = isRecord(at) ? at[key] : undefined;
  }
  if (!isRecord(at)) throw unfit(`The schema refers to "${ref}", which it does not define.`);
  return at;
}

function buildSchema(input: unknown, builder: Builder, resolve: (ref: string) => Node): Node {
  if (input === true || !isRecord(input)) return toAnyValue(builder);
  const schema = mergeAllOf(input);
  if (typeof schema.$ref === "string") return resolve(schema.$ref);
  if ("const" in schema) return literal(JSON.stringify(schema.const));
  if (Array.isArray(schema.enum)) return oneOf(schema.enum.map((value) => literal(JSON.stringify(value))));
  const either = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(either)) return oneOf(either.filter(isPossible).map((item) => builder.build(item)));
  if (Array.isArray(schema.type)) return oneOf(schema.type.map((type: unknown) => builder.build({ ...schema, type })));
  switch (schema.type ?? (isRecord(schema.properties) ? "object" : undefined)) {
    case "object":
      return toObject(schema, builder);
    case "array":
      return toArray(schema, builder);
    case "string":
      return toString(schema, builder);
    case "integer":
    case "number":
      return toNumber(schema, builder);
    case "boolean":
      return builder.shared("boolean", () => choice([literal("true"), literal("false")]));
    case "null":
      return literal("null");
    default:
      if (!isPossible(schema)) throw unfit("No value can fit this schema.");
      return toAnyValue(builder);
  }
}

function oneOf(items: Node[]): Node {
  if (items.length === 0) throw unfit("The schema offers no choice: a list of alternatives is empty.");
  return choice(items);
}

/** `anyOf` members that nothing fits are dropped; zod writes `{ not: {} }` for never. */
const isPossible = (schema: unknown): boolean =>
  schema !== false && !(isRecord(schema) && isRecord(schema.not) && Object.keys(schema.not).length === 0);

/** Objects of an intersection become one object; of other intersections the first decides and validation the rest. */
function mergeAllOf(schema: JsonSchema): JsonSchema {
  if (!Array.isArray(schema.allOf)) return schema;
  const { allOf, ...own } = schema;
  const parts = [own, ...allOf.filter(isRecord).map(mergeAllOf)];
  const merged: JsonSchema = Object.assign({}, ...parts.toReversed());
  merged.properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}));
  merged.required = parts.flatMap((part) => (Array.isArray(part.required) ? part.required : []));
  if (Object.keys(merged.properties ?? {}).length === 0) delete merged.properties;
  return merged;
}

function toObject(schema: JsonSchema, builder: Builder): Node {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const names = [...Object.keys(properties), ...[...required].filter((name) => !(String(name) in properties))];
  if (names.length === 0) return toRecord(schema, builder);
  const others = isRecord(schema.additionalProperties) ? schema.additionalProperties : true;
  const members = names.map((name) => ({
    node: sequence(literal(`${JSON.stringify(String(name))}:`), builder.build(properties[String(name)] ?? others)),
    needed: required.has(name),
  }));
  return sequence(literal("{"), toMembers(members, builder), literal("}"));
}

interface Member {
  node: Node;
  needed: boolean;
}

/** Members in order with commas only between those that are there. */
function toMembers(members: Member[], builder: Builder): Node {
  const follow = (from: number): Node =>
    sequence(
      ...members.slice(from).map(({ node, needed }) => {
        const withComma = sequence(literal(","), node);
        return needed ? withComma : optional(withComma);
      }),
    );
  const firstNeeded = members.findIndex(({ needed }) => needed);
  const starts = firstNeeded === -1 ? members.length : firstNeeded + 1;
  const ways = members.slice(0, starts).map(({ node }, index) => {
    const rest = follow(index + 1);
    const isShort = rest.kind === "literal" || starts === 1;
    return sequence(node, isShort ? rest : builder.shared(`tail${builder.rules.size}`, () => rest));
  });
  return firstNeeded === -1 ? optional(choice(ways)) : choice(ways);
}

function toRecord(schema: JsonSchema, builder: Builder): Node {
  if (schema.additionalProperties === false) return literal("{}");
  const key = isRecord(schema.propertyNames)
    ? builder.build({ type: "string", ...schema.propertyNames })
    : toString({ type: "string", minLength: 1, maxLength: 60 }, builder);
  const member = sequence(key, literal(":"), builder.build(schema.additionalProperties ?? true));
  return sequence(
    literal("{"),
    toList(member, bound(schema.minProperties) ?? 0, bound(schema.maxProperties)),
    literal("}"),
  );
}

function toArray(schema: JsonSchema, builder: Builder): Node {
  const min = bound(schema.minItems) ?? 0;
  if (Array.isArray(schema.prefixItems)) {
    const items = schema.prefixItems.map((item: unknown, index) => ({ node: builder.build(item), needed: index >= 0 }));
    const rest = isRecord(schema.items) ? repeat(sequence(literal(","), builder.build(schema.items)), 0, null) : EMPTY;
    return sequence(literal("["), toMembers(items, builder), rest, literal("]"));
  }
  const item = builder.build(schema.items ?? true);
  return sequence(literal("["), toList(item, min, bound(schema.maxItems)), literal("]"));
}

function toList(item: Node, min: number, max: number | undefined): Node {
  if (max !== undefined && max < min) throw unfit(`The schema wants at least ${min} and at most ${max} items.`);
  if (max === 0) return EMPTY;
  const counted = max !== undefined && max <= LONGEST_COUNTED ? max - 1 : null;
  const list = sequence(item, repeat(sequence(literal(","), item), Math.max(0, min - 1), counted));
  return min === 0 ? optional(list) : list;
}

const FORMATS: Record<string, string> = {
  date: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$|^[0-9]{4}-(?:0[13-9]|1[0-2])-(?:29|30)$|^[0-9]{4}-(?:0[13578]|1[02])-31$",
  time: "^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$",
};

function toString(schema: JsonSchema, builder: Builder): Node {
  const max = bound(schema.maxLength);
  const min = bound(schema.minLength) ?? 0;
  if (max !== undefined && max < min) throw unfit(`The schema wants at least ${min} and at most ${max} characters.`);
  const isBounded = max !== undefined || min > 0;
  const char = builder.shared(isBounded ? "basic" : "char", () => toCharacter(isBounded));
  const format = typeof schema.format === "string" ? FORMATS[schema.format] : undefined;
  const pattern = typeof schema.pattern === "string" ? schema.pattern : format;
  const inside = pattern === undefined ? null : fromPattern(pattern, char);
  if (inside !== null) return sequence(literal('"'), inside, literal('"'));
  const counted = max !== undefined && max <= LONGEST_COUNTED ? max : null;
  return sequence(literal('"'), repeat(char, Math.min(min, LONGEST_COUNTED), counted), literal('"'));
}

function toNumber(schema: JsonSchema, builder: Builder): Node {
  const isInteger = schema.type === "integer";
  const min = bound(schema.minimum) ?? above(schema.exclusiveMinimum, isInteger ? 1 : 0);
  const max = bound(schema.maximum) ?? above(schema.exclusiveMaximum, isInteger ? -1 : 0);
  if (isInteger) {
    const range = toIntegerRange(min, max);
    if (range === null) throw unfit(`No integer lies between ${min} and ${max}.`);
    return range;
  }
  return toNumberRange(min, max) ?? builder.build({ type: "number" });
}

/** An exclusive bound as an inclusive one; `step` is 1 or -1 for integers, 0 where validation must exclude the bound. */
function above(value: unknown, step: number): number | undefined {
  if (typeof value !== "number") return undefined;
  if (step === 0) return value;
  return step > 0 ? Math.floor(value) + 1 : Math.ceil(value) - 1;
}

function toAnyValue(builder: Builder): Node {
  return builder.shared("value", () => {
    builder.rules.set("value", EMPTY);
    const text = builder.build({ type: "string" });
    const any = rule("value");
    return choice([
      text,
      builder.build({ type: "number" }),
      literal("true"),
      literal("false"),
      literal("null"),
      sequence(literal("["), toList(any, 0, undefined), literal("]")),
      sequence(literal("{"), toList(sequence(text, literal(":"), any), 0, undefined), literal("}")),
    ]);
  });
}

const bound = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unfit = (message: string): AppError =>
  new AppError("E_INPUT", message, { hint: "Change the schema so that at least one value fits it." });
