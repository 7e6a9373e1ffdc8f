import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { link, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../../src/agent/workspace/index.ts";
import { AppError } from "../../../src/core/index.ts";
import { openStore, sha256Of, type UndoChange } from "../../../src/store/index.ts";
import { createContext, isError, tempFolder } from "../../store/_setup.ts";
import { fill, openBench, snapshot } from "./_setup.ts";

const ctx = createContext();
const CHILD = join(import.meta.dirname, "_child.ts");

/** Runs the child and kills it some ms after it said its first `lines` lines. */
async function killAfter(args: string[], lines: number, delay: number): Promise<void> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  let said = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString().split("\n").length - 1;
    if (said >= lines) setTimeout(() => child.kill("SIGKILL"), delay);
  });
  await once(child, "close");
}

test("kill -9 while changing and while undoing: undo still returns to the start", async (t) => {
  const home = join(await tempFolder(t), "home");
  const root = await tempFolder(t, "kralle-ws-");
  await fill(root, { "a.txt": "alt", "d/c.txt": "auch alt", "person.txt": "mein" });
  const start = await snapshot(root);
  for (const [round, lines] of [1, 4, 9].entries()) {
    for (const seed of [0, 1, 2]) {
      await killAfter(["change", home, root, String(round * 3 + seed)], lines, (round + seed) % 5);
    }
    await killAfter(["undo", home, root], 1, round);
    const store = await openStore(home, ctx);
    const workspace = await openWorkspace(root, store, ctx);
    const names = Object.keys(await snapshot(root));
    assert.deepEqual(
      names.filter((name) => name.includes(".kralle-")),
      [],
      "no temporary file is left",
    );
    await undoAll(workspace);
    assert.deepEqual(await snapshot(root), start);
    await store.close();
  }
});

async function undoAll(workspace: Awaited<ReturnType<typeof openWorkspace>>): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    try {
      await workspace.undo();
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "E_NOTHING_TO_UNDO") return;
      throw thrown;
    }
  }
  assert.fail("undo does not come to an end");
}

type Draft = Omit<UndoChange, "seq" | "state" | "unit">;

const DRAFT: Draft = {
  kind: "write",
  path: "a.txt",
  source: null,
  before: sha256Of(Buffer.from("alt")),
  after: sha256Of(Buffer.from("neu")),
  mode: null,
  modified: null,
  folders: [],
  step: null,
};

test("an intent that a crash left is settled by what stands there", async (t) => {
  const bench = await openBench(t, { "a.txt": "alt" });
  const { root, store } = bench;
  const path = join(root, "a.txt");
  for (const bytes of ["alt", "neu"]) await store.blobs.put(Buffer.from(bytes));

  const settled = async (draft: Partial<Draft>, arrange: (temporary: string) => Promise<void>): Promise<string> => {
    const unit = await store.undo.openUnit({ root: bench.workspace.root, run: null, label: "x" }, ctx);
    const change = await store.undo.addChange({ ...DRAFT, ...draft, unit: unit.id });
    await arrange(join(root, `.kralle-${unit.id}-${change.seq}.tmp`));
    await bench.reopen();
    const [after] = await store.undo.changes(unit.id);
    await store.undo.setUnit(unit.id, "undone");
    return after?.state ?? "";
  };

  const write = (text: string) => (): Promise<void> => writeFile(path, text);
  assert.equal(await settled({}, write("alt")), "void", "nothing happened");
  assert.equal(await settled({}, write("neu")), "done", "it happened");
  assert.equal(await settled({}, write("drittes")), "done", "unclear: undo will find the conflict");
  const temporaryLeft = async (temporary: string): Promise<void> => {
    await writeFile(temporary, "ne");
    await write("drittes")();
  };
  assert.equal(await settled({}, temporaryLeft), "void", "the rename never came");
  assert.equal(await settled({ kind: "remove", after: null }, write("alt")), "void");
  assert.equal(await settled({ kind: "remove", after: null }, () => rm(path)), "done");
  assert.equal(await settled({ kind: "create", before: null }, () => Promise.resolve()), "void");
  assert.equal(await settled({ kind: "create", before: null }, write("neu")), "done");

  const move: Partial<Draft> = { kind: "move", path: "b.txt", source: "a.txt", after: DRAFT.before };
  assert.equal(await settled(move, write("alt")), "void");
  const halfMoved = (): Promise<void> => link(path, join(root, "b.txt"));
  assert.equal(await settled(move, halfMoved), "done", "linked, and now taken from the old name");
  await assert.rejects(readFile(path), { code: "ENOENT" });
  assert.equal(await readFile(join(root, "b.txt"), "utf8"), "alt");
  assert.deepEqual(Object.keys(await snapshot(root)), ["b.txt"]);
});

test("a link put in the place of an unsettled change does not keep the workspace from opening", async (t) => {
  const bench = await openBench(t, { "d/a.txt": "alt" });
  const unit = await bench.store.undo.openUnit({ root: bench.workspace.root, run: null, label: "x" }, ctx);
  await bench.store.undo.addChange({ ...DRAFT, path: "d/a.txt", unit: unit.id });
  await rm(join(bench.root, "d"), { recursive: true });
  await symlink(tmpdir(), join(bench.root, "d"));
  const workspace = await bench.reopen();
  await assert.rejects(workspace.undo(), isError("E_UNDO_CONFLICT", /d\/a\.txt/));
});

test("an undo that a crash cut is carried to its end at the next opening", async (t) => {
  const bench = await openBench(t, { "a.txt": "alt", "b.txt": "alt" });
  const start = await snapshot(bench.root);
  await bench.workspace.begin("run_1", "zwei");
  await bench.workspace.write("a.txt", Buffer.from("neu"));
  await bench.workspace.write("b.txt", Buffer.from("neu"));
  await bench.workspace.end();
  const unit = await bench.store.undo.lastUnit(bench.workspace.root, ["ended"]);
  await bench.store.undo.setUnit(unit?.id ?? "", "undoing");
  const workspace = await bench.reopen();
  assert.deepEqual(await snapshot(bench.root), start);
  await assert.rejects(workspace.undo(), isError("E_NOTHING_TO_UNDO"));
});

test("a change that is refused leaves nothing to undo", async (t) => {
  const { workspace, root, store } = await openBench(t, { "d/a.txt": "a" });
  await workspace.begin("run_1", "fails");
  const placed = workspace.write("d/a.txt/b.txt", Buffer.from("x"));
  await assert.rejects(placed, isError("E_NOT_FOUND"));
  await assert.rejects(
    workspace.create("neu/a.txt", Buffer.from("x")).then(() => workspace.create("neu/a.txt", Buffer.from("y"))),
    isError("E_EXISTS"),
  );
  assert.deepEqual(await workspace.changes(), [{ path: "neu/a.txt", kind: "created" }]);
  await workspace.end();
  await workspace.undo();
  assert.deepEqual(Object.keys(await snapshot(root)), ["d", "d/a.txt"]);
  assert.equal(await store.undo.lastUnit(workspace.root, ["ended"], ["done"]), null);
});
