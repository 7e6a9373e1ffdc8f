import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ModelProfile, ResidentList } from "../../src/app/index.ts";
import { homeWithModels, run } from "./_setup.ts";

const toJson = <T>(text: string): T => JSON.parse(text.trim().split("\n").at(-1) ?? "") as T;

describe("kralle models show, probe, ps", () => {
  test("measures a model, keeps it, shows it in both languages and as JSON", async (t) => {
    const home = homeWithModels(t);
    const before = await run(["models", "show", "smollm2-135m"], { home });
    assert.equal(before.code, 0, before.stderr);
    assert.match(
      before.stdout.replaceAll(/\s+/g, " "),
      /smollm2-135m: here, 98 MB, .* Never measured here: `kralle models probe/,
    );

    const probed = await run(["models", "probe", "smollm2-135m", "--seconds", "2", "--json"], { home });
    assert.equal(probed.code, 0, probed.stderr);
    assert.match(probed.stderr, /Measured: choosing \d+ %.* German \d+ %/s);
    assert.match(probed.stderr, /Reading \d+ tokens/);
    const profile = toJson<ModelProfile>(probed.stdout);
    assert.equal(profile.kind, "starter");
    assert.ok(profile.ability && profile.ability.tokensPerSecond > 0 && profile.ability.german !== undefined);
    assert.ok(profile.depth && profile.depth.checkedTokens > 300 && profile.depth.speeds.length > 0);
    assert.ok((profile.memoryBytes ?? 0) > 2e8);
    assert.match(profile.engine ?? "", /llama\.cpp/);

    const shown = await run(["models", "show", "smollm2-135m", "--json"], { home });
    assert.deepEqual(toJson(shown.stdout), profile);
    const german = await run(["models", "show", "smollm2-135m"], {
      home,
      env: { LC_ALL: "de_DE.UTF-8", COLUMNS: "60" },
    });
    assert.match(german.stdout, /kann +Wählen \d+ %/);
    assert.match(german.stdout, /Kontext +8\.192 Token/);
    assert.ok(
      german.stdout.split("\n").every((line) => line.length <= 60),
      german.stdout,
    );
  });

  test("nothing is in the memory of a process that has just begun", async (t) => {
    const home = homeWithModels(t);
    const { models, budgetBytes } = toJson<ResidentList>((await run(["models", "ps", "--json"], { home })).stdout);
    assert.deepEqual(models, []);
    assert.ok(budgetBytes > 0);
    assert.match((await run(["models", "ps"], { home })).stdout, /No model is in the memory/);
  });

  test("faults are said", async (t) => {
    const home = homeWithModels(t);
    assert.equal((await run(["models", "probe"], { home })).code, 2);
    const wrong = await run(["models", "probe", "smollm2-135m", "--seconds", "-1"], { home });
    assert.equal(wrong.code, 2, wrong.stderr);
    const unknown = await run(["models", "show", "no-such-model"], { home });
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /No model is known as "no-such-model"/);
  });
});
