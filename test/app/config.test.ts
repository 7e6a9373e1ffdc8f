import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parseConfig } from "../../src/core/index.ts";
import { readConfig, writeDefaultModel } from "../../src/app/config.ts";
import { isError, tempFolder } from "../store/_setup.ts";

describe("settings", () => {
  test("an empty file and none are the defaults", async (t) => {
    const home = await tempFolder(t);
    const none = await readConfig(home);
    assert.deepEqual(none, parseConfig({}, "config.json"));
    assert.deepEqual(none.unknown, []);
  });

  const wrong: [path: string, raw: unknown][] = [
    ["models.default", { models: { default: 7 } }],
    ["models", { models: "qwen" }],
    ["budget.steps", { budget: { steps: 0 } }],
    ["budget.seconds", { budget: { seconds: "60" } }],
    ["budget.tokens", { budget: { tokens: 1.5 } }],
    ["(the whole file)", []],
  ];
  for (const [path, raw] of wrong) {
    test(`a wrong ${path} is named`, () => {
      assert.throws(
        () => parseConfig(raw, "config.json"),
        (thrown) => isError("E_CONFIG")(thrown) && (thrown as Error).message.startsWith(`The setting ${path} is wrong`),
      );
    });
  }

  test("unknown ones are told by their path and do no harm", () => {
    const { config, unknown } = parseConfig({ models: { default: "x", temperature: 1 }, theme: "dark" }, "config.json");
    assert.equal(config.models.default, "x");
    assert.deepEqual(unknown, ["models.temperature", "theme"]);
  });

  test("choosing a default keeps everything else; null takes it away", async (t) => {
    const home = join(await tempFolder(t), "home");
    await writeDefaultModel(home, "a");
    const path = join(home, "config.json");
    writeFileSync(path, JSON.stringify({ budget: { steps: 9 }, mine: 1, models: { default: "a", extra: 2 } }));
    await writeDefaultModel(home, "b");
    assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), {
      budget: { steps: 9 },
      mine: 1,
      models: { extra: 2, default: "b" },
    });
    await writeDefaultModel(home, null);
    assert.equal((await readConfig(home)).config.models.default, undefined);
  });

  test("a wrong file is never written over", async (t) => {
    const home = await tempFolder(t);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "config.json"), "{ broken");
    await assert.rejects(writeDefaultModel(home, "b"), isError("E_CONFIG", /not valid JSON/));
    assert.equal(readFileSync(join(home, "config.json"), "utf8"), "{ broken");
  });
});
