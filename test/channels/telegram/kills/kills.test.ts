import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { judge, type Evidence } from "./judge.ts";
import { runKills } from "./run.ts";

describe("a bot whose process is killed while it talks", () => {
  const kills = Number(process.env["KRALLE_KILLS"] ?? 5);
  test(
    `${kills} kills: each message is answered once, and what nobody can tell is shown`,
    { timeout: 900_000 },
    async (t) => {
      const folder = mkdtempSync(join(tmpdir(), "kralle-bot-"));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const verdict = await runKills({ folder, seed: Number(process.env["KRALLE_SEED"] ?? 1), kills });
      t.diagnostic(
        `${verdict.messages} messages, ${verdict.kills} kills, ${verdict.hits} amid a send, ${verdict.unclear} unclear`,
      );
      assert.deepEqual(verdict.faults, []);
      assert.ok(verdict.hits * 2 > kills && verdict.messages * 2 > kills, "the kills hit work");
    },
  );

  test("control: the judge sees what is doubled, lost, left open, and a beginning without an answer", () => {
    const fair: Evidence = { sent: [1, 2], shown: ["item 1.", "item 2."], unclear: [], open: 0 };
    const faultsOf = (change: Partial<Evidence>) => judge({ ...fair, ...change }).faults.length;
    assert.equal(faultsOf({}), 0);
    assert.equal(faultsOf({ shown: ["item 1.", "item 2.", "item 2."] }), 1);
    assert.equal(faultsOf({ shown: ["item 1."] }), 1);
    assert.equal(faultsOf({ shown: ["item 1."], unclear: ["item 2."] }), 0, "told as unclear");
    assert.equal(faultsOf({ shown: ["item 1.", "item 2.", "…"] }), 1);
    assert.equal(faultsOf({ open: 1 }), 1);
  });
});
