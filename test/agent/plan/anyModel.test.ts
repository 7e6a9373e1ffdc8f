import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { readTree } from "../../../eval/judge.ts";
import { blindModels } from "../../../eval/models.ts";
import { copyWorkspace, loadTasks } from "../../../eval/tasks.ts";
import { createAgent } from "../../../src/agent/index.ts";
import { silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import { createSandbox } from "../../../src/guard/index.ts";
import { openStore, type Store } from "../../../src/store/index.ts";
import { noNet } from "../../../scripts/testing/net.ts";

const net = noNet;
const ctx: Context = { signal: new AbortController().signal, clock: systemClock, log: silentLogger, net };
let home: string;
let store: Store;

before(async () => {
  home = mkdtempSync(join(tmpdir(), "kralle-any-model-"));
  store = await openStore(home, ctx);
});

after(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

/** As many of the tasks, from all workspaces, however many there come to be. */
const TASKS = 40;
const tasks = loadTasks().filter(({ frozen }) => !frozen);
const every = Math.ceil(tasks.length / TASKS);

/** The worst model there is: it draws at random from what it is offered. It may be wrong; nothing may break. */
describe("with a model that chooses at random", () => {
  for (const { task, workspace } of tasks.filter((_, at) => at % every === 0)) {
    it(`${task.id} ends in a whole result, and undo brings every byte back`, async () => {
      const copy = copyWorkspace(workspace);
      try {
        const start = await readTree(copy.dir);
        const sandbox = await createSandbox(ctx);
        const agent = createAgent({
          store,
          models: blindModels("random", 7),
          sandbox,
          modelName: "random",
          interactive: false,
        });
        const result = await agent.ask({ text: task.request, workspace: copy.dir, today: task.today }, ctx);
        assert.notEqual(result.error?.code, "E_BUG", result.error?.message);
        assert.equal(result.ok, result.error === null);
        assert.doesNotThrow(() => JSON.parse(JSON.stringify(result)));
        for (const { path, kind } of result.changed) {
          assert.equal(existsSync(join(copy.dir, path)), kind !== "deleted", `${path} ${kind}`);
        }
        const changed = [...(await readTree(copy.dir))].filter(([path, bytes]) => !start.get(path)?.equals(bytes));
        assert.ok(changed.length <= result.changed.length, "every change is told");
        if (result.changed.length > 0) await agent.undo(copy.dir, ctx);
        assert.deepEqual(toDigest(await readTree(copy.dir)), toDigest(start));
      } finally {
        copy.dispose();
      }
    });
  }
});

function toDigest(tree: Map<string, Buffer>): [string, string][] {
  return [...tree].map(([path, bytes]): [string, string] => [path, bytes.toString("base64")]).toSorted();
}
