import assert from "node:assert/strict";
import { link, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import type { Workspace } from "../../../src/agent/workspace/index.ts";
import { tempStore } from "../../store/_setup.ts";
import { CANARY, IS_FULL, openPlace, outcome, type Place } from "./_place.ts";

type Op = [name: string, run: (workspace: Workspace, path: string) => Promise<unknown>];

const data = Buffer.from("x");
const OPS: readonly Op[] = [
  ["read", (workspace, path) => workspace.read(path)],
  ["write", (workspace, path) => workspace.write(path, data)],
  ["create", (workspace, path) => workspace.create(path, data)],
  ["remove", (workspace, path) => workspace.remove(path)],
  ["move from", (workspace, path) => workspace.move(path, "taken.txt")],
  ["move to", (workspace, path) => workspace.move("sub/own.txt", path)],
  ["stat", (workspace, path) => workspace.stat(path)],
];

/** Links that somebody left in the workspace, and the path by which they are met. */
const LINKS: readonly [name: string, make: (place: Place) => Promise<unknown>, path: string][] = [
  ["to a file", ({ root, secret }) => symlink(secret, join(root, "l")), "l"],
  ["to a file, relative", ({ root }) => symlink("../secret.txt", join(root, "l")), "l"],
  ["to a folder", ({ root, outer }) => symlink(join(outer, "outside"), join(root, "l")), "l/secret.txt"],
  ["to a folder, a new file", ({ root, outer }) => symlink(join(outer, "outside"), join(root, "l")), "l/new.txt"],
  ["to a folder, deeper", ({ root, outer }) => symlink(join(outer, "outside"), join(root, "l")), "l/a/b/new.txt"],
  ["to the folder around", ({ root }) => symlink("..", join(root, "l")), "l/secret.txt"],
  ["in a folder, to the folder around", ({ root }) => symlink("../..", join(root, "sub/l")), "sub/l/secret.txt"],
  ["to nothing yet", ({ root, outer }) => symlink(join(outer, "new.txt"), join(root, "l")), "l"],
  ["to nothing yet, in a folder", ({ root, outer }) => symlink(join(outer, "new"), join(root, "l")), "l/new.txt"],
  [
    "to a link",
    async ({ root, secret }) => {
      await symlink(secret, join(root, "m"));
      await symlink("m", join(root, "l"));
    },
    "l",
  ],
  ["to itself", ({ root }) => symlink("l", join(root, "l")), "l"],
  [
    "in a circle",
    async ({ root }) => {
      await symlink("m", join(root, "l"));
      await symlink("l", join(root, "m"));
    },
    "l/x",
  ],
  ["to the root of the machine", ({ root }) => symlink("/", join(root, "l")), "l/etc/hostname"],
  ["to the process's root", ({ root }) => symlink("/proc/self/root", join(root, "l")), "l/etc/hostname"],
  ["to the process's folder", ({ root }) => symlink("/proc/self/cwd", join(root, "l")), "l/package.json"],
  ["to a descriptor", ({ root }) => symlink("/dev/fd/0", join(root, "l")), "l"],
  ["out and in again", ({ root }) => symlink("../ws/../secret.txt", join(root, "l")), "l"],
  ["with a name in other letters", ({ root, secret }) => symlink(secret, join(root, "u\u0308")), "ü"],
  [
    "as a parent of a folder",
    async ({ root, outer }) => {
      await mkdir(join(root, "p"));
      await symlink(join(outer, "outside"), join(root, "p/q"));
    },
    "p/q/secret.txt",
  ],
  ["a file whose name goes up", ({ root, secret }) => symlink(secret, join(root, "..x")), "..x"],
];

/** Of a hard link the bytes are inside, too: reading is no breach, changing them would be. */
const HARD = OPS.filter(([name]) => name !== "read" && name !== "stat");

test("no link leads out, whatever is done with it", async (t) => {
  let cases = 0;
  const store = await tempStore(t);
  for (const [name, make, path] of LINKS) {
    for (const [op, run] of OPS) {
      const place = await openPlace(t, store);
      await make(place);
      await place.workspace.begin("run_links", "links");
      await outcome(run(place.workspace, path), `${name}: ${op}`);
      await place.workspace.end();
      await place.untouched();
      cases += 1;
    }
  }
  for (const where of ["l", "sub/l", "a.csv", "ü", "x y", "-rf", ".hidden", "l.txt", "deep/l", "l..", "L", "1"]) {
    for (const [op, run] of HARD) {
      const place = await openPlace(t, store);
      await mkdir(join(place.root, "deep"));
      await link(place.secret, join(place.root, where));
      await place.workspace.begin("run_links", "links");
      await outcome(run(place.workspace, where), `hard link ${where}: ${op}`);
      await place.workspace.end();
      await place.untouched();
      cases += 1;
    }
  }
  t.diagnostic(`${cases} cases`);
  assert.ok(cases >= 200, `${cases}`);
});

/** Swaps a folder for a link to the outside and back, as fast as it can, in a thread of its own. */
const SWAPPER = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
  const { workerData: { real, aside, target, stop } } = require("node:worker_threads");
  const flag = new Int32Array(stop);
  while (Atomics.load(flag, 0) === 0) {
    try { renameSync(real, aside); symlinkSync(target, real); Atomics.add(flag, 1, 1); } catch {}
    try { unlinkSync(real); } catch {}
    try { renameSync(aside, real); } catch {}
  }
`;

const RACES: readonly Op[] = [
  ["read", (workspace) => workspace.read("swap/secret.txt")],
  ["read deeper", (workspace) => workspace.read("swap/in/secret.txt")],
  ["write", (workspace) => workspace.write("swap/secret.txt", data)],
  ["write a new one", (workspace, path) => workspace.write(`swap/${path}`, data)],
  ["create", (workspace, path) => workspace.create(`swap/${path}`, data)],
  ["create deeper", (workspace, path) => workspace.create(`swap/new/${path}`, data)],
  ["remove", (workspace) => workspace.remove("swap/secret.txt")],
  ["move from", (workspace, path) => workspace.move("swap/secret.txt", path)],
  ["move to", (workspace, path) => workspace.move("sub/own.txt", `swap/${path}`)],
  ["stat", (workspace) => workspace.stat("swap/secret.txt")],
];

test("no folder that is swapped for a link meanwhile leads out", async (t) => {
  const rounds = IS_FULL ? 10_000 : 40;
  let swaps = 0;
  for (const [name, run] of RACES) {
    const { root, outer, workspace, untouched } = await openPlace(t);
    await mkdir(join(root, "swap/in"), { recursive: true });
    const stop = new SharedArrayBuffer(8);
    const places = { real: join(root, "swap"), aside: join(root, "aside"), target: join(outer, "outside"), stop };
    const worker = new Worker(SWAPPER, { eval: true, workerData: places });
    await workspace.begin("run_race", "race");
    const put = (): Promise<unknown> =>
      writeFile(join(root, "swap/secret.txt"), "own", { flag: "wx" }).catch(() => null);
    try {
      for (let round = 0; round < rounds; round += 1) {
        if (round % 10 === 0) await put(); // where the link stands there is one already
        await outcome(run(workspace, `n${round}.txt`), name);
      }
    } finally {
      Atomics.store(new Int32Array(stop), 0, 1);
      await new Promise((resolve) => worker.once("exit", resolve));
    }
    swaps += Atomics.load(new Int32Array(stop), 1);
    await workspace.end();
    await untouched();
  }
  t.diagnostic(`${RACES.length} races of ${rounds} rounds, ${swaps} swaps`);
  assert.ok(swaps > RACES.length, `${swaps}`);
});

test("control: who only looks before it reads is led out", async (t) => {
  const { root, secret } = await openPlace(t);
  await symlink(secret, join(root, "l"));
  assert.equal(await readFile(join(root, "l"), "utf8"), CANARY);
});
