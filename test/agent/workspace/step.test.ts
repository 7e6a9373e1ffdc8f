import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { openWorkspace, type Workspace } from "../../../src/agent/workspace/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { createContext, isError, tempFolder, tempStore } from "../../store/_setup.ts";
import { fill, snapshot as snapshotOf } from "./_setup.ts";

const ctx = createContext();

async function snapshot(root: string): Promise<Record<string, string>> {
  const files = Object.entries(await snapshotOf(root));
  return Object.fromEntries(files.flatMap(([path, entry]) => (entry === null ? [] : [[path, entry.text]])));
}

/** A run that a crash ended: the workspace is opened anew, and the run begins again in it. */
async function again(root: string, store: Store, run = "run_1"): Promise<Workspace> {
  const workspace = await openWorkspace(root, store, ctx);
  await workspace.begin(run, "x");
  return workspace;
}

async function append(workspace: Workspace, path: string, line: string): Promise<void> {
  await workspace.write(path, Buffer.concat([await workspace.read(path), Buffer.from(`${line}\n`)]));
}

async function open(t: TestContext): Promise<{ root: string; store: Store }> {
  const root = await tempFolder(t, "kralle-ws-");
  await fill(root, { "log.md": "# Log\n", "a.txt": "a" });
  return { root, store: await tempStore(t, ctx) };
}

describe("a step that a crash ended after it had changed files", () => {
  it("changes them once when it runs again; what steps before it changed stays", async (t) => {
    const { root, store } = await open(t);
    const first = await again(root, store);
    await first.enterStep(1);
    await append(first, "log.md", "one");
    await first.enterStep(2);
    await append(first, "log.md", "two");
    await append(first, "log.md", "two more");
    await first.move("a.txt", "b/a.txt");
    await first.create("new.txt", Buffer.from("new"));
    const second = await again(root, store);
    await second.enterStep(2);
    assert.deepEqual(await snapshot(root), { "log.md": "# Log\none\n", "a.txt": "a" });
    await append(second, "log.md", "two");
    await second.end();
    assert.deepEqual(await snapshot(root), { "log.md": "# Log\none\ntwo\n", "a.txt": "a" });
    assert.deepEqual(await second.changes(), [{ path: "log.md", kind: "edited" }]);
    await second.undo();
    assert.deepEqual(await snapshot(root), { "log.md": "# Log\n", "a.txt": "a" });
  });

  it("control: without being told of the step, it changes them twice", async (t) => {
    const { root, store } = await open(t);
    await append(await again(root, store), "log.md", "one");
    await append(await again(root, store), "log.md", "one");
    assert.equal((await snapshot(root))["log.md"], "# Log\none\none\n");
  });

  it("also when other work changed other files meanwhile", async (t) => {
    const { root, store } = await open(t);
    const first = await again(root, store);
    await first.enterStep(1);
    await append(first, "log.md", "one");
    const other = await again(root, store, "run_2");
    await other.enterStep(1);
    await append(other, "a.txt", "other");
    await other.end();
    const second = await again(root, store);
    await second.enterStep(1);
    await append(second, "log.md", "one");
    assert.deepEqual(await snapshot(root), { "log.md": "# Log\none\n", "a.txt": "aother\n" });
  });

  it("where somebody changed the file since, nothing is lost: it ends with an error that names it", async (t) => {
    const { root, store } = await open(t);
    const first = await again(root, store);
    await first.enterStep(1);
    await append(first, "log.md", "one");
    await writeFile(join(root, "log.md"), "mine");
    const second = await again(root, store);
    await assert.rejects(second.enterStep(1), isError("E_UNDO_CONFLICT", /log\.md/));
    assert.equal((await snapshot(root))["log.md"], "mine");
  });

  it("a crash on the way back is no conflict: what was taken back already is only noted", async (t) => {
    const { root, store } = await open(t);
    const first = await again(root, store);
    await first.enterStep(1);
    await append(first, "log.md", "one");
    await first.create("new.txt", Buffer.from("new"));
    await rm(join(root, "new.txt")); // as the first half of the way back leaves it
    const second = await again(root, store);
    await second.enterStep(1);
    assert.deepEqual(await snapshot(root), { "log.md": "# Log\n", "a.txt": "a" });
  });
});
