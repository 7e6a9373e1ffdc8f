import assert from "node:assert/strict";
import { chmod, cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Context } from "../../src/core/index.ts";
import {
  createBackup,
  ensureDailyBackup,
  listBackups,
  openStore,
  restoreBackup,
  type BackupInfo,
  type Store,
} from "../../src/store/index.ts";
import { createContext, isError, tempFolder } from "./_setup.ts";

const ctx = createContext();

interface House {
  home: string;
  store: Store;
  session: string;
  blob: string;
}

/** A home with a message that was answered, one that waits, and a content that the undo log names. */
async function tempHouse(t: TestContext): Promise<House> {
  const home = join(await tempFolder(t), "home");
  const store = await openStore(home, ctx);
  t.after(() => store.close());
  const { id: session } = await store.sessions.create({ title: "Büro" }, ctx);
  const { message } = await store.messages.accept({ session, key: "a", text: "Rechnung prüfen" }, ctx);
  await store.messages.answer({ message: message.id, state: "done", run: null, text: "geprüft", data: null }, ctx);
  await store.messages.accept({ session, key: "b", text: "Mail senden" }, ctx);
  const blob = await store.blobs.put(Buffer.from("Inhalt vorher"));
  const unit = await store.undo.openUnit({ root: "/w", run: null, label: "x" }, ctx);
  const change = {
    unit: unit.id,
    kind: "write",
    path: "a.txt",
    source: null,
    before: blob,
    after: null,
    step: null,
  } as const;
  await store.undo.addChange({ ...change, mode: null, modified: null, folders: [] });
  await writeFile(join(home, "config.json"), "{}");
  await mkdir(join(home, "files", session, "Ordner"), { recursive: true });
  await writeFile(join(home, "files", session, "Ordner", "Übersicht 1.txt"), "Anhang");
  await mkdir(join(home, "skills", "letters"), { recursive: true });
  await writeFile(join(home, "skills", "letters", "SKILL.md"), "---\nname: letters\n---\n");
  return { home, store, session, blob };
}

const textsOf = async (store: Store, session: string): Promise<string[]> =>
  (await store.messages.list(session)).map(({ text, state }) => `${text}: ${state}`);

test("what was being done outside when a backup was made is unknown after its restore: it may have been done since", async (t) => {
  const { home, store } = await tempHouse(t);
  const act = { kind: "mail", account: "a", effectClass: "keyed", key: "k", title: "", arguments: null } as const;
  for (const ref of ["intended", "sent", "confirmed"]) {
    const { record } = await store.effects.add({ ...act, ref, hash: "h", run: null, holder: "here" }, ctx);
    if (ref !== "intended") await store.effects.begin(record.id, "here", ctx);
    if (ref === "confirmed") await store.effects.finish(record.id, { state: "confirmed", receipt: 1 }, ctx);
  }
  const made = await createBackup(home, {}, ctx);
  const other = join(await tempFolder(t), "other");
  await restoreBackup(other, made.folder, {}, ctx);
  const again = await openStore(other, ctx);
  t.after(() => again.close());
  assert.deepEqual(await again.effects.open("here"), []);
  const states = (await again.effects.list({ limit: 9 })).map(({ ref, state }) => `${ref}: ${state}`);
  assert.deepEqual(states, ["confirmed: confirmed", "sent: unknown", "intended: unknown"]);
});

