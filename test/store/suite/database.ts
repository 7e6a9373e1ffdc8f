import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { test, type TestContext } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as fc from "fast-check";
import type { Database } from "../../../src/store/index.ts";
import { MIGRATIONS, migrate } from "../../../src/store/migrations.ts";
import { isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const INSERT = "INSERT INTO t (k, v) VALUES (?, ?)";

const NEXT = (MIGRATIONS.at(-1)?.id ?? 0) + 1;

async function openTable(stores: Stores, t: TestContext): Promise<Database> {
  const db = await (await stores.place(t)).openDatabase();
  t.after(() => db.close());
  await db.run("CREATE TABLE t (k BIGINT PRIMARY KEY, v BIGINT NOT NULL CHECK (v >= 0))");
  return db;
}

type Step = { kind: "insert" | "add" | "remove" | "read"; k: number; v: number };
type Op = Step | { kind: "whole"; steps: Step[]; throws: boolean; tolerant: boolean; turns: boolean };

const step = fc.record({
  kind: fc.constantFrom<Step["kind"]>("insert", "insert", "add", "remove", "read"),
  k: fc.integer({ min: 0, max: 4 }),
  v: fc.integer({ min: -2, max: 3 }),
});
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 3, arbitrary: step },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("whole" as const),
      steps: fc.array(step, { maxLength: 4 }),
      throws: fc.boolean(),
      tolerant: fc.boolean(),
      turns: fc.boolean(),
    }),
  },
);
/** What the caller does before its next call: nothing, lets the event loop turn, or waits for all it asked. */
const gap = fc.constantFrom("none", "none", "turn", "all");

const FAILED = "failed";

function runStep(db: Database, { kind, k, v }: Step): Promise<unknown> {
  if (kind === "insert") return db.run(INSERT, [k, v]).then(({ changes }) => changes);
  if (kind === "add") return db.run("UPDATE t SET v = v + ? WHERE k = ?", [v, k]).then(({ changes }) => changes);
  if (kind === "remove") return db.run("DELETE FROM t WHERE k = ?", [k]).then(({ changes }) => changes);
  return db.get("SELECT v FROM t WHERE k = ?", [k]).then((row) => row?.["v"] ?? null);
}

function runOp(db: Database, one: Op): Promise<unknown> {
  if (one.kind !== "whole") return runStep(db, one);
  return db.transaction(async (tx) => {
    const seen: unknown[] = [];
    for (const inner of one.steps) {
      if (one.turns) await nextTurn();
      seen.push(await (one.tolerant ? runStep(tx, inner).catch(() => FAILED) : runStep(tx, inner)));
    }
    if (one.throws) throw new Error("taken back");
    return seen;
  });
}

/** The same on a plain map, one call after another. */
function expectStep(table: Map<number, number>, { kind, k, v }: Step): unknown {
  const old = table.get(k);
  if (kind === "read") return old ?? null;
  if (kind === "remove") return table.delete(k) ? 1 : 0;
  if (kind === "add" && old === undefined) return 0;
  const value = kind === "add" ? (old ?? 0) + v : v;
  if (value < 0 || (kind === "insert" && old !== undefined)) return FAILED;
  table.set(k, value);
  return 1;
}

function expectOp(table: Map<number, number>, one: Op): unknown {
  if (one.kind !== "whole") return expectStep(table, one);
  const before = [...table];
  const seen: unknown[] = [];
  for (const inner of one.steps) {
    seen.push(expectStep(table, inner));
    if (seen.at(-1) === FAILED && !one.tolerant) break;
  }
  if (!one.throws && (one.tolerant || seen.at(-1) !== FAILED)) return seen;
  table.clear();
  for (const [k, v] of before) table.set(k, v);
  return FAILED;
}

