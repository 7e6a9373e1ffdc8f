import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addLines } from "../../../src/agent/plan/ops/append.ts";
import { renderMoney, renderNumber } from "../../../src/agent/plan/ops/render.ts";
import { notePlanner } from "../../../src/agent/plan/planners/note.ts";
import { fillPlaceholder } from "../../../src/agent/plan/planners/note/text.ts";
import type { Val } from "../../../src/agent/plan/types.ts";
import { run } from "./_change.ts";

const TABLE: Val = {
  type: "table",
  table: {
    columns: [
      { name: "Art", kind: "text", unit: null },
      { name: "Summe", kind: "number", unit: "EUR" },
    ],
    rows: [["Seile", "12.50"], ["Farbe; rot", "1234"], ["Öl", null]],
  },
  evidence: [],
}; // prettier-ignore
const value = (text: string | null): Val => ({
  type: "value",
  value: text,
  kind: text === null ? "absent" : "number",
  evidence: [],
});

describe("adding a line", () => {
  it("goes to the end, in the style of the list, with the line ends of the file", () => {
    assert.equal(
      addLines("# A\n\n- one\n\n# B\n- two\n", "three", { item: true }),
      "# A\n\n- one\n\n# B\n- two\n- three\n",
    );
    assert.equal(addLines("1. one\n2. two\n", "three", { item: true }), "1. one\n2. two\n3. three\n");
    assert.equal(addLines("[ ] one\n[x] two", "three", { item: true }), "[ ] one\n[x] two\n[ ] three\n");
    assert.equal(addLines("", "first", { item: true }), "first\n");
  });

  it("goes below a heading, and refuses one that is not there", () => {
    assert.equal(
      addLines("# A\n\n- one\n\n# B\n- two\n", "new", { under: "a", item: true }),
      "# A\n\n- one\n- new\n\n# B\n- two\n",
    );
    assert.throws(() => addLines("# A\n", "new", { under: "C", item: true }), { code: "E_NOT_FOUND" });
  });

  it("fills in the number that was found", async () => {
    const ran = await run(notePlanner, 'Then add the line "- Buy N things" with the right number to the end of todo.md.', { "todo.md": "# To do\r\n\r\n- x\r\n" }, undefined, [TABLE]); // prettier-ignore
    assert.equal(ran.text("todo.md"), "# To do\r\n\r\n- x\r\n- Buy 3 things\r\n");
    assert.equal(fillPlaceholder("NINE N", "5"), "NINE 5");
    assert.equal(fillPlaceholder("Call N people", null), null);
  });

  it("finds the to-do list without a path", async () => {
    const files = { "notizen/aufgaben.txt": "* eins\n", "brief.txt": "Hallo\n" };
    const ran = await run(notePlanner, "Schreib auf die Aufgabenliste: Steg streichen", files);
    assert.equal(ran.text("notizen/aufgaben.txt"), "* eins\n* Steg streichen\n");
  });
});

describe("saving a result", () => {
  it("writes the count or the sum of a table, and nothing else", async () => {
    const counted = await run(notePlanner, "Schreib nur die Anzahl in zahl.txt.", {}, undefined, [TABLE]);
    assert.equal(counted.text("zahl.txt"), "3\n");
    const summed = await run(notePlanner, "Schreib nur die Summe in betrag.txt.", {}, undefined, [TABLE]);
    assert.equal(summed.text("betrag.txt"), "1246,50\n");
  });

  it("never writes over content, but fills an empty file", async () => {
    const text = "Write only the number into n.txt.";
    await assert.rejects(run(notePlanner, text, { "n.txt": "old" }, undefined, [value("5")]), { code: "E_EXISTS" });
    assert.equal((await run(notePlanner, text, { "n.txt": " \n" }, undefined, [value("5")])).text("n.txt"), "5\n");
    const over = await run(notePlanner, `${text} Overwrite it.`, { "n.txt": "old" }, undefined, [value("5")]);
    assert.equal(over.text("n.txt"), "5\n");
  });

  it("writes nothing when the files do not hold it", async () => {
    const ran = await run(notePlanner, "Write only the number into n.txt.", {}, undefined, [value(null)]);
    assert.equal(ran.files.has("n.txt"), false);
    assert.equal(ran.vals.at(-1)?.type === "value" && ran.vals.at(-1)?.type, "value");
  });

  it("writes Markdown, CSV and data by the name of the file", async () => {
    const save = (name: string) =>
      run(notePlanner, `Schreib bitte das Ergebnis dieser Auswertung in die Datei ${name}.`, {}, undefined, [TABLE]);
    assert.equal(
      (await save("a.md")).text("a.md"),
      "| Art | Summe |\n| --- | ---: |\n| Seile | 12,50 |\n| Farbe; rot | 1234,00 |\n| Öl |  |\n",
    );
    assert.equal((await save("a.csv")).text("a.csv"), 'Art;Summe\nSeile;12,50\n"Farbe; rot";1234,00\nÖl;\n');
    assert.deepEqual(JSON.parse((await save("a.json")).text("a.json"))[1], { Art: "Farbe; rot", Summe: 1234 });
    assert.equal((await save("a.xlsx")).files.get("a.xlsx")?.subarray(0, 2).toString(), "PK");
  });

  it("writes numbers as the language does", () => {
    assert.equal(renderNumber("1234.5", "de", true), "1234,50");
    assert.equal(renderNumber("1234.5", "en"), "1234.5");
    assert.equal(renderNumber("7", "de", true), "7");
    assert.equal(renderMoney("7", "de"), "7,00");
  });
});
