import assert from "node:assert/strict";
import { test } from "node:test";
import { reckonPlanner } from "../../../src/agent/plan/planners/reckon.ts";
import { commandPlanner, sqlPlanner } from "../../../src/agent/plan/planners/command.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import type { PlanContext } from "../../../src/agent/plan/types.ts";

const today = "2026-11-25";

async function drafted(planner: typeof reckonPlanner, text: string) {
  const request = readRequest(text, { today, files: ["rechnungen/liste.csv"] });
  const [clause] = request.clauses;
  assert.ok(clause);
  if (planner.fits(clause, request) === 0) return null;
  const steps = await planner.plan(clause, { request } as PlanContext, { results: [] });
  return steps?.[0]?.args ?? null;
}

test("arithmetic that stands in the request becomes an expression", async () => {
  const cases: [string, string][] = [
    ["What is 19 % of 1,234.50?", "19 % * 1,234.50"],
    ["Was ist 3 * (4,5 + 2)?", "3 * (4,5 + 2)"],
    ["1.250,00 plus 19 % MwSt", "1.250,00 * (1 + 19 %)"],
    ["How much is 480 minus 5 percent?", "480 * (1 - 5 %)"],
    ["12 mal 14,50", "12 * 14,50"],
    ["Wie viel ist 1000 geteilt durch 8?", "1000 / 8"],
    // No value: the calculator says why, which is better than looking for it in files.
    ["Was ist 1/0?", "1/0"],
    ["Rechne 9^9^9^9", "9^9^9^9"],
  ];
  for (const [text, expression] of cases) {
    const args = await drafted(reckonPlanner, text);
    assert.equal(args?.["expression"], expression, text);
  }
});

test("dates that stand in the request are reckoned with from the request's own day", async () => {
  const cases: [string, string, string][] = [
    ["Welches Datum ist 30 Arbeitstage nach dem 1.12.2026?", "date", "1.12.2026"],
    ["How many working days are there between 1 December 2026 and 15 January 2027?", "workingDays", "15 January 2027"],
    ["Wie viele Tage sind es von heute bis zum 24.12.2026?", "days", today],
    ["Which weekday is 24 December 2026?", "weekday", "24 December 2026"],
    ["In welcher Kalenderwoche liegt der 3.3.2027?", "week", "3.3.2027"],
    ["What date is tomorrow plus 14 days?", "date", "2026-11-26"],
  ];
  for (const [text, want, holds] of cases) {
    const args = await drafted(reckonPlanner, text);
    assert.equal(args?.["want"], want, text);
    assert.ok(String(args?.["expression"]).includes(holds), text);
  }
});

test("what has a subject that must be looked up is not reckoned", async () => {
  const texts = [
    "How many invoices were paid after 1 November 2026?",
    "Was kostet die Miete von Frau Köhler 2026?",
    "What are 5 chairs at our current price?",
    "Wie viele Tage hat Mara im Oktober gearbeitet?",
    "What is 19 % of the total in rechnungen/liste.csv?",
    "RE-2026-103",
    "Hello",
  ];
  for (const text of texts) assert.equal(await drafted(reckonPlanner, text), null, text);
});

test("a command is taken only where it is spelled out; a shell reads only what needs one", async () => {
  const cases: [string, string[] | null][] = [
    ["Run `ls -la`", ["ls", "-la"]],
    ['Please run the command `sort -u "my names.txt"`.', ["sort", "-u", "my names.txt"]],
    ["Führe `wc -l a.csv | tail -1` aus", ["sh", "-c", "wc -l a.csv | tail -1"]],
    ["run `echo it's`", ["sh", "-c", "echo it's"]],
    ["Run through the invoices and count them", null],
    ["Starte den Bericht", null],
  ];
  for (const [text, argv] of cases) {
    const args = await drafted(commandPlanner, text);
    assert.deepEqual(args?.["argv"] ?? null, argv, text);
  }
});

test("a SELECT is run as it stands", async () => {
  const args = await drafted(sqlPlanner, "Please run: SELECT Name, sum(Betrag) FROM liste GROUP BY Name;");
  assert.equal(args?.["sql"], "SELECT Name, sum(Betrag) FROM liste GROUP BY Name");
  assert.equal(await drafted(sqlPlanner, "Select the three largest invoices."), null);
});
