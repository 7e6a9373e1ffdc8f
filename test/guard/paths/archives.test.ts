import assert from "node:assert/strict";
import { lstat, mkdir, readdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { test, type TestContext } from "node:test";
import { gzipSync, strToU8, zipSync } from "fflate";
import { packTar, type TarEntry } from "modern-tar";
import { unzip } from "../../../src/files/read/zip.ts";
import { unpackArchive } from "../../../src/models/llama-server/unpack.ts";
import type { Store } from "../../../src/store/index.ts";
import { createContext, tempStore } from "../../store/_setup.ts";
import { CANARY, openPlace } from "./_place.ts";

/** Names that want to be written elsewhere; `SECRET` stands for the canary's own path. */
const NAMES = [
  "../secret.txt",
  "../../secret.txt",
  "a/../../secret.txt",
  "./../secret.txt",
  "SECRET",
  "//SECRET",
  "..\\secret.txt",
  "..\\..\\secret.txt",
  "C:\\secret.txt",
  "/etc/kralle-canary",
  "../outside/secret.txt",
  "sub/../../outside/secret.txt",
  "%2e%2e/secret.txt",
  "../secret.txt\0.so",
  "..",
  "../",
  "/",
  "",
  ".",
  "link/secret.txt",
];

const all = (): boolean => true;
const BYTES = strToU8("written by an archive");

/** Whatever happened, it happened inside the folder: nothing around it changed, and no link in it leads out. */
async function checkInside(folder: string): Promise<void> {
  const real = await realpath(folder);
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!(await lstat(path)).isSymbolicLink()) continue;
    const target = await realpath(path).catch(() => real);
    assert.ok(target === real || target.startsWith(real + sep), `${name} leads to ${target}`);
  }
}

async function unpack(t: TestContext, store: Store, bytes: Uint8Array, name: string): Promise<void> {
  const { outer, root, untouched } = await openPlace(t, store);
  const archive = join(root, name);
  await writeFile(archive, bytes);
  const folder = join(root, "unpacked");
  await unpackArchive(archive, folder, all, createContext()).catch((thrown: unknown) => {
    assert.ok(thrown instanceof Error && "code" in thrown && thrown.code === "E_PACK", String(thrown));
  });
  await checkInside(folder);
  await untouched();
  assert.equal(await readFile(join(outer, "secret.txt"), "utf8"), CANARY);
}

test("no name in an archive is written outside its folder, and no link in it leads there", async (t) => {
  let cases = 0;
  const store = await tempStore(t);
  for (const raw of NAMES) {
    const place = await openPlace(t, store);
    const name = raw.replace("SECRET", place.secret);
    await unpack(t, store, zipSync({ [name]: BYTES }), "a.zip");
    const tar = async (entries: TarEntry[]): Promise<void> => {
      const packed = await packTar(entries).catch(() => null);
      if (packed === null) return; // it cannot be said in a tar
      await unpack(t, store, gzipSync(packed), "a.tar.gz");
      cases += 1;
    };
    await tar([{ header: { name, size: BYTES.length, type: "file" }, body: BYTES }]);
    await tar([
      { header: { name: "link", size: 0, type: "symlink", linkname: name } },
      { header: { name: "link", size: BYTES.length, type: "file" }, body: BYTES },
    ]);
    await tar([
      { header: { name: "hard", size: 0, type: "link", linkname: name } },
      { header: { name: "hard", size: BYTES.length, type: "file" }, body: BYTES },
    ]);
    cases += 1;
  }
  t.diagnostic(`${cases} archives`);
  assert.ok(cases >= 60, `${cases}`);
});

test("the reader of documents keeps parts of such names in memory, and writes nothing", async (t) => {
  const store = await tempStore(t);
  for (const name of NAMES) {
    const { secret, untouched } = await openPlace(t, store);
    const target = name.replace("SECRET", secret);
    assert.deepEqual([...unzip(zipSync({ [target]: BYTES }), all).values()], [BYTES]);
    await untouched();
  }
});

test("control: who joins the names is led out", async (t) => {
  const { root, secret } = await openPlace(t);
  await mkdir(join(root, "unpacked"));
  await symlink(secret, join(root, "unpacked", "link"));
  await assert.rejects(checkInside(join(root, "unpacked")), /leads to/);
  await writeFile(join(root, "unpacked", "../../secret.txt"), BYTES);
  assert.notEqual(await readFile(secret, "utf8"), CANARY);
});
