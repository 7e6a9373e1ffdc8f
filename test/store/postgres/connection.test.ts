import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createLogger } from "../../../src/core/index.ts";
import { openStore, type Database } from "../../../src/store/index.ts";
import { openPostgres } from "../../../src/store/postgres/open.ts";
import { usePostgres } from "../../_postgres.ts";
import { createContext, isError, tempFolder } from "../_setup.ts";
import { openRelay } from "./_relay.ts";

const postgres = usePostgres();
const options = { skip: postgres.skip };
const ctx = createContext();
const INSERT = "INSERT INTO t (k, v) VALUES (?, ?)";

async function open(t: TestContext, url: string): Promise<Database> {
  const db = await openPostgres(url, ctx);
  t.after(() => db.close());
  return db;
}

async function openTable(t: TestContext, url?: string): Promise<{ db: Database; url: string }> {
  const address = url ?? (await postgres.freshDatabase());
  const db = await open(t, address);
  await db.run("CREATE TABLE t (k BIGINT PRIMARY KEY, v BIGINT NOT NULL)");
  return { db, url: address };
}

const rows = (db: Database): Promise<unknown> => db.all("SELECT k, v FROM t ORDER BY k");
const pidOf = async (db: Database): Promise<number> =>
  Number((await db.get("SELECT pg_backend_pid() AS pid"))?.["pid"]);
const isUnknown = (thrown: unknown): boolean =>
  isError("E_STORE", /whether it is there is not known.*Look whether/)(thrown) &&
  (thrown as { data?: { outcome?: unknown } }).data?.outcome === "unknown";

test(
  "what is wrong with the address or the server is said with what to do, and never with the password",
  options,
  async () => {
    const url = new URL(await postgres.freshDatabase());
    const at = (changes: Partial<Pick<URL, "port" | "pathname" | "username" | "password">>): string =>
      Object.assign(new URL(url), { password: "SWORDFISH", ...changes }).href;
    const wrong: [string, RegExp][] = [
      [at({ port: "1" }), /cannot be reached.*ECONNREFUSED.*Start PostgreSQL/],
      [at({ pathname: "/nowhere" }), /has no database nowhere.*createdb/],
      [at({ username: "nobody" }), /does not let nobody in.*DATABASE_URL/],
    ];
    for (const [address, said] of wrong) {
      await assert.rejects(openPostgres(address, ctx), (thrown: unknown) => {
        assert.ok(isError("E_STORE", said)(thrown), String(thrown));
        assert.doesNotMatch(`${(thrown as Error).message} ${JSON.stringify(thrown)}`, /SWORDFISH/);
        return true;
      });
    }
    for (const address of [
      "",
      "x",
      "mysql://a@b/c",
      "postgresql://b/c",
      "postgresql://a@b",
      "postgresql://a:%zz@b/%",
    ]) {
      await assert.rejects(
        openPostgres(address, ctx),
        isError("E_CONFIG", /postgresql:\/\/USER:PASSWORD@HOST/),
        address,
      );
    }
  },
);

