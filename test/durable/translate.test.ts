import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../src/core/index.ts";
import { DBOS_VERSION, NAMES, SCHEMA, SCHEMA_VERSION } from "../../src/durable/sqlite/schema.ts";
import { translate } from "../../src/durable/sqlite/translate.ts";
import { contains, toPgRow, toSql } from "../../src/durable/sqlite/values.ts";
import { isError } from "../store/_setup.ts";

const toSqlite = (sql: string): string => {
  const statement = translate(sql);
  assert.equal(statement.kind, "data");
  return statement.kind === "data" ? statement.sql.replace(/"/g, "") : "";
};

describe("statements of the workflow engine", () => {
  const known: readonly (readonly [string, string])[] = [
    ['SELECT status FROM "dbos".workflow_status WHERE name = $1', "SELECT status FROM workflow_status WHERE name = ?1"],
    ["SELECT COUNT(*) FROM queues", "SELECT COUNT(*) AS count FROM queues"],
    ["SELECT COUNT(*)::int AS n FROM queues", "SELECT COUNT(*) AS n FROM queues"],
    [
      "SELECT name FROM queues WHERE name = ANY($1::text[])",
      "SELECT name FROM queues WHERE name IN (SELECT value FROM json_each(?1))",
    ],
    [
      "SELECT name FROM queues WHERE name <> ALL($2)",
      "SELECT name FROM queues WHERE name NOT IN (SELECT value FROM json_each(?2))",
    ],
    ["SELECT name FROM queues FOR NO KEY UPDATE SKIP LOCKED", "SELECT name FROM queues"],
    ["SELECT name FROM queues FOR UPDATE NOWAIT", "SELECT name FROM queues"],
    [
      "UPDATE queues SET updated_at = (EXTRACT(EPOCH FROM now()) * 1000)::bigint -- a remark\n RETURNING queues.name;",
      "UPDATE queues SET updated_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) RETURNING name",
    ],
    [
      "SELECT name FROM workflow_status WHERE attributes @> $3::jsonb",
      "SELECT name FROM workflow_status WHERE json_contains(attributes, ?3)",
    ],
    [
      "WITH RECURSIVE p AS ((SELECT MIN(name) AS pk FROM queues) UNION ALL (SELECT (SELECT MIN(name) FROM queues WHERE name > p.pk) FROM p)) SELECT pk FROM p",
      "WITH RECURSIVE p AS ( SELECT MIN ( name ) AS pk FROM queues UNION ALL SELECT ( SELECT MIN ( name ) FROM queues WHERE name > p . pk ) FROM p ) SELECT pk FROM p",
    ],
    [
      "SELECT head.workflow_uuid FROM queues JOIN LATERAL (SELECT workflow_uuid FROM workflow_status WHERE queue_name = queues.name LIMIT 1) head ON TRUE",
      "SELECT head . workflow_uuid FROM queues CROSS JOIN workflow_status AS head ON head.workflow_uuid = ( SELECT workflow_uuid FROM workflow_status WHERE queue_name = queues . name LIMIT 1 )",
    ],
    [
      "WITH mapping(orig_id, fork_id) AS (VALUES ($1::text, $2::text)) INSERT INTO streams (workflow_uuid) SELECT m.fork_id FROM mapping m",
      "WITH mapping ( orig_id , fork_id ) AS ( VALUES ( ?1 , ?2 ) ) INSERT INTO streams ( workflow_uuid ) SELECT m . fork_id FROM mapping m",
    ],
    ["SELECT name FROM queues ORDER BY name OFFSET $1", "SELECT name FROM queues ORDER BY name LIMIT -1 OFFSET ?1"],
    ['SELECT s."offset" FROM streams s', "SELECT s . offset FROM streams s"],
    ["SELECT name FROM queues LIMIT $1 OFFSET $2", "SELECT name FROM queues LIMIT ?1 OFFSET ?2"],
    [
      "SELECT wi.inputs AS given FROM workflow_input wi ORDER BY given",
      "SELECT wi . inputs AS given FROM workflow_input wi ORDER BY given",
    ],
  ];
  for (const [sql, sqlite] of known) test(sql.slice(0, 70), () => assert.equal(toSqlite(sql), sqlite));

  const refused = [
    "SELECT name FROM queues; SELECT 1",
    "SELECT nobody FROM queues",
    "SELECT lower(name) FROM queues",
    "SELECT random() FROM queues",
    "SELECT name FROM queues WHERE name ILIKE $1",
    "SELECT name FROM queues ORDER BY name NULLS LAST",
    "SELECT name::citext FROM queues",
    "SELECT (priority / 2)::int FROM workflow_status",
    "SELECT name FROM queues WHERE name = ANY(ARRAY['a'])",
    "SELECT name FROM queues FOR SHARE",
    "SELECT name FROM queues WHERE name ~ 'x'",
    "SELECT EXTRACT(EPOCH FROM now()) FROM queues",
    "SELECT pg_advisory_xact_lock($1)",
    "SET statement_timeout = 5",
    "SET LOCAL lock_timeout = 5",
    "BEGIN ISOLATION LEVEL READ UNCOMMITTED",
    "BEGIN DEFERRABLE",
    "LISTEN a; DROP TABLE queues",
    "DROP TABLE queues",
    "WITH x AS MATERIALIZED (SELECT name FROM queues) SELECT name FROM x",
    "WITH x AS ((SELECT name FROM queues)) SELECT name FROM x",
    "WITH x AS (SELECT name FROM queues) SELECT nobody FROM x",
    "SELECT name FROM queues UNION ALL (SELECT name FROM queues) LIMIT 1",
    "SELECT q.name FROM queues JOIN LATERAL (SELECT name FROM queues LIMIT 1) q ON TRUE",
    "SELECT q.workflow_uuid FROM queues JOIN LATERAL (SELECT workflow_uuid FROM workflow_status LIMIT 2) q ON TRUE",
    "SELECT q.workflow_uuid FROM queues LEFT JOIN LATERAL (SELECT workflow_uuid FROM workflow_status LIMIT 1) q ON FALSE",
    "SELECT rank() OVER (PARTITION BY name) AS place FROM queues",
    "TRUNCATE queues",
    "ATTACH 'x' AS y",
    "PRAGMA synchronous = OFF",
    "",
  ];
  for (const sql of refused) {
    test(`refused: ${sql}`, () => assert.throws(() => translate(sql), isError("E_BUG", /not known here/)));
  }

  test("an error names the whole statement", () => {
    assert.throws(
      () => translate("SELECT nobody\n FROM queues"),
      isError("E_BUG", /\(nobody\): SELECT nobody FROM queues/),
    );
  });

  test("nothing but known statements passes, whatever word is put in", () => {
    const words =
      "SELECT status FROM workflow_status WHERE name = $1 AND status IN ( $2 ) ORDER BY created_at LIMIT $3".split(" ");
    const word = fc.stringMatching(/^[a-z]{3,9}$/).filter((one) => !NAMES.has(one) && !isKeyword(one));
    fc.assert(
      fc.property(word, fc.integer({ min: 0, max: words.length }), (strange, at) => {
        // behind a table or an AS, a word is a name that the statement gives
        if (words[at - 1] === "workflow_status") return;
        assert.throws(() => translate(words.toSpliced(at, 0, strange).join(" ")), AppError);
      }),
      { numRuns: 500 },
    );
  });

  test("no text makes it throw anything but E_BUG, and what is no piece of a statement always does", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        assert.throws(() => translate(`SELECT $ ${text}`), isError("E_BUG"));
        try {
          translate(`SELECT ${text}`);
        } catch (thrown) {
          assert.ok(isError("E_BUG")(thrown), String(thrown));
        }
      }),
    );
  });
});

