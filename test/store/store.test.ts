import assert from "node:assert/strict";
import { chmod, mkdir, open, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openStore, sha256Of } from "../../src/store/index.ts";
import { createContext, isError, tempFolder, tempStore } from "./_setup.ts";

const ctx = createContext();

test(
  "files are 0600 and folders 0700, also where they were open before",
  { skip: process.platform === "win32" },
  async (t) => {
    const home = join(await tempFolder(t), "home");
    await mkdir(home, { mode: 0o755 });
    await chmod(home, 0o755);
    const store = await openStore(home, ctx);
    t.after(() => store.close());
    const sha256 = await store.blobs.put(Buffer.from("x"));
    const mode = async (path: string): Promise<number> => (await stat(join(home, path))).mode & 0o777;
    for (const path of ["", "blobs", `blobs/${sha256.slice(0, 2)}`]) assert.equal(await mode(path), 0o700, path);
    for (const path of ["kralle.db", "kralle.db-wal", "kralle.db-shm", `blobs/${sha256.slice(0, 2)}/${sha256}`]) {
      assert.equal(await mode(path), 0o600, path);
    }
  },
);

test("a damaged database says what to do", async (t) => {
  const home = await tempFolder(t);
  await writeFile(join(home, "kralle.db"), "this is no database, but long enough to be taken for one".repeat(100));
  await assert.rejects(openStore(home, ctx), isError("E_STORE", /damaged.*backup/));
});

test("a page overwritten in the middle is noticed at opening", async (t) => {
  const home = await tempFolder(t);
  const store = await openStore(home, ctx);
  const session = await store.sessions.create({ title: "x" }, ctx);
  for (let i = 0; i < 50; i += 1) await store.sessions.append(session.id, "e", { text: "y".repeat(1_000) }, ctx);
  await store.close();
  const path = join(home, "kralle.db");
  const file = await open(path, "r+");
  const { size } = await file.stat();
  for (let page = Math.floor(size / 8_192); page * 4_096 < size; page += 1) {
    await file.write(Buffer.alloc(64, 0xa5), 0, 64, page * 4_096);
  }
  await file.close();
  await assert.rejects(openStore(home, ctx), isError("E_STORE", /damaged/));
});

test("an unwritable home says so", { skip: process.getuid?.() === 0 && "root may write everywhere" }, async (t) => {
  const folder = await tempFolder(t);
  await chmod(folder, 0o500);
  await assert.rejects(openStore(join(folder, "home"), ctx), isError("E_HOME_UNWRITABLE", /KRALLE_HOME/));
});

test("a home that is a file says so", async (t) => {
  const path = join(await tempFolder(t), "home");
  await writeFile(path, "");
  await assert.rejects(openStore(path, ctx), isError("E_HOME_UNWRITABLE"));
});

test("blobs: same bytes once, checked when read", async (t) => {
  const store = await tempStore(t);
  const bytes = Buffer.from("Inhalt");
  const sha256 = await store.blobs.put(bytes);
  assert.equal(sha256, sha256Of(bytes));
  assert.equal(await store.blobs.put(bytes), sha256);
  assert.deepEqual(await store.blobs.get(sha256), bytes);
  const path = join(store.home, "blobs", sha256.slice(0, 2), sha256);
  assert.deepEqual(await readFile(path), bytes);
  await writeFile(path, "anderes");
  await assert.rejects(store.blobs.get(sha256), isError("E_STORE", /damaged/));
  await assert.rejects(store.blobs.get("../../etc/passwd"), isError("E_BUG"));
  assert.equal(await store.blobs.has("0".repeat(64)), false);
});
