import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import {
  findModel,
  findStarter,
  listCatalogue,
  listModels,
  listStarters,
} from "../../../src/models/catalogue/index.ts";
import { editDistance } from "../../../src/models/catalogue/distance.ts";

function unknown(work: () => unknown): AppError {
  try {
    work();
  } catch (thrown) {
    assert.ok(thrown instanceof AppError);
    assert.equal(thrown.code, "E_MODEL_UNKNOWN");
    return thrown;
  }
  return assert.fail("it was found");
}

test("the data files are whole", () => {
  assert.equal(listCatalogue().length, 63);
  assert.deepEqual(
    listStarters().map(({ id }) => id),
    ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"],
  );
  for (const { bytes, sources } of listStarters()) {
    assert.deepEqual(
      sources.map(({ kind }) => kind),
      ["hub", "wheels"],
    );
    for (const source of sources) {
      if (source.kind === "wheels")
        assert.equal(
          source.parts.reduce((sum, part) => sum + part.bytes, 0),
          bytes,
        );
    }
  }
});

test("a model is found by id, name, tag or a prefix that fits one", () => {
  const names = [
    "qwen2.5-coder-1.5b",
    "Qwen2.5-Coder-1.5B-Instruct",
    "qwen2.5-coder:1.5b",
    "QWEN2.5 coder 1.5",
    " qwen2.5_coder_1.5b ",
  ];
  for (const name of names) assert.equal(findModel(name).id, "qwen2.5-coder-1.5b", name);
  assert.ok(findModel("qwen2.5-coder-1.5b").starter);
  assert.equal(findModel("qwen3-8b").starter, null);
  assert.equal(findModel("qwen3-8b").catalogue?.parametersTotal, 8_190_735_360);
});

test("every model is found under its own id and name", () => {
  for (const { id } of listModels()) assert.equal(findModel(id).id, id);
});

test("an unknown name gets the nearest ones, an ambiguous one its meanings", () => {
  assert.match(unknown(() => findModel("qwen2.5-codr-1.5b")).hint ?? "", /Nearest: qwen2\.5-coder-1\.5b/);
  const ambiguous = unknown(() => findModel("qwen2.5-coder"));
  assert.match(ambiguous.message, /fits 6 models/);
  assert.match(ambiguous.hint ?? "", /qwen2\.5-coder-0\.5b/);
  unknown(() => findModel(""));
  assert.ok(unknown(() => findModel("x".repeat(10_000))).message.length < 300);
});

test("a known model without pinned weights says what can be fetched", () => {
  assert.equal(findStarter("qwen2.5-coder-0.5").id, "qwen2.5-coder-0.5b");
  assert.match(unknown(() => findStarter("qwen3-8b")).hint ?? "", /kralle models pull qwen3-8b/);
});

test("the edit distance is a distance", () => {
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("ab", "ba"), 1);
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      assert.equal(distance, editDistance(b, a));
      assert.equal(distance === 0, a === b);
      assert.ok(distance <= Math.max(a.length, b.length) && distance >= Math.abs(a.length - b.length));
    }),
  );
});