const isKeyword = (word: string): boolean =>
  /^(?:max|min|count|coalesce|not|and|like|case|when|then|else|end|asc|desc|null|left|join|outer|set|into|distinct|from|group|order|limit|offset|true|false|exists|values|delete|update|insert|select|where|for|conflict|nothing|returning|excluded)$/.test(
    word,
  );

describe("the schema fits the pinned engine", () => {
  const require = createRequire(import.meta.url);
  const { allMigrations } = require("@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations") as {
    allMigrations(schema: string, options: object): { pg?: string[] }[];
  };
  const migrations = allMigrations("dbos", { useListenNotify: true, isCockroach: false });

  test("version and number of migrations", () => {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      dependencies: Record<string, string>;
    };
    assert.equal(manifest.dependencies["@dbos-inc/dbos-sdk"], DBOS_VERSION);
    assert.equal(migrations.length, SCHEMA_VERSION);
  });

  test("it has every column that the migrations made and kept, and no other", () => {
    const expected = columnsAfter(migrations.flatMap(({ pg }) => pg ?? []));
    const db = new DatabaseSync(":memory:");
    db.function("notify", () => null);
    db.exec(SCHEMA);
    const rows = db
      .prepare(
        "SELECT m.name AS t, c.name AS c FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'",
      )
      .all();
    assert.deepEqual(rows.map((row) => `${row["t"]}.${row["c"]}`).toSorted(), [...expected].toSorted());
    db.close();
  });
});

