import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { queryPlanner } from "../../../src/agent/plan/planners/query.ts";
import { runQuery } from "../../../src/agent/plan/query/evaluate.ts";
import { buildFrame } from "../../../src/agent/plan/query/frame.ts";
import { querySchema } from "../../../src/agent/plan/query/types.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import type { Fill, PlanContext } from "../../../src/agent/plan/types.ts";
import { catalogueOf } from "./gather/_docs.ts";

const TODAY = "2026-11-20";
const FILES: Record<string, string> = {
  "members.csv": `No;First name;Surname;Birthday;Town
M-1;Ida;Falk;1961-12-04;Ulm
M-2;Ivo;Kern;1990-05-17;Rom
M-3;Merle;Sommer;2012-12-30;Ulm`,
  "boats.csv": `Boat No;Name;Owner;Seats;Worth EUR;Last check
B-1;Swift;M-1;4;5200.00;2026-03-01
B-2;Heron;M-2;2;900.00;2024-08-12
B-3;Gull;M-1;1;1500.00;2025-10-30`,
  "trips/trips-2026-10.csv": `Date;Boat;Helmsman;Kilometres
2026-10-02;B-1;Ida Falk;12
2026-10-09;B-2;Ivo Kern;20
2026-10-17;B-1;Ida Falk;15`,
  "hire.csv": `Boat;Month;Hours;Takings EUR
B-1;2026-09;10;150.00
B-1;2026-10;4;60.00
B-2;2026-10;8;96.00`,
  "bills.csv": `Bill No;Member;Issued;Due;Amount EUR;Paid on
X-1;M-1;2026-09-01;2026-09-15;40.00;2026-09-12
X-2;M-2;2026-09-20;2026-10-04;75.50;
X-3;M-3;2026-11-10;2026-11-24;20.00;`,
  "fees/fees-2025.csv": "Code;Service;Price EUR\nA;Berth;100.00\nB;Crane;50.00\nC;Wash;20.00",
  "fees/fees-2026.csv": "Code;Service;Price EUR\nA;Berth;120.00\nB;Crane;52.00\nC;Wash;20.00",
  "Post/forms in.csv": `Form;Received;Desk;St;Fee EUR
F-101;2026-10-02;North;P;10.00
F-102;2026-10-09;North;D;20.00
F-103;2026-11-03;South;P;30.00
F-104;2026-11-05;South;X;40.00`,
  "Post/key.csv": "St;Meaning\nP;pending, waits for a signature\nD;decided\nX;withdrawn",
  "Desk/stamps.csv": `Form;Stamped;Clerk;Remark
F-101;2026-10-03;Ida Falk;
F-102;2026-10-10;Ivo Kern;
F-102;2026-10-10;Ivo Kern;VOID - keyed twice`,
};
const catalogue = await catalogueOf(FILES, TODAY);

/** What the rows answer, by code alone: any question to the model fails. */
async function answer(text: string): Promise<(string | null)[][]> {
  const request = readRequest(text, { today: TODAY, files: Object.keys(FILES) });
  const ask = (hole: { question: string; options?: { label: string }[] }) =>
    Promise.reject(new Error(`asked: ${hole.question} ${hole.options?.map(({ label }) => label).join(" | ")}`));
  const form: Fill["form"] = ({ question, fields }) => {
    const open = fields.filter(({ options }) => options.length > 1);
    if (open.length > 0) return Promise.reject(new Error(`asked: ${question} ${JSON.stringify(open)}`));
    return Promise.resolve(Object.fromEntries(fields.map(({ name, options }) => [name, options[0] ?? ""])));
  };
  const fill = { choose: ask, chooseMany: ask, write: ask, form } as unknown as Fill;
  const clause = request.clauses[0];
  assert.ok(clause);
  const steps = await queryPlanner.plan(clause, { request, catalogue, fill } as unknown as PlanContext, {
    results: [],
  });
  const query = querySchema.parse(steps?.[0]?.args["query"]);
  const { columns, rows } = runQuery(buildFrame(catalogue, query.source), query);
  return rows.map((row) => row.filter((_cell, at) => !columns[at]?.name.startsWith("#")));
}

describe("questions that rows answer", () => {
  const cases: [string, (string | null)[][]][] = [
    ["Which members have their birthday in December?", [["Ida", "Falk"], ["Merle", "Sommer"]]],
    ["Which members are older than 18 years?", [["Ida", "Falk"], ["Ivo", "Kern"]]],
    ["Who owns the Heron?", [["Ivo", "Kern"]]],
    ["Which boats are worth more than 1000 euros?", [["Swift"], ["Gull"]]],
    ["Which boat was checked longest ago?", [["Heron"]]],
    ["What is our most expensive boat?", [["Swift"]]],
    ["Who sailed the most kilometres in October?", [["Ida Falk"]]],
    ["Who sailed how many kilometres in October?", [["Ida Falk", "27"], ["Ivo Kern", "20"]]],
    ["How much takings did the Swift have in October?", [["60"]]],
    ["Which bills are overdue today?", [["X-2"]]],
    ["Welche Rechnungen sind noch offen?", [["X-2"], ["X-3"]]],
    ["How much do the unpaid bills add up to?", [["95.5"]]],
    ["Which prices went up since last year?", [["Berth", "100.00", "120.00"], ["Crane", "50.00", "52.00"]]],
    ["By how many percent did the price of Berth go up since last year?", [["20"]]],
    ["List the boats and their owners' surnames.", [["Swift", "Falk"], ["Heron", "Kern"], ["Gull", "Falk"]]],
    ["How many of the november forms are pending?", [["1"]]],
    ["How many stamps did Ivo Kern set?", [["1"]]],
  ]; // prettier-ignore
  for (const [text, rows] of cases) it(text, async () => assert.deepEqual(await answer(text), rows));
});
