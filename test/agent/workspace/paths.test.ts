import assert from "node:assert/strict";
import { link, mkdir, readFile, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { isError, tempFolder } from "../../store/_setup.ts";
import { bytes, fill, openBench, snapshot, type Bench } from "./_setup.ts";

const OUTSIDE = [
  "../x",
  "..",
  "a/../../x",
  "a/..",
  "./../x",
  "a/./../../x",
  "/etc/passwd",
  "//etc/passwd",
  "\\etc\\passwd",
  "\\\\server\\share",
  "..\\x",
  "a\\..\\..\\x",
  "C:\\x",
  "c:x",
  "C:/x",
  "~",
  "~/x",
  "~root/x",
  "file:///etc/passwd",
  "https://example.com/x",
  "a\0b",
  "../\0",
  "a/../../../../../../../../etc/passwd",
  "/proc/self/environ",
  "\ud800",
];
const UNMAKEABLE = [
  "CON",
  "nul.txt",
  "sub/COM1",
  "lpt9.csv",
  "aux",
  "a.",
  "a ",
  "x\ny",
  "x\u001by",
  "a\\b",
  `${"n".repeat(256)}`,
];
/** Odd, yet names like any other: nothing decodes them. */
const INSIDE = ["%2e%2e%2fx", "..x", "a..b", "．．/x", "‥/x", "a/./b", "a//b", "a;b", "$(id)", "-rf", "ü.txt", "🐙"];

async function everyCallRefuses(
  { workspace }: Bench,
  path: string,
  code: "E_OUTSIDE_WORKSPACE" | "E_REFUSED",
): Promise<void> {
  const data = bytes("x");
  await workspace.create("source.txt", data).catch(() => {});
  await assert.rejects(workspace.create(path, data), isError(code), `create ${path}`);
  await assert.rejects(workspace.write(path, data), isError(code), `write ${path}`);
  await assert.rejects(workspace.move("source.txt", path), isError(code), `move to ${path}`);
}

test("paths that lead outside by their form are refused by every call", async (t) => {
  const bench = await openBench(t, { "a/b.txt": "b" });
  for (const path of OUTSIDE) {
    await everyCallRefuses(bench, path, "E_OUTSIDE_WORKSPACE");
    for (const call of ["read", "stat", "remove"] as const) {
      await assert.rejects(
        bench.workspace[call](path),
        isError("E_OUTSIDE_WORKSPACE"),
        `${call} ${JSON.stringify(path)}`,
      );
    }
    await assert.rejects(bench.workspace.move(path, "y"), isError("E_OUTSIDE_WORKSPACE"), `move from ${path}`);
  }
  for (const path of UNMAKEABLE) await everyCallRefuses(bench, path, "E_OUTSIDE_WORKSPACE");
  for (const path of [".git/hooks/pre-commit", "sub/.GIT/config", ".kralle/x"]) {
    await everyCallRefuses(bench, path, "E_REFUSED");
  }
  assert.deepEqual(Object.keys(await snapshot(bench.root)).toSorted(), ["a", "a/b.txt", "source.txt"]);
});

test("control: odd names inside are made inside", async (t) => {
  const { workspace } = await openBench(t);
  for (const path of INSIDE) {
    await workspace.create(path, bytes(path));
    assert.equal((await workspace.read(path)).toString(), path);
    await workspace.remove(path);
  }
  assert.deepEqual(await workspace.list(), []);
});

test("any string either stays inside or is refused", async (t) => {
  const outer = await tempFolder(t, "kralle-outer-");
  const bench = await openBench(t, {});
  const part = fc.constantFrom("..", ".", "a", "/", "\\", "~", "C:", "%2e", "\0", "…", "con", " ", "l", "ä");
  await symlink(outer, join(bench.root, "l"));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 7 }), async (parts) => {
      await bench.workspace.write(parts.join(""), bytes("x")).catch(() => {});
      assert.deepEqual(await snapshot(outer), {});
    }),
    { numRuns: 200 },
  );
});

