import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PLANNERS } from "../../../src/agent/plan/planners/index.ts";
import { recognise } from "../../../src/agent/plan/recognise.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import type { Fill } from "../../../src/agent/plan/types.ts";

const FILES = ["Orders/list.csv", "Prices 2026.xlsx", "Files/2026-014 Huber/claim.pdf", "Notes/todo.md"];
const read = (text: string) => readRequest(text, { today: "2026-11-25", files: FILES });
const first = { choose: async () => 0 } as unknown as Fill;

async function route(text: string): Promise<string[]> {
  const request = read(text);
  const kinds = request.clauses.map((clause) => recognise(clause, request, PLANNERS, first));
  return (await Promise.all(kinds)).map((planners) => planners[0]?.name ?? "");
}

describe("which planner a request reaches", () => {
  const cases: [string, string[]][] = [
    ["I have to answer the tax office. Which trips did we book in 2025?", ["query"]],
    ["Für den Gemeindebrief: Welche Taufen hatten wir? Bitte als Tabelle mit Name, Tag und Kirche.", ["query"]],
    ["Mark bill 2026/118 as paid in the list, and tell me how many are still open.", ["edit", "query"]],
    ["Streich seine Fahrstunde im Plan, und schreib ihm kurz, dass er einen neuen Termin braucht.", ["edit", "write"]],
    ["Zähl die Gäste im Mai. Danach eine kurze Mail an Frau Lind als Briefe/lind.txt.", ["query", "write"]],
    ["Leg die beiden Scans zu den anderen Lieferscheinen und benenn sie wie die.", ["move"]],
    ["Add a line to Notes/todo.md saying that varnish has to be ordered.", ["note"]],
    ["Count the hires in May, add up the days and multiply them with the daily rate.", ["query"]],
  ];
  for (const [text, expected] of cases) it(text, async () => assert.deepEqual(await route(text), expected));

  it("keeps remarks with the order they belong to", () => {
    for (const text of [
      "The baker is behind, isn't he? How many loaves are missing?",
      "How many keys are out? Count the keys themselves, please.",
      "Leg die Rechnungen in den Ordner Neu. Was keine Rechnung ist, bleibt liegen.",
    ])
      assert.equal(read(text).clauses.length, 1, text);
  });
});

describe("paths with spaces", () => {
  const cases: [string, string[]][] = [
    ["Write to Mr Laird, it goes into Complaints/reply Laird.txt", ["Complaints/reply Laird.txt"]],
    ["Leg es als Briefe/Antwort Nowak (neu).txt ab.", ["Briefe/Antwort Nowak (neu).txt"]],
    ["Raise all prices in the Prices 2026.xlsx by 3 %.", ["Prices 2026.xlsx"]],
    ["Move the folder Files/2026-014 Huber to Archive/2026.", ["Files/2026-014 Huber", "Archive/2026"]],
    ["Erinnere Herrn Falk an die Rechnung 2026/077.", []],
    ["Put the sum and the count into total.txt.", ["total.txt"]],
  ];
  for (const [text, expected] of cases)
    it(text, () =>
      assert.deepEqual(
        read(text).paths.map(({ path }) => path),
        expected,
      ),
    );
});

describe("columns", () => {
  const cases: [string, string[]][] = [
    ["Put it into a.csv with the columns Number (of the bill), Due and Amount.", ["Number", "Due", "Amount"]],
    ["Store them in hours.csv (columns Trainer, Hours), most hours first.", ["Trainer", "Hours"]],
    ["Give me a list of number, due date and amount of all bills.", ["number", "due date", "amount"]],
    ["Die Spalten sollen „Wohnung“ (also W01) und „Verbrauch“ heißen.", ["Wohnung", "Verbrauch"]],
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(read(text).columns, expected));
});
