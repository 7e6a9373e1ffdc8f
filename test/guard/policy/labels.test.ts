import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  fromLabelWords,
  isUntrusted,
  joinLabels,
  NOTHING,
  readLabels,
  toLabelWords,
} from "../../../src/guard/index.ts";
import { ANYTHING, covers, ORIGINS, type Labels } from "../../../src/guard/labels.ts";

const SEED = 20_261_126;
const any: fc.Arbitrary<Labels> = fc
  .record({ from: fc.subarray([...ORIGINS]), isPrivate: fc.boolean() })
  .map(({ from, isPrivate }) => ({ from, isPrivate }));
const check = (property: fc.IProperty<[Labels, Labels, Labels]>): void =>
  fc.assert(property, { seed: SEED, numRuns: 1_000 });
const three = (hold: (a: Labels, b: Labels, c: Labels) => void) => fc.property(any, any, any, hold);

test(`labels are a lattice: join is idempotent, commutative, associative and monotone (seed ${SEED})`, () => {
  check(
    three((a, b, c) => {
      assert.deepEqual(joinLabels(a, a), a);
      assert.deepEqual(joinLabels(a, b), joinLabels(b, a));
      assert.deepEqual(joinLabels(joinLabels(a, b), c), joinLabels(a, joinLabels(b, c)));
      assert.deepEqual(joinLabels(a, NOTHING), a);
      assert.deepEqual(joinLabels(a, ANYTHING), ANYTHING);
      assert.ok(covers(joinLabels(a, b), a) && covers(joinLabels(a, b), b));
      if (covers(b, a)) assert.ok(covers(joinLabels(b, c), joinLabels(a, c)));
      assert.equal(covers(a, b) && covers(b, a), JSON.stringify(a) === JSON.stringify(b));
      assert.ok(isUntrusted(joinLabels(a, b)) === (isUntrusted(a) || isUntrusted(b)));
    }),
  );
});

test("nothing loses a label on its way through a store", () => {
  check(
    three((a, b) => {
      assert.deepEqual(fromLabelWords(toLabelWords(a)), a);
      assert.deepEqual(fromLabelWords([...toLabelWords(a), ...toLabelWords(b)]), joinLabels(a, b));
      assert.deepEqual(readLabels(JSON.parse(JSON.stringify(a))), a);
    }),
  );
});

test("what is no labels counts as everything", () => {
  for (const odd of [undefined, null, 7, "mail", {}, { from: "mail", isPrivate: true }, { from: [], isPrivate: 1 }])
    assert.deepEqual(readLabels(odd), ANYTHING);
  assert.deepEqual(readLabels({ from: ["a newer origin"], isPrivate: false }), ANYTHING);
  assert.deepEqual(fromLabelWords(["owner", "a newer origin"]), ANYTHING);
});

test("control: a join that forgets the private part fails these properties", () => {
  const forgetful = (a: Labels, b: Labels): Labels => ({ ...joinLabels(a, b), isPrivate: a.isPrivate });
  assert.throws(() => check(three((a, b) => assert.ok(covers(forgetful(a, b), b)))));
});
