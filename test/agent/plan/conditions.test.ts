import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readDoc } from "../../../src/files/index.ts";
import { buildCatalogue } from "../../../src/agent/plan/gather/index.ts";
import { concepts, related } from "../../../src/agent/plan/lexicon/index.ts";
import { absenceConditions } from "../../../src/agent/plan/query/absence.ts";
import { gatherConditions } from "../../../src/agent/plan/query/conditions.ts";
import { buildFrame } from "../../../src/agent/plan/query/frame.ts";
import { partOf } from "../../../src/agent/plan/query/part.ts";
import { showCondition } from "../../../src/agent/plan/query/show.ts";
import type { Source } from "../../../src/agent/plan/query/types.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";

const today = "2026-11-25";
const FILES = {
  "Loans/tool loans.csv": [
    "No,Tool,Lent to,Lent on,back by,back on,Invoice,State",
    "L1,Drill,Ada Rowe,2026-09-01,2026-09-10,2026-09-09,R7,returned",
    "L2,Saw,Ben Oak,2026-10-01,2026-10-10,,,out",
    "L3,Sander,Cleo Finn,2026-11-20,2026-12-10,,,out",
    "L4,Drill,Ben Oak,2026-11-01,2026-11-03,2026-11-03,R9,cancelled",
    "L5,Router,Ada Rowe,2026-11-02,2026-11-05,2026-11-04,,no-show",
  ].join("\n"),
};

async function conditions(text: string, source: Source = { type: "table", id: "tool-loans" }): Promise<string[]> {
  const docs = await Promise.all(Object.entries(FILES).map(([path, body]) => readDoc(path, Buffer.from(body))));
  const catalogue = buildCatalogue(docs, { today });
  const request = readRequest(text, { today, files: Object.keys(FILES) });
  const clause = request.clauses[0];
  assert.ok(clause);
  const part = partOf(clause, request);
  const groups = gatherConditions(buildFrame(catalogue, source), part, request, catalogue.mentions(text));
  return groups.flatMap((group) => (group.alternatives[0]?.conditions ?? []).map(showCondition));
}

describe("what leads from table to table", () => {
  it("looks up short codes whatever their column is called", async () => {
    const files = {
      "staff.csv": "Kürzel;Name\nBM;Berta Moll\nOT;Olaf Tamm\nPS;Petra Sand\nMK;Max Kurz",
      "cover.csv": "Datum;fehlt;vertritt\n2026-09-01;BM;OT\n2026-09-02;OT;PS\n2026-09-03;PS;BM\n2026-09-04;MK;PS",
    };
    const docs = await Promise.all(Object.entries(files).map(([path, body]) => readDoc(path, Buffer.from(body))));
    const catalogue = buildCatalogue(docs, { today });
    const columns = buildFrame(catalogue, { type: "table", id: "cover" }).columns.map((column) => column.name);
    assert.ok(columns.includes("fehlt.Name") && columns.includes("vertritt.Name"), columns.join(", "));
  });

  it("knows short plurals and changed vowels", () => {
    assert.ok(related("keys", "Schlüssel") >= 0.8);
    assert.ok(concepts("Kundenaufträge").includes("order"));
  });
});

describe("conditions that a request words in its own way", () => {
  it("takes a missing entry for an empty cell", async () => {
    assert.ok((await conditions("Which loans are without invoice?")).includes("Invoice is empty"));
    assert.ok((await conditions("Welche Ausleihen sind ohne Rechnungsnummer?")).includes("Invoice is empty"));
    assert.ok(!(await conditions("Which loans have an invoice?")).includes("Invoice is empty"));
  });

  it("reads overdue from when it was wanted and whether it came", async () => {
    const found = await conditions("How many tools are overdue?");
    assert.deepEqual(found, [`back by < '${today}'`, "back on is empty", "State not in ('cancelled')"]);
  });

  it("turns round what is shut out before or after its name, and only that", async () => {
    for (const text of [
      "Count the loans without Ben Oak",
      "Zähle die Ausleihen, Ben Oak bitte weglassen",
      "Zähle die Ausleihen. Ben Oak zählt natürlich nicht",
    ])
      assert.deepEqual(await conditions(text), ["Lent to <> 'Ben Oak'"], text);
    assert.deepEqual(await conditions("Count the loans of Ben Oak"), ["Lent to = 'Ben Oak'"]);
  });

  it("leaves no row out for what is named only because it counts, too", async () => {
    for (const text of [
      "How many loans are there, including Ben Oak's?",
      "Wie viele Ausleihen gibt es, einschließlich der von Ben Oak?",
    ])
      assert.deepEqual(await conditions(text), [], text);
    assert.deepEqual(await conditions("How many loans are there, not counting Ben Oak's?"), ["Lent to <> 'Ben Oak'"]);
  });

  it("shuts out both of a pair, or takes either of it", async () => {
    assert.deepEqual(await conditions("Wie viele Ausleihen haben weder Ben Oak noch Ada Rowe?"), [
      "Lent to <> 'Ben Oak'",
      "Lent to <> 'Ada Rowe'",
    ]);
    assert.deepEqual(await conditions("How many loans did Ben Oak and Ada Rowe have?"), [
      "Lent to in ('Ben Oak', 'Ada Rowe')",
    ]);
  });
});

describe("what stands in one of two tables only", () => {
  it("leaves the numbers that the other table lacks, and reads nothing where it is not named", async () => {
    const docs = await Promise.all(
      Object.entries({
        "parcels sent.csv": "Parcel,Day\nP-1,2026-10-01\nP-2,2026-10-02\nP-3,2026-10-05\n,2026-10-06",
        "signatures.csv": "Parcel,Name\nP-1,Ada Rowe\nP-2,Ben Oak\nP-2,Ben Oak",
      }).map(([path, body]) => readDoc(path, Buffer.from(body))),
    );
    const catalogue = buildCatalogue(docs, { today });
    const frame = buildFrame(catalogue, { type: "table", id: "parcels-sent" });
    const lacking = (text: string) => {
      const request = readRequest(text, { today, files: [] });
      const clause = request.clauses[0];
      assert.ok(clause);
      const groups = absenceConditions(frame, partOf(clause, request), catalogue);
      return groups.flatMap((group) => (group.alternatives[0]?.conditions ?? []).map(showCondition));
    };
    const wanted = ["Parcel is filled", "Parcel not in ('P-1', 'P-2')"];
    assert.deepEqual(lacking("For which parcels is there no signature?"), wanted);
    assert.deepEqual(lacking("Which parcels went out without a signature?"), wanted);
    assert.deepEqual(lacking("Which parcels have a signature?"), []);
    assert.deepEqual(lacking("Which parcels have no stamp?"), []);
  });
});
