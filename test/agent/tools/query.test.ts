import assert from "node:assert/strict";
import { test } from "node:test";
import { describeTables, loadDocs, type QueriedTables } from "../../../src/agent/tools/index.ts";
import { isError } from "../../store/_setup.ts";
import { openTools } from "./_setup.ts";

const FILES = {
  "preise.csv": "Artikel;Preis (EUR)\nSchraube;0,10\nMutter;0,20\nBlech;1.234,50\nDraht;\n",
  "lager.csv": "Artikel;Menge\nSchraube;9\nBlech;10\nMutter;100\n",
  "order.csv": "from;Artikel\n1;Blech\n",
};

test("names are plain identifiers, reserved words and doubles get another", async (t) => {
  const { workspace, ctx } = await openTools(t, FILES);
  assert.equal(
    describeTables(await loadDocs(workspace, ctx)),
    "lager(Artikel TEXT, Menge NUMERIC, _line NUMERIC); order_(from_ NUMERIC, Artikel TEXT, _line NUMERIC); " +
      "preise(Artikel TEXT, Preis_EUR NUMERIC, _line NUMERIC)",
  );
});

test("numbers compare as numbers, sums are exact, joins work, lines are there for evidence", async (t) => {
  const { call } = await openTools(t, FILES);
  const rows = async (sql: string): Promise<QueriedTables["rows"]> =>
    (await call<QueriedTables>("query_tables", { sql })).rows;
  assert.deepEqual(await rows("SELECT Artikel FROM lager WHERE Menge > 9 ORDER BY Menge"), [
    { Artikel: "Blech" },
    { Artikel: "Mutter" },
  ]);
  assert.deepEqual(
    await rows(
      "SELECT sum(Preis_EUR) AS s, avg(Preis_EUR) AS a, dec_sum(Preis_EUR) AS d, count(Preis_EUR) AS n FROM preise WHERE Preis_EUR < 1",
    ),
    [{ s: 0.3, a: 0.15, d: "0.3", n: 2 }],
  );
  assert.deepEqual(
    await rows(
      "SELECT l.Artikel, p.Preis_EUR * l.Menge AS wert, p._line FROM lager l JOIN preise p USING (Artikel) ORDER BY wert DESC LIMIT 1; -- Ende",
    ),
    [{ Artikel: "Blech", wert: 12345, _line: 4 }],
  );
  assert.deepEqual(await rows("SELECT round(2.675, 2) AS r"), [{ r: 2.68 }]);
});

test("only one SELECT, only these tables", async (t) => {
  const { call } = await openTools(t, FILES);
  const bad: [string, RegExp][] = [
    ["DROP TABLE lager", /not authorized/],
    ["SELECT 1; DELETE FROM lager", /one statement/],
    ["ATTACH '/etc/passwd' AS x", /not authorized/],
    ["PRAGMA database_list", /not authorized/],
    ["INSERT INTO lager VALUES ('x', 1, 1)", /not authorized/],
    ["SELECT load_extension('x')", /not authorized/],
    ["SELECT * FROM nope", /no such table: nope.*Tables: lager\(Artikel TEXT/],
    ["", /./],
  ];
  for (const [sql, message] of bad.slice(0, -1)) {
    await assert.rejects(call("query_tables", { sql }), isError("E_QUERY", message), sql);
  }
});

test("an endless query ends when the work is cancelled, and rows are bounded", async (t) => {
  const { call, tools } = await openTools(t, FILES);
  const numbers = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT";
  const many = await call<QueriedTables>("query_tables", { sql: `${numbers} x FROM r` });
  assert.deepEqual([many.rows.length, many.truncated], [1_000, true]);
  const stop = new AbortController();
  Object.assign(tools, { signal: stop.signal });
  setTimeout(() => stop.abort(), 600);
  await assert.rejects(call("query_tables", { sql: `${numbers} max(x) FROM r` }), { name: "AbortError" });
});
