import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { RanCommand } from "../../../src/agent/tools/run-command.ts";
import { createRefusingSandbox, createSandbox } from "../../../src/guard/index.ts";
import { createContext, isError } from "../../store/_setup.ts";
import { snapshot } from "../workspace/_setup.ts";
import { openTools } from "./_setup.ts";

const sandbox = await createSandbox(createContext());
const skip = sandbox.kind === "refuse" && "there is no working bubblewrap here";
const FILES = { "a.txt": "b\na\n", "alt.txt": "alt", "weg.txt": "weg", "ü/x.txt": "x", "script.sh": "exit 4" };
const sh = (script: string): { argv: string[] } => ({ argv: ["sh", "-c", script] });

test("what a command changed is taken over by the workspace, and undo takes it back", { skip }, async (t) => {
  const { call, workspace, root } = await openTools(t, FILES, sandbox);
  const start = await snapshot(root);
  await workspace.begin("run_1", "command");
  const script =
    "sort a.txt > s && mv s a.txt; mv alt.txt ü/neu.txt; rm weg.txt; mkdir -p d && echo 1 > d/e.txt; ln -s /etc/passwd evil; mkdir .git && echo x > .git/hook; ls";
  const result = await call<RanCommand>("run_command", sh(script));
  assert.equal(result.exitCode, 0, result.stderr);
  assert.match(result.stdout, /^a\.txt\nd\nevil\n/);
  assert.deepEqual(result.notes, ["evil was not taken over: it is a link or no ordinary file"]);
  const changes = [
    { path: "a.txt", kind: "edited" },
    { path: "d/e.txt", kind: "created" },
    { path: "weg.txt", kind: "deleted" },
    { path: "ü/neu.txt", kind: "renamed", from: "alt.txt" },
  ];
  assert.deepEqual(await workspace.changes(), changes);
  assert.equal((await workspace.read("a.txt")).toString(), "a\nb\n");
  assert.ok(!(".git" in (await snapshot(root))));
  await workspace.end();
  await workspace.undo();
  assert.deepEqual(await snapshot(root), start);
});

test("a command that fails changes nothing", { skip }, async (t) => {
  const { call, root } = await openTools(t, FILES, sandbox);
  const start = await snapshot(root);
  const result = await call<RanCommand>("run_command", sh("rm a.txt; echo '\u001b[31mrot' >&2; sh script.sh"));
  assert.deepEqual([result.exitCode, result.stderr, result.changed], [4, "rot\n", []]);
  assert.deepEqual(await snapshot(root), start);
});

test("links of the workspace are not there for the command, and are left as they are", { skip }, async (t) => {
  const { call, root } = await openTools(t, FILES, sandbox);
  await symlink("/etc/passwd", join(root, "evil"));
  const result = await call<RanCommand>("run_command", sh("cat evil"));
  assert.notEqual(result.exitCode, 0);
  assert.deepEqual(result.notes, ["evil was not there for the command: it is a link"]);
  const fine = await call<RanCommand>("run_command", sh("true"));
  assert.deepEqual(fine.changed, []);
});

test("without a sandbox nothing runs", async (t) => {
  const { call, root } = await openTools(t, FILES, createRefusingSandbox());
  const start = await snapshot(root);
  await assert.rejects(call("run_command", sh("rm a.txt")), isError("E_SANDBOX_MISSING"));
  assert.deepEqual(await snapshot(root), start);
});

test("a limit is an error that names it", async (t) => {
  const limited = {
    kind: "bubblewrap" as const,
    start: () => assert.fail("nothing stays"),
    run: () =>
      Promise.resolve({
        exitCode: 137,
        stdout: "halb",
        stderr: "",
        timedOut: true,
        limit: "time" as const,
        truncated: false,
      }),
  };
  const { call } = await openTools(t, FILES, limited);
  await assert.rejects(call("run_command", sh("sleep 100")), isError("E_SANDBOX_LIMIT", /limit of time/));
});