/** Tables and columns that these statements leave; enough of PostgreSQL for DBOS's own migrations. */
function columnsAfter(statements: readonly string[]): Set<string> {
  const columns = new Set<string>();
  for (const raw of statements) {
    const sql = raw
      .replace(/"dbos"\./g, "")
      .replace(/"/g, "")
      .replace(/--[^\n]*/g, " ")
      .replace(/\s+/g, " ");
    const created = /create table (?:if not exists )?(\w+) ?\((.*)\)/i.exec(sql);
    if (created) for (const name of namesOf(created[2] ?? "")) columns.add(`${created[1]}.${name}`);
    const altered = /alter table (?:only )?(\w+) (.*)/i.exec(sql);
    const [, table = "", changes = ""] = altered ?? [];
    for (const [, name] of changes.matchAll(/add (?:column )?(?:if not exists )?(?!constraint|primary)(\w+) \w/gi))
      columns.add(`${table}.${name}`);
    for (const [, name] of changes.matchAll(/drop column (?:if exists )?(\w+)/gi)) columns.delete(`${table}.${name}`);
    const dropped = /drop table (?:if exists )?(\w+)/i.exec(sql)?.[1];
    if (dropped) for (const column of columns) if (column.startsWith(`${dropped}.`)) columns.delete(column);
  }
  return columns;
}

function namesOf(body: string): string[] {
  const flat = body.replace(/\([^()]*(?:\([^()]*(?:\([^()]*\))?[^()]*\))?[^()]*\)/g, "");
  const firsts = flat.split(",").map((part) => part.trim().split(" ")[0] ?? "");
  return firsts.filter((name) => name !== "" && !/^(?:primary|foreign|unique|constraint)$/i.test(name));
}

describe("values", () => {
  test("go in as SQLite keeps them and come out as PostgreSQL has them", () => {
    assert.deepEqual(
      [toSql(true, false), toSql(undefined, false), toSql("a", false), toSql(["a", 1], true)],
      [1, null, "a", '["a",1]'],
    );
    assert.deepEqual(toPgRow({ consumed: 1, attributes: '{"a":[1]}', priority: 0, is_debounced: null }), {
      consumed: true,
      attributes: { a: [1] },
      priority: 0,
      is_debounced: null,
    });
    for (const value of [{}, new Date(0), ["a"], Symbol("s")])
      assert.throws(() => toSql(value, false), isError("E_BUG"));
    assert.throws(() => toSql("a", true), isError("E_BUG"));
  });

  test("JSON contains its own parts, and nothing that is not in it", () => {
    assert.ok(contains({ a: 1, b: { c: [1, { d: 2 }] } }, { b: { c: [{ d: 2 }] } }));
    assert.ok(!contains({ a: 1 }, { a: 2 }));
    assert.ok(!contains({ a: [1] }, { a: { 0: 1 } }));
    assert.ok(!contains({}, { constructor: {} }));
    fc.assert(
      fc.property(
        fc.object({ maxDepth: 3, values: [fc.integer(), fc.string(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          assert.ok(contains(value, value));
          assert.ok(!contains(value, { ...value, "not there": 1 }));
        },
      ),
    );
  });
});
