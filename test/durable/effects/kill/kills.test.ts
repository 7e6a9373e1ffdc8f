import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tempFolder } from "../../../store/_setup.ts";
import { judge } from "./judge.ts";
import { hasDovecot } from "./mail.ts";
import { runKills } from "./run.ts";

const SEED = 41;
const KILLS = 30;

describe("acts outside and a process that is killed at any moment", () => {
  test(`${KILLS} kills: nothing with a key or that can be asked about is lost or doubled, and the rest never twice`, async (t) => {
    const folder = await tempFolder(t);
    const { faults, ...verdict } = await runKills({ folder, seed: SEED, kills: KILLS, mail: hasDovecot });
    t.diagnostic(`seed ${SEED}, mail ${hasDovecot}: ${JSON.stringify(verdict)}`);
    assert.deepEqual(faults, []);
    assert.ok(verdict.acts > KILLS, `${verdict.acts} acts`);
  });

  for (const mode of ["actThenRecord", "recordThenAct"] as const) {
    test(`control: ${mode} loses or doubles`, async (t) => {
      const folder = await tempFolder(t);
      const until = mode === "actThenRecord" ? /happened 2 times|not recorded/ : /is lost/;
      const { faults, kills } = await runKills({ folder, seed: SEED, kills: 40, mode, faults: 0, mail: false, until });
      const found = faults.find((fault) => until.test(fault));
      t.diagnostic(`after ${kills} kills: ${found}`);
      assert.ok(found, faults.join("\n"));
    });
  }
});

test("control: the judge sees each kind of fault", () => {
  const base = { effectClass: "keyed", state: "confirmed", ref: "a" };
  const verdict = (more: object, happened: [string, number][]): number =>
    judge([{ ...base, ...more } as Parameters<typeof judge>[0][number]], new Map(happened), new Set()).faults.length;
  assert.equal(verdict({}, [["a", 1]]), 0);
  assert.equal(verdict({ state: "unknown", effectClass: "neither" }, [["a", 1]]), 0);
  assert.equal(verdict({}, []), 1);
  assert.equal(verdict({}, [["a", 2]]), 1);
  assert.equal(verdict({ effectClass: "neither", state: "unknown" }, [["a", 2]]), 1);
  assert.equal(verdict({ state: "failed" }, [["a", 1]]), 1);
  assert.equal(verdict({ state: "sent" }, []), 1);
  assert.equal(verdict({ state: "unknown" }, []), 1);
  assert.equal(
    verdict({}, [
      ["a", 1],
      ["b", 1],
    ]),
    1,
  );
  assert.equal(judge([], new Map(), new Set(["a"])).faults.length, 1);
});
