import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { judge, type Evidence } from "./judge.ts";
import { runKills } from "./run.ts";

describe("a gateway that is killed at random moments", () => {
  it(
    "answers each acknowledged message exactly once, in order, and does nothing twice",
    { timeout: 240_000 },
    async (t) => {
      const folder = mkdtempSync(join(tmpdir(), "kralle-kills-"));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const verdict = await runKills({ folder, seed: 1, kills: 30 });
      t.diagnostic(
        `${verdict.messages} messages, ${verdict.kills} kills, ${verdict.hits} of them amid work, ${verdict.repeated} completions asked for again`,
      );
      assert.deepEqual(verdict.faults, []);
      assert.ok(verdict.messages > 30 && verdict.hits >= 5, `the kills hit work (${verdict.hits})`);
    },
  );
});

describe("control: the judge", () => {
  const fair = (): Evidence => ({
    sent: [{ session: "s", mark: "a-1", hasFolder: false, ids: new Set(["m1"]), ackedAt: 1 }],
    answers: new Map([
      [
        "s",
        [
          { id: "m1", role: "user", text: "", state: "done", replyTo: null, at: new Date(1).toISOString() },
          { id: "r1", role: "assistant", text: "x", state: "done", replyTo: "m1", at: new Date(50).toISOString() },
        ],
      ],
    ]),
    seen: [{ session: "s", seqs: [1, 2, 3], results: [] }],
    asked: [{ text: "tell me about item a-1 please", at: 20 }],
    killedAt: [],
    log: "",
  });
  it("finds nothing wrong with what is right", () => assert.deepEqual(judge(fair()).faults, []));
  it("finds an answer that is missing, or there twice", () => {
    const evidence = fair();
    const [message, reply] = evidence.answers.get("s") ?? [];
    assert.ok(message && reply);
    assert.notDeepEqual(judge({ ...evidence, answers: new Map([["s", [message]]]) }).faults, []);
    const twice = new Map([["s", [message, reply, { ...reply, id: "r2" }]]]);
    assert.notDeepEqual(judge({ ...evidence, answers: twice }).faults, []);
  });
  it("finds a completion that no kill explains, or that came after the answer", () => {
    const evidence = fair();
    const more = (at: number) => [...evidence.asked, { text: "tell me about item a-1 please", at }];
    assert.notDeepEqual(judge({ ...evidence, asked: more(30) }).faults, []);
    assert.deepEqual(judge({ ...evidence, asked: more(30), killedAt: [25] }).faults, []);
    assert.notDeepEqual(judge({ ...evidence, asked: more(60), killedAt: [25] }).faults, []);
  });
  it("finds an event that was not heard, or twice", () => {
    assert.notDeepEqual(judge({ ...fair(), seen: [{ session: "s", seqs: [1, 3], results: [] }] }).faults, []);
    assert.notDeepEqual(judge({ ...fair(), seen: [{ session: "s", seqs: [1, 2, 2], results: [] }] }).faults, []);
  });
  it("finds a message that was given two ids, and a line that stands twice", () => {
    const evidence = fair();
    const [sent] = evidence.sent;
    assert.ok(sent);
    assert.notDeepEqual(judge({ ...evidence, sent: [{ ...sent, ids: new Set(["m1", "m2"]) }] }).faults, []);
    const worked = { ...evidence, sent: [{ ...sent, hasFolder: true }] };
    assert.deepEqual(judge({ ...worked, log: "entry a-1 done" }).faults, []);
    assert.notDeepEqual(judge({ ...worked, log: "entry a-1 done\nentry a-1 done" }).faults, []);
  });
});
