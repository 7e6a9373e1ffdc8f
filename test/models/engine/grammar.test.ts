import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { toGbnf, toGrammar } from "../../../src/models/engine/grammar/index.ts";
import type { JsonSchema } from "../../../src/models/engine/types.ts";
import { findFault } from "../../../src/models/generate/checkInput.ts";
import { admits, sample } from "./gbnf.ts";

/** A schema with a value that fits it. */
interface Pair {
  schema: JsonSchema;
  value: unknown;
}

const integers: fc.Arbitrary<Pair> = fc
  .tuple(fc.integer({ min: -500, max: 500 }), fc.nat(60), fc.nat(60))
  .map(([value, below, above]) => ({
    schema: { type: "integer", minimum: value - below, maximum: value + above },
    value,
  }));

const texts: fc.Arbitrary<Pair> = fc
  .tuple(fc.stringMatching(/^[a-zA-Z0-9 äß]{0,8}$/), fc.nat(4))
  .map(([value, more]) => ({ schema: { type: "string", maxLength: value.length + more }, value }));

const choices: fc.Arbitrary<Pair> = fc
  .uniqueArray(fc.stringMatching(/^[a-z"\\ ]{1,5}$/), { minLength: 1, maxLength: 4 })
  .map((options) => ({ schema: { enum: options }, value: options.at(-1) }));

const { pair } = fc.letrec<{ pair: Pair; list: Pair; object: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 2 },
    integers,
    texts,
    choices,
    fc.constant({ schema: { type: "boolean" }, value: false }),
    tie("list"),
    tie("object"),
  ),
  list: fc.tuple(tie("pair"), fc.integer({ min: 0, max: 3 })).map(([item, times]) => ({
    schema: { type: "array", items: item.schema, minItems: times, maxItems: times + 1 },
    value: Array.from({ length: times }, () => item.value),
  })),
  object: fc
    .array(fc.tuple(tie("pair"), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 3 })
    .map((members) => toObject(members)),
}));

/** Each member is needed or not, and an unneeded one is there or not. */
function toObject(members: [Pair, boolean, boolean][]): Pair {
  const named = members.map(([member, isNeeded, isThere], index) => ({ name: `k${index}`, member, isNeeded, isThere }));
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(named.map(({ name, member }) => [name, member.schema])),
      required: named.filter(({ isNeeded }) => isNeeded).map(({ name }) => name),
    },
    value: Object.fromEntries(
      named.filter(({ isNeeded, isThere }) => isNeeded || isThere).map(({ name, member }) => [name, member.value]),
    ),
  };
}

describe("grammar of a schema", () => {
  it("admits only documents that fit the schema", () => {
    fc.assert(
      fc.property(pair, fc.infiniteStream(fc.nat(999)), ({ schema }, chance) => {
        const text = sample(toGbnf(schema), () => (chance.next().value ?? 0) / 1000);
        assert.equal(findFault(JSON.parse(text), schema), null, text);
      }),
      { numRuns: 150 },
    );
  });

  it("admits every fitting document in its compact form, also with the forced beginning split off", () => {
    fc.assert(
      fc.property(pair, ({ schema, value }) => {
        const text = JSON.stringify(value);
        assert.ok(admits(toGbnf(schema), text), text);
        const { forced, gbnf } = toGrammar(schema);
        assert.ok(text.startsWith(forced));
        if (gbnf === null) assert.equal(text, forced);
        else assert.ok(admits(gbnf, text.slice(forced.length)), text);
      }),
      { numRuns: 150 },
    );
  });

  it("knows references, records, tuples, unions of objects, patterns and formats", () => {
    const tree = { type: "object", properties: { n: { type: "null" }, of: { type: "array", items: { $ref: "#" } } } };
    const cases: [JsonSchema, fits: string, not: string][] = [
      [tree, '{"n":null,"of":[{"of":[]},{}]}', '{"of":[1]}'],
      [{ type: "object", additionalProperties: { type: "boolean" } }, '{"a":true,"b":false}', '{"a":1}'],
      [{ type: "array", prefixItems: [{ const: 1 }, { type: "null" }] }, "[1,null]", "[null,1]"],
      [{ anyOf: [{ type: "object", properties: { a: { const: 1 } }, required: ["a"] }, { const: "x" }] }, '"x"', "{}"],
      [{ type: "string", pattern: "^[A-Z]{2}-\\d+(?:/[ab])?$" }, '"XY-17/b"', '"XY-"'],
      [{ type: "string", pattern: "b+" }, '"abba"', '"aa"'],
      [{ type: "string", format: "date" }, '"2024-02-28"', '"2024-02-31"'],
      [{ type: "number", minimum: -1, maximum: 1 }, "-0.25", "1.5"],
      [{ type: "integer", exclusiveMinimum: 9, maximum: 1100 }, "1099", "9"],
      [{ type: ["string", "null"] }, '"a\\"\\u00e4\\n"', '"a"b"'],
      [{ type: "string" }, '"🦀"', '"\\ud800"'],
    ];
    for (const [schema, fits, not] of cases) {
      assert.ok(admits(toGbnf(schema), fits), `${fits} in ${JSON.stringify(schema)}`);
      assert.ok(!admits(toGbnf(schema), not), `not ${not} in ${JSON.stringify(schema)}`);
    }
  });

  it("falls back to any text where a pattern says more than a grammar can", () => {
    assert.ok(admits(toGbnf({ type: "string", pattern: "^(?=a)b" }), '"xyz"'));
  });

  it("refuses schemas that nothing fits", () => {
    const never = [{ enum: [] }, { type: "integer", minimum: 3, maximum: 2 }, { not: {} }, { $ref: "#/$defs/none" }];
    for (const schema of never) assert.throws(() => toGbnf(schema), { code: "E_INPUT" });
  });

  it("control: what does not fit is not admitted", () => {
    const schema = {
      type: "object",
      properties: { kind: { enum: ["cat", "dog"] }, age: { type: "integer", minimum: 0, maximum: 30 } },
      required: ["kind"],
    };
    const gbnf = toGbnf(schema);
    for (const text of ['{"kind":"cat"}', '{"kind":"dog","age":30}']) assert.ok(admits(gbnf, text), text);
    const wrong = [
      '{"kind":"cow"}',
      '{"age":3}',
      '{"kind":"cat","age":31}',
      '{"kind":"cat","age":-1}',
      '{"kind":"cat"',
      "{}",
    ];
    for (const text of wrong) assert.ok(!admits(gbnf, text), text);
  });
});
