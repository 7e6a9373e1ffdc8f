import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { buildLibrary } from "../../bench/search/build.ts";
import { measureSearch, percentile } from "../../bench/search/measure.ts";
import { openStore, type Database } from "../../src/store/index.ts";
import { createMessages } from "../../src/store/messages.ts";
import { createSearch } from "../../src/store/search/search.ts";
import { createSessions } from "../../src/store/sessions.ts";
import { createContext, tempFolder } from "./_setup.ts";

const ctx = createContext();
/** A twentieth of what `npm run bench -- search` measures. */
const SIZE = { sessions: 500, messages: 50_000, seed: 1 };
/** Medians of processor time, for the machine does other things too; in the bench the limit is 50 ms for 95 of 100 calls. */
const MEDIAN_MS = 15;
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Says how SQLite would answer every statement that passes, and answers it. */
function spy(db: Database, plans: string[]): Database {
  const all: Database["all"] = async (sql, params = []) => {
    const plan = await db.all(`EXPLAIN QUERY PLAN ${sql}`, params);
    plans.push(...plan.map(({ detail }) => String(detail)));
    return db.all(sql, params);
  };
  return { ...db, all, get: async (sql, params) => (await all(sql, params))[0] ?? null };
}

/** Steps of a plan that cost more the more there is: whole tables read, results sorted. */
function slow(plans: readonly string[]): string[] {
  return plans.filter(
    (plan) => /TEMP B-TREE/.test(plan) || (plan.startsWith("SCAN ") && !/VIRTUAL TABLE INDEX/.test(plan)),
  );
}

test("50,000 messages are listed, opened and searched in milliseconds, reading no table whole and sorting nothing", async (t) => {
  const home = join(await tempFolder(t), "home");
  const library = await buildLibrary(home, SIZE, ctx);
  const store = await openStore(home, ctx);
  t.after(() => store.close());

  const times = await measureSearch(store, library, ctx, processorMs);
  for (const [what, values] of Object.entries(times)) {
    assert.ok(percentile(values, 0.5) < MEDIAN_MS, `${what}: ${percentile(values, 0.5)} ms`);
  }
  for (const query of library.common) assert.equal((await store.search.messages(query)).length, 20, query);

  const plans: string[] = [];
  const db = spy(store.db, plans);
  const [session = ""] = library.sessions;
  await createSessions(db).page();
  await createSessions(db).page({ before: `1700000500000.${session}` });
  await createSessions(db).events(session, 5);
  await createMessages(db).list(session, { before: 50, limit: 100 });
  await createMessages(db).next(session);
  await createSearch(db).messages(library.common.slice(0, 2).join(" "), { session });
  assert.ok(plans.length > 8, plans.join("\n"));
  assert.deepEqual(slow(plans), []);

  const seen: string[] = [];
  const control = spy(store.db, seen);
  await control.all("SELECT * FROM sessions ORDER BY title LIMIT 1");
  await control.all(
    "SELECT rowid FROM message_index WHERE message_index MATCH 'ab' ORDER BY bm25(message_index) LIMIT 20",
  );
  assert.ok(slow(seen).length >= 3, `control: ${seen.join("; ")}`);

  const stored = await store.messages.accept({ session, key: "neu", text: "Ganzneues Wort" }, ctx);
  assert.equal((await store.search.messages("ganzneues"))[0]?.message, stored.message.id, "the triggers are back");
});