export function databaseSuite(stores: Stores): void {
  test("a newer schema is refused with a hint, and left alone", async (t) => {
    const place = await stores.place(t);
    const db = await place.openDatabase();
    await migrate(db, () => 0);
    const future = { id: NEXT, name: "future", statements: ["CREATE TABLE future (x TEXT)"] };
    await migrate(db, () => 0, [...MIGRATIONS, future]);
    await db.close();
    const said = new RegExp(`schema ${future.id}.*up to ${NEXT - 1}.*update Kralle`, "i");
    await assert.rejects(place.open(), isError("E_STORE", said));
  });

  test("a migration that fails leaves nothing of itself behind", async (t) => {
    const db = await (await stores.place(t)).openDatabase();
    t.after(() => db.close());
    const broken = {
      id: NEXT,
      name: "broken",
      statements: ["CREATE TABLE half (x TEXT)", "CREATE TABLE sessions (x TEXT)"],
    };
    await assert.rejects(
      migrate(db, () => 0, [...MIGRATIONS, broken]),
      isError("E_STORE", /sessions"? already exists/),
    );
    await assert.rejects(db.get("SELECT * FROM half"), isError("E_STORE", /no such table|does not exist/));
    await migrate(db, () => 0, [...MIGRATIONS, { ...broken, statements: ["CREATE TABLE half (x TEXT)"] }]);
    assert.equal(await db.get("SELECT * FROM half"), null);
  });

  test("transactions: all or nothing, joined when nested, refused from outside, closed at the end", async (t) => {
    const { db } = await stores.open(t);
    const insert = "INSERT INTO model_abilities (digest, engine, ability, at) VALUES (?, 'e', '1', 1)";
    const count = async (): Promise<unknown> => (await db.get("SELECT COUNT(*) AS n FROM model_abilities"))?.["n"];
    const failing = db.transaction(async (tx) => {
      await tx.run(insert, ["a"]);
      await tx.transaction((inner) => inner.run(insert, ["b"]));
      throw new Error("no");
    });
    await assert.rejects(failing, /no/);
    assert.equal(await count(), 0);
    await assert.rejects(
      db.transaction(() => db.run(insert, ["c"])),
      isError("E_BUG", /inside a transaction/),
    );
    const leaked = await db.transaction(async (tx) => {
      await tx.run(insert, ["d"]);
      return tx;
    });
    await assert.rejects(leaked.run(insert, ["e"]), isError("E_BUG", /after its end/));
    // Calls made meanwhile wait for the transaction and do not take part in it.
    const slow = db.transaction(async (tx) => {
      await tx.run(insert, ["f"]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error("late");
    });
    const other = db.run(insert, ["g"]);
    await assert.rejects(slow, /late/);
    await other;
    assert.equal(await count(), 2);
  });

  test("a statement that fails in a transaction is taken back alone", async (t) => {
    const db = await openTable(stores, t);
    await db.transaction(async (tx) => {
      await tx.run(INSERT, [1, 1]);
      await assert.rejects(tx.run("INSERT INTO t (k, v) VALUES (2, 0), (3, -1)"), isError("E_STORE"));
      await assert.rejects(tx.get("SELECT nothing FROM t"), isError("E_STORE"));
      assert.equal((await tx.run("UPDATE t SET v = v + 1")).changes, 1);
      const both = await Promise.allSettled([tx.run(INSERT, [1, 0]), tx.run(INSERT, [4, 4])]);
      assert.deepEqual(
        both.map(({ status }) => status),
        ["rejected", "fulfilled"],
      );
    });
    assert.deepEqual(await db.all("SELECT k, v FROM t ORDER BY k"), [
      { k: 1, v: 2 },
      { k: 4, v: 4 },
    ]);
  });

  test("statements that begin or end transactions are refused", async (t) => {
    const db = await openTable(stores, t);
    for (const sql of [
      "COMMIT",
      " rollback",
      "BEGIN",
      "SAVEPOINT x",
      "INSERT OR ROLLBACK INTO t (k, v) VALUES (1, 1)",
    ]) {
      await assert.rejects(db.run(sql), isError("E_BUG"), sql);
      await assert.rejects(
        db.transaction((tx) => tx.run(sql)),
        isError("E_BUG"),
        sql,
      );
    }
  });

  test("the work of a transaction runs in the asynchronous context of its caller", async (t) => {
    const db = await openTable(stores, t);
    const who = new AsyncLocalStorage<string>();
    const seen = await Promise.all(
      ["a", "b"].map((name) => who.run(name, () => db.transaction(async () => who.getStore()))),
    );
    assert.deepEqual(seen, ["a", "b"]);
  });

  test("values come back as they went in", async (t) => {
    const db = await (await stores.place(t)).openDatabase();
    t.after(() => db.close());
    for (const sql of ["CREATE TABLE v (k BIGINT PRIMARY KEY, text TEXT, n BIGINT, x REAL, b BLOB)"])
      await db.run(db.dialect.toSchema(sql));
    const text = fc.string({ unit: "binary" }).map((one) => one.toWellFormed());
    const special = fc.constantFrom(
      "",
      "\0",
      "a\0b",
      "\ufdd0",
      "\ufdd0\ufdd1",
      "\\x41",
      "'",
      '"',
      "$1",
      "?",
      "NULL",
      "\ufeff",
    );
    const row = fc.tuple(
      fc.oneof(text, special),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.uint8Array({ maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(row, async ([string, n, x, b]) => {
        await db.run("DELETE FROM v");
        await db.run("INSERT INTO v (k, text, n, x, b) VALUES (?, ?, ?, ?, ?), (2, NULL, NULL, NULL, NULL)", [
          1,
          string,
          n,
          x,
          b,
        ]);
        const [one, none] = await db.all("SELECT text, n, x, b FROM v ORDER BY k");
        // SQLite has no negative zero in a column of floats that hold whole numbers.
        assert.deepEqual(one, { text: string, n, x: x === 0 ? 0 : x, b: new Uint8Array(b) });
        assert.deepEqual(none, { text: null, n: null, x: null, b: null });
        assert.equal((await db.get("SELECT k FROM v WHERE text = ?", [string]))?.["k"], 1);
      }),
      { numRuns: stores.runs(300) },
    );
  });

  test("texts are ordered byte by byte", async (t) => {
    const db = await (await stores.place(t)).openDatabase();
    t.after(() => db.close());
    await db.run(db.dialect.toSchema("CREATE TABLE o (x TEXT PRIMARY KEY)"));
    for (const x of ["b", "a", "B", "ä", "_", "a-b", "ab"]) await db.run("INSERT INTO o (x) VALUES (?)", [x]);
    const order = (await db.all("SELECT x FROM o ORDER BY x")).map(({ x }) => x);
    assert.deepEqual(order, ["B", "_", "a", "a-b", "ab", "b", "ä"]);
  });

  test("closing waits for what was called before and refuses what comes after", async (t) => {
    const place = await stores.place(t);
    const db = await place.openDatabase();
    await db.run("CREATE TABLE t (k BIGINT PRIMARY KEY, v BIGINT NOT NULL CHECK (v >= 0))");
    const calls = [db.run(INSERT, [1, 1]), db.progress.run(INSERT, [2, 2])];
    const closed = db.close();
    const late = assert.rejects(db.run(INSERT, [3, 3]), isError("E_STORE", /closed already/));
    await Promise.all(calls);
    await closed;
    await late;
    await db.close();
    const again = await place.openDatabase();
    t.after(() => again.close());
    assert.equal((await again.get("SELECT COUNT(*) AS n FROM t"))?.["n"], 2);
  });

  test("any interleaving of calls does what they would do one after another", async (t) => {
    const db = await openTable(stores, t);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(op, gap), { maxLength: 25 }), async (calls) => {
        await db.run("DELETE FROM t");
        const table = new Map<number, number>();
        const results: Promise<unknown>[] = [];
        for (const [one, wait] of calls) {
          results.push(runOp(db, one).catch(() => FAILED));
          if (wait === "turn") await nextTurn();
          if (wait === "all") await Promise.all(results);
        }
        const seen = await Promise.all(results);
        assert.deepEqual(
          seen,
          calls.map(([one]) => expectOp(table, one)),
        );
        assert.deepEqual(new Map((await db.all("SELECT k, v FROM t")).map(({ k, v }) => [k, v])), table);
      }),
      { numRuns: stores.runs(300) },
    );
  });
}
