import assert from "node:assert/strict";
import { chmod, mkdir, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../../src/agent/workspace/index.ts";
import { LIMITS } from "../../../src/core/index.ts";
import { createContext, isError } from "../../store/_setup.ts";
import { bytes, openBench, snapshot } from "./_setup.ts";

test("list is sorted and leaves out what is no work of the person", async (t) => {
  const { workspace } = await openBench(t, {
    "b.txt": "b",
    "a/ä.txt": "ä",
    "a/.hidden": "h",
    ".git/config": "",
    "x/node_modules/y.js": "",
    ".kralle/x": "",
    "~$Liste.xlsx": "",
    ".kralle-und_1-1.tmp": "",
    "x/.DS_Store": "",
  });
  const listed = await workspace.list();
  assert.deepEqual(
    listed.map(({ path }) => path),
    ["a/.hidden", "a/ä.txt", "b.txt"],
  );
  assert.equal(listed[2]?.bytes, 1);
  assert.ok(Math.abs((listed[2]?.modifiedMs ?? 0) - Date.now()) < 60_000);
});

test("the version of a file differs after a change of the same length within the same millisecond", async (t) => {
  const { workspace, root } = await openBench(t, { "a.txt": "1" });
  const before = await workspace.stat("a.txt");
  const listed = (await workspace.list())[0];
  assert.equal(listed?.version, before?.version);
  await workspace.write("a.txt", bytes("2"));
  const after = await stat(join(root, "a.txt"));
  await utimes(join(root, "a.txt"), after.atimeMs / 1000, (before?.modifiedMs ?? 0) / 1000);
  assert.notEqual((await workspace.stat("a.txt"))?.version, before?.version);
});

test("too many files and too large files say so", async (t) => {
  const { workspace, root, ctx } = await openBench(t);
  const { listFiles } = await import("../../../src/agent/workspace/list.ts");
  for (const name of ["1", "2", "3"]) await writeFile(join(root, name), "");
  await assert.rejects(listFiles({ root, home: null }, ctx, 2), isError("E_INPUT", /more than 2 files/));
  await truncate(join(root, "1"), LIMITS.fileBytes + 1);
  await assert.rejects(workspace.read("1"), isError("E_FILE_TOO_LARGE", /33 MB|32 MB/));
  assert.equal((await workspace.stat("1"))?.bytes, LIMITS.fileBytes + 1);
});

test("create and move never overwrite; write keeps the mode", async (t) => {
  const { workspace, root } = await openBench(t, { "a.txt": "a", "b.txt": "b" });
  await chmod(join(root, "a.txt"), 0o640);
  await assert.rejects(workspace.create("a.txt", bytes("x")), isError("E_EXISTS"));
  await assert.rejects(workspace.move("a.txt", "b.txt"), isError("E_EXISTS"));
  await assert.rejects(workspace.move("none", "c.txt"), isError("E_NOT_FOUND"));
  await workspace.move("a.txt", "a.txt");
  await workspace.write("a.txt", bytes("neu"));
  assert.equal((await stat(join(root, "a.txt"))).mode & 0o777, 0o640);
  assert.equal((await workspace.read("b.txt")).toString(), "b");
});

test("changes are folded: made then edited is created, renamed twice is once", async (t) => {
  const { workspace } = await openBench(t, { "a.txt": "a", "b.txt": "b", "c.txt": "c", "d.txt": "d", "e.txt": "e" });
  await workspace.begin("run_1", "work");
  assert.deepEqual(await workspace.changes(), []);
  await workspace.create("new.txt", bytes("1"));
  await workspace.write("new.txt", bytes("2"));
  await workspace.move("a.txt", "a2.txt");
  await workspace.move("a2.txt", "a3.txt");
  await workspace.write("b.txt", bytes("b2"));
  await workspace.move("b.txt", "b2.txt");
  await workspace.remove("c.txt");
  await workspace.create("gone.txt", bytes("x"));
  await workspace.remove("gone.txt");
  await workspace.remove("d.txt");
  await workspace.create("d.txt", bytes("other"));
  await workspace.write("e.txt", bytes("e2"));
  await workspace.write("e.txt", bytes("e"));
  const expected = [
    { path: "a3.txt", kind: "renamed", from: "a.txt" },
    { path: "b2.txt", kind: "renamed", from: "b.txt" },
    { path: "b2.txt", kind: "edited" },
    { path: "c.txt", kind: "deleted" },
    { path: "d.txt", kind: "edited" },
    { path: "new.txt", kind: "created" },
  ];
  assert.deepEqual(await workspace.changes(), expected);
  await workspace.end();
  assert.deepEqual(await workspace.changes(), expected);
  await workspace.begin("run_2", "nothing");
  await workspace.write("e.txt", bytes("e"));
  await workspace.end();
  assert.deepEqual(await workspace.changes(), []);
});

test("undo takes back one unit at a time, with content, mode, time and folders", async (t) => {
  const { workspace, root } = await openBench(t, { "a.txt": "alt", "sub/b.txt": "b", "leer.txt": "" });
  await chmod(join(root, "a.txt"), 0o600);
  await utimes(join(root, "a.txt"), 1_000_000, 1_000_000);
  const start = await snapshot(root);
  await workspace.begin("run_1", "erste");
  await workspace.write("a.txt", bytes("neu"));
  await workspace.create("x/y/z.txt", bytes("z"));
  await workspace.move("sub/b.txt", "x/b.txt");
  await workspace.end();
  const middle = await snapshot(root);
  assert.ok("sub" in middle, "a folder of the person stays, also when it is empty");
  await workspace.begin("run_2", "zweite");
  await workspace.move("x/y/z.txt", "w/z.txt");
  await workspace.remove("a.txt");
  await workspace.remove("leer.txt");
  await workspace.end();
  assert.ok(!("x/y" in (await snapshot(root))), "a folder that Kralle made goes when it is empty");
  const second = await workspace.undo();
  assert.equal(second.label, "zweite");
  assert.deepEqual(
    second.changes.map(({ kind }) => kind),
    ["deleted", "deleted", "renamed"],
  );
  assert.deepEqual(await snapshot(root), middle);
  assert.equal((await workspace.undo()).label, "erste");
  assert.deepEqual(await snapshot(root), start);
  await assert.rejects(workspace.undo(), isError("E_NOTHING_TO_UNDO"));
});

test("undo refuses when a file is not as it was left, and changes nothing", async (t) => {
  const { workspace, root } = await openBench(t, { "a.txt": "a", "b.txt": "b", "c.txt": "c" });
  await workspace.begin("run_1", "work");
  await workspace.write("a.txt", bytes("a2"));
  await workspace.remove("b.txt");
  await workspace.move("c.txt", "d.txt");
  await workspace.end();
  const cases: [string, string | null, RegExp][] = [
    ["a.txt", "mine", /"a.txt" was changed/],
    ["a.txt", null, /"a.txt" is gone/],
    ["b.txt", "mine", /"b.txt" is there again/],
    ["c.txt", "mine", /"c.txt" is there again/],
    ["d.txt", "mine", /"d.txt" was changed/],
  ];
  const left = await snapshot(root);
  for (const [path, text, message] of cases) {
    await (text === null ? rm(join(root, path)) : writeFile(join(root, path), text));
    const before = await snapshot(root);
    await assert.rejects(workspace.undo(), isError("E_UNDO_CONFLICT", message), path);
    assert.deepEqual(await snapshot(root), before);
    const old = left[path];
    await (old ? writeFile(join(root, path), old.text) : rm(join(root, path)));
  }
  await mkdir(join(root, "b.txt"));
  await assert.rejects(workspace.undo(), isError("E_UNDO_CONFLICT", /b\.txt/));
  await rm(join(root, "b.txt"), { recursive: true });
  assert.equal((await workspace.undo()).changes.length, 3);
});

test("a run that is resumed goes on in its unit; changes outside a unit stand alone", async (t) => {
  const { workspace, reopen } = await openBench(t, { "a.txt": "a" });
  await workspace.begin("run_1", "lang");
  await workspace.write("a.txt", bytes("a2"));
  const after = await reopen();
  await after.begin("run_1", "lang");
  assert.deepEqual(await after.changes(), [{ path: "a.txt", kind: "edited" }]);
  await after.create("b.txt", bytes("b"));
  await after.end();
  await after.create("c.txt", bytes("c"));
  await after.create("d.txt", bytes("d"));
  assert.deepEqual(await after.changes(), [{ path: "d.txt", kind: "created" }]);
  assert.equal((await after.undo()).label, "create d.txt");
  assert.equal((await after.undo()).label, "create c.txt");
  assert.equal((await after.undo()).changes.length, 2);
  await assert.rejects(
    (async () => {
      await after.begin("r", "1");
      await after.begin("r", "2");
    })(),
    isError("E_BUG"),
  );
});

test("a cancelled context stops before the next change", async (t) => {
  const { root, store } = await openBench(t, { "a.txt": "a" });
  const stop = new AbortController();
  const workspace = await openWorkspace(root, store, createContext({ signal: stop.signal }));
  stop.abort();
  await assert.rejects(workspace.write("a.txt", bytes("x")), isError("E_CANCELLED"));
  assert.equal((await workspace.read("a.txt")).toString(), "a");
});

test("a workspace must be a folder that exists", async (t) => {
  const { root, store, ctx } = await openBench(t, { "a.txt": "a" });
  await assert.rejects(openWorkspace(join(root, "none"), store, ctx), isError("E_NOT_FOUND", /--workspace/));
  await assert.rejects(openWorkspace(join(root, "a.txt"), store, ctx), isError("E_INPUT", /is a file/));
});
