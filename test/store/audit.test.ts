import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { linkOf, type AuditRecord } from "../../src/store/auditChain.ts";
import { openStore, type Audit, type Store } from "../../src/store/index.ts";
import { createContext, tempFolder, tempStore } from "./_setup.ts";
import { createRandom, type Random } from "./_random.ts";

const ctx = createContext();
const entry = (n: number) => ({
  kind: n % 3 === 0 ? ("egress" as const) : ("approval" as const),
  actor: "owner",
  action: "allowed",
  subject: `apr_${n}`,
  data: { hash: `h${n}`, count: n, cut: n % 2 === 0, none: null },
});

async function filled(t: TestContext, records: number): Promise<Store> {
  const store = await tempStore(t);
  await Promise.all(Array.from({ length: records }, (_, n) => store.audit.append(entry(n), ctx)));
  return store;
}

const gather = async (audit: Audit): Promise<AuditRecord[]> => Array.fromAsync(audit.read());

test("records follow each other without a gap, also those that come at once and from two processes", async (t) => {
  const home = join(await tempFolder(t), "home");
  const [one, other] = [await openStore(home, ctx), await openStore(home, ctx)];
  t.after(() => Promise.all([one.close(), other.close()]));
  await Promise.all(Array.from({ length: 60 }, (_, n) => (n % 2 ? one : other).audit.append(entry(n), ctx)));
  const verdict = await one.audit.verify();
  assert.deepEqual(
    { ...verdict, head: verdict.head.seq },
    { isSound: true, records: 60, head: 60, broken: null, missing: [] },
  );
  assert.deepEqual(await other.audit.head(), verdict.head);
  assert.deepEqual(
    (await one.audit.list({ kinds: ["egress"], limit: 3 })).map(({ kind }) => kind),
    ["egress", "egress", "egress"],
  );
});

test("a record is there exactly when the rest of its transaction is", async (t) => {
  const store = await filled(t, 2);
  await assert.rejects(
    store.db.transaction(async (tx) => {
      await store.audit.append(entry(7), ctx, tx);
      throw new Error("no");
    }),
    /no/,
  );
  assert.equal((await store.audit.verify()).records, 2);
  await store.db.transaction((tx) => store.audit.append(entry(8), ctx, tx));
  assert.equal((await store.audit.verify()).records, 3);
});

test("names of any length and any characters can be read again as they were linked", async (t) => {
  const store = await tempStore(t);
  const odd = ["\u0000a", "\ud800", "x".repeat(5_000), "ü\u202e", ""];
  for (const text of odd) {
    await store.audit.append({ kind: "refusal", actor: text, action: "refused", subject: text, data: { text } }, ctx);
  }
  assert.ok((await store.audit.verify()).isSound);
  assert.ok((await gather(store.audit)).every(({ subject }) => subject.length < 300));
});

type Fault = "flip" | "delete" | "insert" | "reorder" | "truncate" | "remake";
const FAULTS: Fault[] = ["flip", "delete", "insert", "reorder", "truncate", "remake"];
const COLUMNS = ["at", "kind", "actor", "action", "subject", "data", "hash"] as const;

