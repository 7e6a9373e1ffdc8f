import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { catalogueOf } from "./_docs.ts";

/** Head and rows of the one table that a text holds. */
async function only(text: string, path = "a.txt"): Promise<{ head: string[]; rows: string[][] } | null> {
  const table = (await catalogueOf({ [path]: text })).tables.find((one) => one.path === path);
  return table
    ? { head: table.columns.map(({ name }) => name), rows: table.rows.map((row) => row.map(({ raw }) => raw)) }
    : null;
}

describe("tables in texts", () => {
  it("go on below a full row that begins with 'total', and end at a total", async () => {
    const lab = `Test             Result   Unit     Reference
ALT              45       U/l      10 - 100
Total protein    72       g/l      54 - 78
Urea             9        mmol/l   3 - 9
Total            126`;
    assert.deepEqual(
      (await only(lab))?.rows.map(([name]) => name),
      ["ALT", "Total protein", "Urea"],
    );
    const spaced = "Test Result Unit\nALT 45 U/l\nTotal protein 72 g/l\nUrea 9 mmol/l\nTotal 126 x";
    assert.deepEqual(
      (await only(spaced))?.rows.map(([name]) => name),
      ["ALT", "Total protein", "Urea"],
    );
    const markdown = "| Item | Net | Gross |\n|---|---|---|\n| Net curtain | 5.00 | 6.00 |\n| Total | 5.00 | 6.00 |";
    assert.deepEqual((await only(markdown, "a.md"))?.rows, [["Net curtain", "5.00", "6.00"]]);
  });

  it("are no letterheads", async () => {
    assert.equal(
      await only("Oak Joinery Ltd\n4 Quay Lane, Bristol BS1 0ZZ · oak@post.example\nVAT registration GB 000 41\n"),
      null,
    );
  });
});

describe("lists", () => {
  it("keep rows whose cells hold commas or are missing", async () => {
    const table = await only(`- Poster, format A1, by 4 December 2026
- Flyer, glossy, two-sided, format A5, by 6 December 2026
- Banner, by 9 December 2026
- Card, format A6, by 10 December 2026`);
    assert.deepEqual(
      table?.rows.map((row) => row.slice(0, 2)),
      [
        ["Poster", "format A1"],
        ["Flyer, glossy, two-sided", "format A5"],
        ["Banner", ""],
        ["Card", "format A6"],
      ],
    );
    const plain = await only("- Milk, 12 l, 1,20 EUR\n- Bread, rye, 4 pcs, 3,10 EUR\n- Cheese, 2 kg, 14,50 EUR");
    assert.deepEqual(plain?.rows[1], ["Bread, rye", "4 pcs", "3,10 EUR"]);
  });

  it("may be parted by dashes, with a line of names above", async () => {
    const table = await only(`Date - Client - Job - Amount
12.11.2026 - Weber - tiles, grey - 450,00 EUR
13.11.2026 - Falk - bath - 1.250,00 EUR`);
    assert.deepEqual(table?.head, ["Date", "Client", "Job", "Amount"]);
    assert.deepEqual(table?.rows[0], ["12.11.2026", "Weber", "tiles, grey", "450,00 EUR"]);
    assert.equal(
      await only("We met - as always - in town.\nIt was late - too late - for a walk.\nHe left - alone - at ten."),
      null,
    );
  });
});