test("links: inside ones are followed, all others refused, whichever part is the link", async (t) => {
  const outer = await tempFolder(t, "kralle-outer-");
  await fill(outer, { "secret.txt": "geheim", "sub/x.txt": "x" });
  const bench = await openBench(t, { "real/inner.txt": "innen" });
  const { workspace, root } = bench;
  await symlink("real", join(root, "inside"));
  await symlink("real/inner.txt", join(root, "inside.txt"));
  await symlink(outer, join(root, "out"));
  await symlink(join(outer, "secret.txt"), join(root, "out.txt"));
  await symlink(join(outer, "new.txt"), join(root, "dangling.txt"));
  await symlink("../kralle-nowhere", join(root, "dangling"));
  await symlink("loop", join(root, "loop"));
  await symlink("out", join(root, "chain"));
  await symlink("/proc/self/root", join(root, "procroot"));

  assert.equal((await workspace.read("inside/inner.txt")).toString(), "innen");
  assert.equal((await workspace.read("inside.txt")).toString(), "innen");
  await workspace.write("inside/inner.txt", bytes("neu"));
  assert.deepEqual(await workspace.changes(), [{ path: "real/inner.txt", kind: "edited" }]);
  for (const path of [
    "out/secret.txt",
    "out.txt",
    "dangling.txt",
    "dangling/x",
    "loop",
    "loop/x",
    "chain/sub/x.txt",
    "procroot/etc/passwd",
  ]) {
    await assert.rejects(workspace.read(path), isError("E_OUTSIDE_WORKSPACE"), path);
    await everyCallRefuses(bench, path, "E_OUTSIDE_WORKSPACE");
    await assert.rejects(workspace.remove(path), isError("E_OUTSIDE_WORKSPACE"), path);
  }
  await assert.rejects(workspace.remove("inside.txt"), isError("E_INPUT", /is a link/));
  const listed = await workspace.list();
  assert.deepEqual(
    listed.filter((entry) => !entry.link).map((entry) => entry.path),
    ["real/inner.txt", "source.txt"],
  );
  assert.equal(listed.filter((entry) => entry.link).length, 9);
  assert.equal((await snapshot(outer))["secret.txt"]?.text, "geheim");
});

test("hard links are not written through", async (t) => {
  const outer = await tempFolder(t, "kralle-outer-");
  await fill(outer, { "a.txt": "außen" });
  const { workspace, root } = await openBench(t);
  await link(join(outer, "a.txt"), join(root, "a.txt"));
  await assert.rejects(workspace.write("a.txt", bytes("x")), isError("E_OUTSIDE_WORKSPACE", /hard link/));
  await workspace.remove("a.txt");
  assert.equal(await readFile(join(outer, "a.txt"), "utf8"), "außen");
});

test("devices, pipes and folders are no files", async (t) => {
  const { workspace, root } = await openBench(t, { "sub/a.txt": "a" });
  await assert.rejects(workspace.read("sub"), isError("E_INPUT", /is a folder/));
  await assert.rejects(workspace.write("sub", bytes("x")), isError("E_INPUT", /is a folder/));
  await assert.rejects(workspace.read("sub/a.txt/b"), isError("E_NOT_FOUND", /not a folder/));
  await assert.rejects(workspace.read("none.txt"), isError("E_NOT_FOUND"));
  await assert.rejects(workspace.read("."), isError("E_INPUT"));
  assert.equal(await workspace.stat("sub"), null);
  if (process.platform === "win32") return;
  const { execFileSync } = await import("node:child_process");
  execFileSync("mkfifo", [join(root, "pipe")]);
  await assert.rejects(workspace.read("pipe"), isError("E_FILE_UNREADABLE"));
});