test("a backup while the store is in use holds one moment, and is restored into an empty home", async (t) => {
  const { home, store, session, blob } = await tempHouse(t);
  const ended = new AbortController();
  let last = 0;
  const writing = (async () => {
    while (!ended.signal.aborted)
      last = (await store.sessions.append(session, "x", { text: "y".repeat(2_000) }, ctx)).seq;
  })();
  const first = last;
  const made = await createBackup(home, {}, ctx);
  ended.abort();
  await writing;
  assert.ok(last > first, "it was written to meanwhile");
  assert.deepEqual([made.kind, made.state, made.isPartial], ["manual", "good", false]);
  assert.deepEqual(await listBackups(join(home, "backups"), ctx, { check: true }), [made]);

  const other = join(await tempFolder(t), "other");
  const restored = await restoreBackup(other, made.folder, {}, ctx);
  assert.deepEqual([restored.interrupted, restored.aside, restored.missing], [1, null, 0]);
  const again = await openStore(other, ctx);
  t.after(() => again.close());
  assert.deepEqual(await textsOf(again, session), [
    "Rechnung prüfen: done",
    "geprüft: done",
    "Mail senden: interrupted",
  ]);
  assert.equal(await again.messages.next(session), null, "nothing begins again by itself");
  assert.equal((await again.search.messages("geprüft")).length, 1);
  assert.equal((await again.blobs.get(blob)).toString(), "Inhalt vorher");
  const seqs = (await again.sessions.events(session, 0, 10_000)).map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    seqs.map((_, index) => index + 1),
  );
  assert.ok(seqs.length <= last);
  assert.equal(await readFile(join(other, "config.json"), "utf8"), "{}");
  assert.equal(await readFile(join(other, "files", session, "Ordner", "Übersicht 1.txt"), "utf8"), "Anhang");
  assert.match(await readFile(join(other, "skills", "letters", "SKILL.md"), "utf8"), /name: letters/);
});

test("what is in a home is moved aside only when asked, and is all there afterwards", async (t) => {
  const { home, store, session } = await tempHouse(t);
  const { name } = await createBackup(home, {}, ctx);
  await store.messages.accept({ session, key: "c", text: "nach der Sicherung" }, ctx);
  await store.close();
  const before = await readFile(join(home, "kralle.db"));
  await assert.rejects(restoreBackup(home, name, {}, ctx), isError("E_EXISTS", /--force/));
  const { aside } = await restoreBackup(home, name, { force: true }, ctx);
  assert.deepEqual(await readFile(join(aside ?? "", "kralle.db")), before);
  const again = await openStore(home, ctx);
  t.after(() => again.close());
  assert.equal((await textsOf(again, session)).length, 3);
  assert.deepEqual(
    (await readdir(home)).filter((one) => one.includes("restore")),
    [],
  );
});

test(
  "backups are private, and a second one shares the contents of the first",
  { skip: process.platform === "win32" },
  async (t) => {
    const { home, blob } = await tempHouse(t);
    await chmod(join(home, "config.json"), 0o644);
    const first = await createBackup(home, {}, ctx);
    const second = await createBackup(home, {}, ctx);
    const path = `blobs/${blob.slice(0, 2)}/${blob}`;
    const info = async (folder: string, file: string) => stat(join(folder, file));
    for (const file of ["kralle.db", "config.json", "manifest.json", path]) {
      assert.equal((await info(second.folder, file)).mode & 0o777, 0o600, file);
    }
    assert.equal((await stat(second.folder)).mode & 0o777, 0o700);
    const inodes = await Promise.all(
      [home, first.folder, second.folder].map(async (folder) => (await info(folder, path)).ino),
    );
    assert.equal(inodes[1], inodes[2]);
    assert.notEqual(inodes[0], inodes[1], "but none with the home: damage there stays there");
  },
);

test("attachments are shared between backups while they stay as they are, and an old one keeps what it had", async (t) => {
  const { home, store, session } = await tempHouse(t);
  const path = `files/${session}/Ordner/Übersicht 1.txt`;
  await symlink("/etc/hostname", join(home, "files", session, "link"));
  const backups = [await createBackup(home, {}, ctx), await createBackup(home, {}, ctx)];
  await writeFile(join(home, path), "geändert");
  backups.push(await createBackup(home, {}, ctx));
  const [first, second, third] = await Promise.all(backups.map(({ folder }) => stat(join(folder, path))));
  assert.equal(first?.ino, second?.ino);
  assert.notEqual(second?.ino, third?.ino);
  assert.deepEqual(await readdir(join(backups[2]?.folder ?? "", "files", session)), ["Ordner"], "links are left out");
  await store.close();
  const { aside } = await restoreBackup(home, backups[0]?.name ?? "", { force: true }, ctx);
  assert.equal(await readFile(join(home, path), "utf8"), "Anhang");
  assert.equal(await readFile(join(aside ?? "", path), "utf8"), "geändert");
});

