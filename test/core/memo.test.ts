import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { remembering } from "../../src/core/index.ts";

describe("remembering", () => {
  const counted = (options?: { most?: number; longest?: number }) => {
    const asked: string[] = [];
    const length = remembering((text) => {
      asked.push(text);
      return text === "" ? null : text.length;
    }, options);
    return { asked, length };
  };

  it("works once for each text, also where the answer is null", () => {
    const { asked, length } = counted();
    assert.deepEqual([length("ab"), length("ab"), length(""), length("")], [2, 2, null, null]);
    assert.deepEqual(asked, ["ab", ""]);
  });

  it("keeps no more than it may, and no long texts", () => {
    const { asked, length } = counted({ most: 2, longest: 3 });
    for (const text of ["a", "b", "b", "c", "a", "long", "long"]) assert.equal(length(text), text.length);
    assert.deepEqual(asked, ["a", "b", "c", "a", "long", "long"]);
  });
});