/** What somebody does who can write to the file. */
function manipulate(db: DatabaseSync, records: readonly AuditRecord[], fault: Fault, random: Random): void {
  const one = records[random.below(records.length)]!;
  if (fault === "flip") {
    const column = COLUMNS[random.below(COLUMNS.length)]!;
    const before = String(db.prepare(`SELECT ${column} AS v FROM audit WHERE seq = ?`).get(one.seq)!["v"]);
    const at = random.below(before.length);
    const digit = column === "at";
    const changed = digit ? (Number(before[at]) + 1) % 10 : before[at] === "x" ? "y" : "x";
    const after = `${before.slice(0, at)}${changed}${before.slice(at + 1)}`;
    db.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(digit ? Number(after) : after, one.seq);
  } else if (fault === "delete") {
    const inner = records[random.below(records.length - 1)]!;
    db.prepare("DELETE FROM audit WHERE seq = ?").run(inner.seq);
    // Half of the time whoever does it also closes the gap.
    if (random.below(2)) db.prepare("UPDATE audit SET seq = -seq WHERE seq > ?").run(inner.seq);
    db.prepare("UPDATE audit SET seq = -seq - 1 WHERE seq < 0").run();
  } else if (fault === "insert") {
    db.prepare("UPDATE audit SET seq = -seq WHERE seq >= ?").run(one.seq);
    db.prepare("UPDATE audit SET seq = -seq + 1 WHERE seq < 0").run();
    const forged = { ...one, subject: "forged" };
    const hash = linkOf(records[one.seq - 2]?.hash ?? "0".repeat(64), forged);
    put(db, { ...forged, hash });
  } else if (fault === "reorder") {
    const other = records[(one.seq + random.below(records.length - 1)) % records.length]!;
    db.prepare("UPDATE audit SET seq = -1 WHERE seq = ?").run(one.seq);
    db.prepare("UPDATE audit SET seq = ? WHERE seq = ?").run(one.seq, other.seq);
    db.prepare("UPDATE audit SET seq = ? WHERE seq = -1").run(other.seq);
  } else if (fault === "truncate") {
    const kept = random.below(records.length);
    db.prepare("DELETE FROM audit WHERE seq > ?").run(kept);
    setHead(db, kept, records[kept - 1]?.hash ?? "0".repeat(64));
  } else {
    // From one record on everything is made anew, with hashes that fit.
    let previous = records[one.seq - 2]?.hash ?? "0".repeat(64);
    for (const record of records.slice(one.seq - 1)) {
      const forged = { ...record, actor: "somebody" };
      previous = linkOf(previous, forged);
      db.prepare("UPDATE audit SET actor = ?, hash = ? WHERE seq = ?").run(forged.actor, previous, record.seq);
    }
    setHead(db, records.length, previous);
  }
}

function put(db: DatabaseSync, { seq, at, kind, actor, action, subject, data, hash }: AuditRecord): void {
  const insert = db.prepare("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert.run(seq, at, kind, actor, action, subject, JSON.stringify(data), hash);
}

function setHead(db: DatabaseSync, seq: number, hash: string): void {
  db.prepare("UPDATE audit_head SET seq = ?, hash = ?").run(seq, hash);
}

const TRIES = 1_000;

test("every manipulation is found: what was cut off or made anew, by a head that was kept elsewhere", async (t) => {
  const seed = Number(process.env["KRALLE_TEST_SEED"] ?? 20_261);
  const random = createRandom(seed);
  const store = await filled(t, 40);
  const records = await gather(store.audit);
  const { hash: kept } = await store.audit.head();
  const raw = new DatabaseSync(join(store.home, "kralle.db"));
  t.after(() => raw.close());
  raw.exec("PRAGMA synchronous = OFF");
  const missed: string[] = [];
  const unseen = new Map<Fault, number>();
  for (let n = 0; n < TRIES; n += 1) {
    const fault = FAULTS[n % FAULTS.length]!;
    manipulate(raw, records, fault, random);
    if ((await store.audit.verify([kept])).isSound) missed.push(`${fault} #${n}`);
    if ((await store.audit.verify()).isSound) unseen.set(fault, (unseen.get(fault) ?? 0) + 1);
    raw.exec("BEGIN; DELETE FROM audit");
    for (const record of records) put(raw, record);
    setHead(raw, records.length, kept);
    raw.exec("COMMIT");
  }
  t.diagnostic(`manipulations ${TRIES}, missed ${missed.length}, seed ${seed}`);
  assert.deepEqual(missed, []);
  // The controls: what was put back is sound, and without the kept head only these two stay unseen, all of them.
  assert.ok((await store.audit.verify([kept])).isSound);
  assert.deepEqual([...unseen.keys()].toSorted(), ["remake", "truncate"]);
});