test("a folder swapped for a link meanwhile never lets a call out", async (t) => {
  const outer = await tempFolder(t, "kralle-outer-");
  await fill(outer, { "x.txt": "geheim" });
  const { workspace, root } = await openBench(t, { "d/x.txt": "innen" });
  let swaps = 0;
  const stop = new AbortController();
  const [here, aside] = [join(root, "d"), join(root, "d2")];
  const swapping = (async () => {
    const ignore = (): void => {}; // a write may make the folder anew while it is away: then that one stays
    for (let round = 0; !stop.signal.aborted; round += 1) {
      await rename(here, aside).catch(ignore);
      await symlink(outer, here).then(() => (swaps += 1), ignore);
      await sleep(round % 3);
      await unlink(here).catch(ignore);
      await rename(aside, here).catch(() => rm(aside, { recursive: true, force: true }).catch(ignore));
      await sleep(round % 4);
    }
  })();
  let served = 0;
  let refused = 0;
  let leaks = 0; // control: what a call by path sees
  for (let round = 0; round < 300; round += 1) {
    try {
      if (round % 3 === 0) await workspace.write("d/x.txt", bytes(`innen ${round}`));
      else assert.match((await workspace.read("d/x.txt")).toString(), /^innen/);
      served += 1;
    } catch (thrown) {
      if (thrown instanceof assert.AssertionError) throw thrown;
      refused += 1;
    }
    if ((await readFile(join(root, "d/x.txt"), "utf8").catch(() => "")) === "geheim") leaks += 1;
  }
  stop.abort();
  await swapping;
  assert.deepEqual(Object.keys(await snapshot(outer)), ["x.txt"]);
  assert.equal((await snapshot(outer))["x.txt"]?.text, "geheim");
  assert.ok(
    served > 0 && refused > 0 && swaps > 10 && leaks > 0,
    `${served} served, ${refused} refused, ${swaps} swaps, ${leaks} leaks`,
  );
});

test("Kralle's own home inside a workspace is neither listed nor touched", async (t) => {
  const { store, ctx } = await openBench(t);
  const { openWorkspace } = await import("../../../src/agent/workspace/index.ts");
  await assert.rejects(openWorkspace(store.home, store, ctx), isError("E_INPUT", /own home/));
  const above = join(store.home, "..");
  await writeFile(join(above, "a.txt"), "a");
  const workspace = await openWorkspace(above, store, ctx);
  assert.deepEqual(
    (await workspace.list()).map((entry) => entry.path),
    ["a.txt"],
  );
  await assert.rejects(workspace.read("home/kralle.db"), isError("E_OUTSIDE_WORKSPACE", /Kralle's own/));
  await assert.rejects(workspace.create("home/x", bytes("x")), isError("E_OUTSIDE_WORKSPACE"));
});

test("names are shown composed and found in whichever form they have on disk", async (t) => {
  const { workspace, root } = await openBench(t);
  const nfd = "Übersicht Köln".normalize("NFD");
  await mkdir(join(root, nfd));
  await fill(root, { [`${nfd}/Grüße.txt`.normalize("NFD")]: "hallo" });
  const shown = "Übersicht Köln/Grüße.txt".normalize("NFC");
  assert.deepEqual(
    (await workspace.list()).map((entry) => entry.path),
    [shown],
  );
  assert.equal((await workspace.read(shown)).toString(), "hallo");
  assert.equal((await workspace.stat(shown.normalize("NFD")))?.path, shown);
  await assert.rejects(workspace.create(shown, bytes("x")), isError("E_EXISTS"));
  await workspace.write(shown, bytes("neu"));
  assert.deepEqual(Object.keys(await snapshot(root)), [nfd, `${nfd}/Grüße.txt`.normalize("NFD")]);
  await workspace.create("Übersicht Köln/Zweite.txt", bytes("2"));
  assert.equal((await workspace.list()).length, 2);
  // Both forms side by side: each keeps its own name and can be reached.
  await fill(root, { "é.txt": "nfc", ["é.txt".normalize("NFD")]: "nfd" });
  const both = (await workspace.list())
    .map((entry) => entry.path)
    .filter((path) => path.endsWith("́.txt") || path === "é.txt");
  assert.equal(both.length, 2);
  assert.deepEqual((await Promise.all(both.map((path) => workspace.read(path)))).map(String).toSorted(), [
    "nfc",
    "nfd",
  ]);
});