test("a server that is too foreign is refused", options, async (t) => {
  const { db, url } = await openTable(t);
  await db.run("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  const latin = Object.assign(new URL(url), { pathname: "/latin" }).href;
  await assert.rejects(openPostgres(latin, ctx), isError("E_STORE", /LATIN1.*UTF8/));
});

test("a connection that broke while nothing was on its way is opened again unseen", options, async (t) => {
  const { db, url } = await openTable(t);
  const other = await open(t, url);
  for (const call of [() => db.run(INSERT, [1, 1]), () => db.transaction((tx) => tx.run(INSERT, [2, 2]))]) {
    const pid = await pidOf(db);
    await other.get("SELECT pg_terminate_backend(?)", [pid]);
    while (await other.get("SELECT 1 FROM pg_stat_activity WHERE pid = ?", [pid])) await nextTurn();
    for (let turn = 0; turn < 3; turn += 1) await nextTurn(); // what the system has of it reaches the client
    await call();
  }
  assert.deepEqual(await rows(db), [
    { k: 1, v: 1 },
    { k: 2, v: 2 },
  ]);
});

test("a change whose connection broke amid it is told as unknown, and not made again", options, async (t) => {
  const direct = await openTable(t);
  for (const [k, when] of (["before", "after"] as const).entries()) {
    const relay = await openRelay(t, direct.url);
    const db = await open(t, relay.url);
    relay.cutAt({ text: "INSERT INTO t", when });
    await assert.rejects(db.run(INSERT, [k, 0]), isUnknown);
    relay.cutAt({ text: "COMMIT", when });
    let works = 0;
    const whole = db.transaction((tx) => ((works += 1), tx.run(INSERT, [10 + k, 0])));
    await assert.rejects(whole, isUnknown);
    assert.equal(works, 1);
    await db.run(INSERT, [100 + k, 0]); // the next one has a connection again
  }
  const kept = (await direct.db.all("SELECT k FROM t ORDER BY k")).map(({ k }) => k);
  assert.deepEqual(kept, [1, 11, 100, 101], "what the server had was kept once, what it had not is not there");
});

test(
  "a transaction whose connection broke before its end was taken back for sure, and is made again",
  options,
  async (t) => {
    const direct = await openTable(t);
    const relay = await openRelay(t, direct.url);
    const db = await open(t, relay.url);
    for (const [k, when] of (["before", "after"] as const).entries()) {
      relay.cutAt({ text: "INSERT INTO t", when });
      let works = 0;
      await db.transaction(async (tx) => {
        works += 1;
        await tx.run(INSERT, [k, 0]).catch(() => undefined); // also for a work that swallows errors
        await tx.run(INSERT, [10 + k, 0]).catch(() => undefined);
      });
      assert.equal(works, 2);
    }
    assert.deepEqual(
      (await direct.db.all("SELECT k FROM t ORDER BY k")).map(({ k }) => k),
      [0, 1, 10, 11],
    );
  },
);

test("reading is made again on a new connection", options, async (t) => {
  const direct = await openTable(t);
  const relay = await openRelay(t, direct.url);
  const db = await open(t, relay.url);
  for (const when of ["before", "after"] as const) {
    relay.cutAt({ text: "SELECT 7", when });
    assert.deepEqual(await db.all("SELECT 7 AS n"), [{ n: 7 }]);
  }
});

test("two who change the same at once come out as if one had come after the other", options, async (t) => {
  const { db, url } = await openTable(t);
  const both = [db, await open(t, url), await open(t, url)];
  await db.run(INSERT, [1, 0]);
  const add = (one: Database): Promise<unknown> =>
    one.transaction(async (tx) => {
      const v = Number((await tx.get("SELECT v FROM t WHERE k = 1"))?.["v"]);
      await tx.run("UPDATE t SET v = ? WHERE k = 1", [v + 1]);
    });
  const next = (one: Database): Promise<unknown> =>
    one.run("INSERT INTO t (k, v) SELECT COALESCE(MAX(k), 0) + 1, 0 FROM t WHERE k < ?", [1_000]);
  await Promise.all(both.flatMap((one) => Array.from({ length: 15 }, () => [add(one), next(one)])).flat());
  assert.equal((await db.get("SELECT v FROM t WHERE k = 1"))?.["v"], 45);
  assert.deepEqual(
    await db.get("SELECT COUNT(*) AS n, MAX(k) AS last FROM t"),
    { n: 46, last: 46 },
    "no number twice, none left out",
  );
});

test("who stopped amid a transaction holds up nobody for long, and begins it again", options, async (t) => {
  const { db, url } = await openTable(t);
  const other = await open(t, url);
  await db.run(INSERT, [1, 0]);
  let works = 0;
  await db.transaction(async (tx) => {
    works += 1;
    await tx.run("UPDATE t SET v = v + 1 WHERE k = 1");
    if (works > 1) return;
    // Nothing of this process runs meanwhile, as under SIGSTOP; the server ends what sits idle in a transaction.
    await tx.run("SET LOCAL idle_in_transaction_session_timeout = 50");
    await other.run("UPDATE t SET v = v + 10 WHERE k = 1");
  });
  assert.equal(works, 2);
  assert.deepEqual(await rows(db), [{ k: 1, v: 11 }]);
});

test("what a number cannot hold is an error, not another number", options, async (t) => {
  const { db } = await openTable(t);
  await db.run("INSERT INTO t (k, v) VALUES (1, 9007199254740993)");
  await assert.rejects(db.all("SELECT v FROM t"), isError("E_STORE", /9007199254740993.*larger/));
  assert.deepEqual(await db.get("SELECT SUM(k) AS s, AVG(k) AS a, COUNT(*) AS n FROM t"), { s: 1, a: 1, n: 1 });
});

test("a commit of progress does not wait for the disk, and one of the rest does", options, async (t) => {
  const { db } = await openTable(t);
  const setting = async (one: Database): Promise<unknown> =>
    (await one.get("SHOW synchronous_commit"))?.["synchronous_commit"];
  assert.deepEqual([await setting(db), await setting(db.progress)], ["on", "off"]);
});

test("a lost connection is in the log without the password", options, async (t) => {
  const lines: string[] = [];
  const url = Object.assign(new URL(await postgres.freshDatabase()), { password: "SWORDFISH" }).href;
  const log = createLogger(
    (line) => lines.push(line),
    "debug",
    () => 0,
  );
  const relay = await openRelay(t, url);
  const db = await openPostgres(relay.url, createContext({ log }));
  t.after(() => db.close());
  relay.cutAt({ text: "SELECT 7", when: "after" });
  await db.all("SELECT 7");
  assert.match(lines.join("\n"), /connection to the database broke/);
  assert.doesNotMatch(lines.join("\n"), /SWORDFISH/);
});

test("several who open a new database at once make its tables once", options, async (t) => {
  const url = await postgres.freshDatabase();
  const stores = await Promise.all(
    Array.from({ length: 4 }, async () => openStore(join(await tempFolder(t), "home"), ctx, { databaseUrl: url })),
  );
  for (const store of stores) t.after(() => store.close());
  const { id } = (await stores[0]?.sessions.create({ title: "x" }, ctx)) ?? { id: "" };
  for (const store of stores) assert.equal((await store.sessions.get(id))?.title, "x");
});
