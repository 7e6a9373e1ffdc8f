import assert from "node:assert/strict";
import { test } from "node:test";
import { setBriefing } from "../../src/app/commands/briefingSettings.ts";

test("the folder of briefings is named by its whole path, wherever the gateway runs", () => {
  const accepts = (folder: string | null) => setBriefing.input.safeParse({ folder }).success;
  assert.deepEqual(["/srv/briefings", null, "briefings", "../../etc"].map(accepts), [true, true, false, false]);
});
