import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { comparePublished, fitAll, fromWords, planModels } from "../../src/models/index.ts";

const text = readFileSync(new URL("../../docs/models.md", import.meta.url), "utf8");

/** Names of all fields of a value, however deep. */
function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return keysOf(value[0]);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

test("docs/models.md names every field of the JSON of fit, plan and check", () => {
  const machine = fromWords("laptop 16GB with RTX 4070");
  const documents = [machine, fitAll(machine)[0], planModels(machine), comparePublished()];
  const words = new Set(text.match(/`[^`]*`/g)?.flatMap((quoted) => quoted.match(/[\w-]+/g) ?? []));
  assert.deepEqual(
    [...new Set(documents.flatMap(keysOf))].filter((key) => !words.has(key)),
    [],
  );
  assert.ok(!words.has("noSuchField"));
});