test("a content that is gone is named, and taken from the backup before where that has it", async (t) => {
  const { home, store, blob } = await tempHouse(t);
  await createBackup(home, {}, ctx);
  const path = join(home, "blobs", blob.slice(0, 2), blob);
  await rm(path);
  const second = await createBackup(home, {}, ctx);
  await rm(join(home, "backups"), { recursive: true });
  const third = await createBackup(home, {}, ctx);
  const missing = async ({ folder }: BackupInfo): Promise<number | string> =>
    (JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as { missing: string[] }).missing.length;
  assert.equal(await missing(third), 1);
  await store.close();
  assert.equal((await restoreBackup(home, third.name, { force: true }, ctx)).missing, 1);
  assert.ok(second.bytes > third.bytes);
});

test("every fault of a backup is found before anything is touched", async (t) => {
  const { home, store, session, blob } = await tempHouse(t);
  const { folder } = await createBackup(home, {}, ctx);
  await store.close();
  const path = `blobs/${blob.slice(0, 2)}/${blob}`;
  const edit = async (at: string, change: (text: string) => string): Promise<void> =>
    writeFile(join(at, "manifest.json"), change(await readFile(join(at, "manifest.json"), "utf8")));
  const faults: Record<string, (at: string) => Promise<void>> = {
    "a byte of the database": async (at) => {
      const bytes = await readFile(join(at, "kralle.db"));
      bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
      await writeFile(join(at, "kralle.db"), bytes);
    },
    "a content that was changed": (at) => writeFile(join(at, path), "Inhalt nachher"),
    "a file that is missing": (at) => rm(join(at, "config.json")),
    "a link in its place": async (at) => {
      await rm(join(at, "config.json"));
      await symlink(join(home, "kralle.db"), join(at, "config.json"));
    },
    "a manifest that is no JSON": (at) => writeFile(join(at, "manifest.json"), "{"),
    "a manifest that leads outside": (at) => edit(at, (text) => text.replace("config.json", "../../evil")),
    "an attachment that leads outside": (at) =>
      edit(at, (text) => text.replace(/files\/[^"]+/, "files/x/../../../evil")),
    "a manifest without the database": (at) => edit(at, (text) => text.replace('"kralle.db"', '"durable.db"')),
    "a content under another name": async (at) => {
      const [head = "", tail = "0"] = [blob.slice(0, -1), blob.at(-1)];
      const wrong = `blobs/${blob.slice(0, 2)}/${head}${tail === "0" ? "1" : "0"}`;
      await cp(join(at, path), join(at, wrong));
      await edit(at, (text) => text.replace(path, wrong));
    },
    "a newer schema": (at) => edit(at, (text) => text.replace(/"store": \d+/, '"store": 999')),
  };
  for (const [what, spoil] of Object.entries(faults)) {
    const spoilt = join(await tempFolder(t), "2026-01-01T00-00-00-000Z");
    await cp(folder, spoilt, { recursive: true });
    await spoil(spoilt);
    const fresh = join(await tempFolder(t), "fresh");
    await assert.rejects(restoreBackup(fresh, spoilt, {}, ctx), isError("E_STORE"), what);
    assert.deepEqual(await readdir(fresh), [], what);
    const [info] = await listBackups(join(spoilt, ".."), ctx, { check: true });
    assert.match(info?.state ?? "", what.includes("newer") ? /newer/ : /damaged/, what);
  }
  const fresh = join(await tempFolder(t), "fresh");
  await restoreBackup(fresh, folder, {}, ctx);
  const control = await openStore(fresh, ctx);
  assert.equal((await textsOf(control, session)).length, 3, "control: unspoilt it is restored");
  await control.close();
  await assert.rejects(restoreBackup(fresh, join(fresh, "nothing"), {}, ctx), isError("E_NOT_FOUND"));
  await assert.rejects(restoreBackup(fresh, "2020-01-01T00-00-00-000Z", {}, ctx), isError("E_NOT_FOUND"));
});

test("the daily backup is made once a day, seven are kept, and none that a person made is removed", async (t) => {
  const { home } = await tempHouse(t);
  const day = 24 * 60 * 60 * 1_000;
  let now = 1_800_000_000_000;
  const at: Context = createContext({ clock: { ...ctx.clock, now: () => now } });
  const own = await createBackup(home, {}, at);
  for (let n = 0; n < 10; n += 1) {
    assert.equal((await ensureDailyBackup(home, {}, at))?.kind, "daily");
    now += 60 * 60 * 1_000;
    assert.equal(await ensureDailyBackup(home, {}, at), null, "an hour later it is not due");
    now += day - 60 * 60 * 1_000;
  }
  const kept = await listBackups(join(home, "backups"), at, { check: true });
  assert.deepEqual(
    kept.map(({ kind }) => kind),
    [...Array.from({ length: 7 }, () => "daily"), "manual"],
  );
  assert.equal(kept[0]?.created, now - day);
  assert.equal(kept.at(-1)?.name, own.name);
  assert.ok(
    kept.every(({ state }) => state === "good"),
    "what is kept does not need what is gone",
  );
  now -= 30 * day;
  assert.equal((await ensureDailyBackup(home, {}, at))?.kind, "daily", "a clock that was set back does not stop it");
});

test("a backup that fails leaves nothing half behind, and without data there is none", async (t) => {
  const { home, store } = await tempHouse(t);
  const gone = new AbortController();
  gone.abort();
  await assert.rejects(createBackup(home, {}, createContext({ signal: gone.signal })));
  const copiers = new Map([["durable.db", () => Promise.reject(new Error("refused"))]]);
  await writeFile(join(home, "durable.db"), "");
  await assert.rejects(createBackup(home, { copiers }, ctx), isError("E_STORE", /refused/));
  assert.deepEqual(await readdir(join(home, "backups")), []);
  await store.close();
  const empty = join(await tempFolder(t), "empty");
  await mkdir(empty);
  await assert.rejects(createBackup(empty, {}, ctx), isError("E_NOT_FOUND"));
});

test("what was shut since a backup was made stays shut after its restore", async (t) => {
  const { home, store } = await tempHouse(t);
  const known = {
    kind: "token",
    scope: "admin",
    hash: "0".repeat(64),
    created: 1,
    used: null,
    expires: null,
    revoked: null,
  } as const;
  for (const id of ["kept", "revoked"]) await store.credentials.add({ ...known, id, name: id });
  const { name } = await createBackup(home, {}, ctx);
  await store.credentials.revoke("revoked", 5);
  await store.stops.set({ by: "owner", reason: "" }, ctx);
  await store.close();

  const restored = await restoreBackup(home, name, { force: true }, ctx);
  assert.equal(restored.revoked, 1);
  const after = await openStore(home, ctx);
  const live = (await after.credentials.list()).filter(({ revoked }) => revoked === null).map(({ id }) => id);
  assert.deepEqual(live, ["kept"]);
  assert.equal((await after.stops.current())?.by, "owner", "STOP outlives a restore");
  await after.close();

  await writeFile(join(home, "kralle.db"), "no database");
  assert.equal(
    (await restoreBackup(home, name, { force: true }, ctx)).revoked,
    2,
    "nobody can say, so nobody comes in",
  );
});
