import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { runQuery } from "../../../src/agent/plan/query/evaluate.ts";
import { querySchema, type Condition, type Frame, type Query } from "../../../src/agent/plan/query/types.ts";

type Type = Frame["columns"][number]["type"];

function frameOf(columns: [string, Type][], rows: (string | null)[][]): Frame {
  return {
    label: "t",
    base: "t",
    tables: ["t"],
    source: { type: "table", id: "t" },
    columns: columns.map(([name, type], column) => ({
      name,
      header: name,
      type,
      unit: null,
      from: { table: "t", column },
      key: false,
      depth: 0,
      values: null,
      hasEmpty: false,
    })),
    rows,
    origin: (row) => ({ path: "t.csv", quote: String(row) }),
  };
}

const JOBS = frameOf(
  [["Nr", "text"], ["Kunde", "text"], ["Datum", "date"], ["Status", "text"], ["Betrag", "money"], ["Plan", "money"]],
  [
    ["A1", "Kühn", "2026-03-01", "offen", "100.10", "100.20"],
    ["A2", "Kühn", "2026-03-15T10:30", "bezahlt", "200.20", "150.00"],
    ["A3", "Böhm", "2026-04-01", "offen", "0.30", null],
    ["A4", "Böhm", null, "storniert", null, "5.00"],
  ],
); // prettier-ignore

const column = (name: string) => ({ column: name });
const value = (text: string) => ({ value: text });

function query(part: Partial<Query>): Query {
  return querySchema.parse({
    source: JOBS.source,
    where: [],
    select: [{ fn: "none", expr: column("Nr"), as: "Nr" }],
    group: [],
    having: [],
    order: [],
    limit: null,
    shape: "list",
    ...part,
  });
}

const rowsWhere = (...where: Condition[]) => runQuery(JOBS, query({ where })).rows.map((row) => row[0]);

describe("conditions", () => {
  it("compares text without regard to case and umlaut spelling", () => {
    assert.deepEqual(rowsWhere({ left: column("Kunde"), op: "=", right: value("KUEHN") }), ["A1", "A2"]);
  });

  it("takes a day to include its times", () => {
    assert.deepEqual(rowsWhere({ left: column("Datum"), op: "=", right: value("2026-03-15") }), ["A2"]);
    assert.deepEqual(rowsWhere({ left: column("Datum"), op: "<=", right: value("2026-03-15") }), ["A1", "A2"]);
  });

  it("never lets an empty cell fulfil a comparison, but a negation", () => {
    assert.deepEqual(rowsWhere({ left: column("Betrag"), op: "<", right: column("Plan") }), ["A1"]);
    assert.deepEqual(rowsWhere({ left: column("Datum"), op: "empty" }), ["A4"]);
    assert.deepEqual(rowsWhere({ left: column("Status"), op: "not in", values: ["offen", "storniert"] }), ["A2"]);
  });

  it("counts days between dates", () => {
    const late: Condition = {
      left: { op: "days", left: value("2026-04-01"), right: column("Datum") },
      op: ">",
      right: value("30"),
    };
    assert.deepEqual(rowsWhere(late), ["A1"]);
  });

  it("holds percent exactly: a rise of ten percent is not more than ten", () => {
    const frame = frameOf(
      [
        ["alt", "money"],
        ["neu", "money"],
      ],
      [
        ["32.00", "35.20"],
        ["10.00", "11.01"],
      ],
    );
    const percent: Condition = {
      left: { op: "percent", left: column("neu"), right: column("alt") },
      op: ">",
      right: value("10"),
    };
    assert.equal(
      runQuery(frame, query({ where: [percent], select: [{ fn: "count", expr: null, as: "n" }] })).rows[0]?.[0],
      "1",
    );
  });
});

describe("aggregates, groups, order", () => {
  it("sums decimals exactly", () => {
    const result = runQuery(JOBS, query({ select: [{ fn: "sum", expr: column("Betrag"), as: "s" }], shape: "value" }));
    assert.equal(result.rows[0]?.[0], "300.6");
  });

  it("groups, keeps groups that fulfil a condition, and orders them", () => {
    const result = runQuery(
      JOBS,
      query({
        select: [{ fn: "none", expr: column("Kunde"), as: "Kunde" }, { fn: "sum", expr: column("Betrag"), as: "s" }],
        group: ["Kunde"],
        having: [{ left: column("s"), op: ">", right: value("0") }],
        order: [{ expr: column("s"), direction: "asc" }],
        shape: "table",
      }),
    ); // prettier-ignore
    assert.deepEqual(result.rows, [["Böhm", "0.3"], ["Kühn", "300.3"]]); // prettier-ignore
  });

  it("puts empty cells last in either direction", () => {
    for (const direction of ["asc", "desc"] as const) {
      const result = runQuery(JOBS, query({ order: [{ expr: column("Betrag"), direction }] }));
      assert.equal(result.rows.at(-1)?.[0], "A4");
    }
  });

  it("names each value of a list once", () => {
    const result = runQuery(JOBS, query({ select: [{ fn: "none", expr: column("Kunde"), as: "Kunde" }] }));
    assert.deepEqual(result.rows, [["Kühn"], ["Böhm"]]);
  });

  it("refuses columns that are not there and sums of text", () => {
    assert.throws(() => rowsWhere({ left: column("Nix"), op: "=", right: value("1") }), { code: "E_QUERY" });
    assert.throws(() => runQuery(JOBS, query({ select: [{ fn: "sum", expr: column("Kunde"), as: "s" }] })), {
      code: "E_QUERY",
    });
  });

  it("sums any amounts as integers of cents would", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 50 }),
        (cents) => {
          const frame = frameOf(
            [["b", "money"]],
            cents.map((cent) => [(cent / 100).toFixed(2)]),
          );
          const result = runQuery(
            frame,
            query({ select: [{ fn: "sum", expr: column("b"), as: "s" }], shape: "value" }),
          );
          const total = cents.reduce((sum, cent) => sum + cent, 0);
          assert.equal(Math.round(Number(result.rows[0]?.[0]) * 100), total);
        },
      ),
    );
  });
});
