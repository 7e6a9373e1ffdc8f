import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { editPlanner } from "../../../src/agent/plan/planners/edit.ts";
import { withoutRemarks } from "../../../src/agent/plan/planners/edit/remarks.ts";
import { editTable } from "../../../src/files/index.ts";
import { run } from "./_change.ts";

describe("what an edit writes besides the chosen cell", () => {
  it("keeps the length of a lesson whose start is moved", async () => {
    const plan = "Tag;Beginn;Ende;Name\nMontag;14:00;14:45;Ada Kern\nMontag;15:00;15:30;Uwe Holm\n";
    const text = "Uwe Holm kommt ab sofort um 16.00 Uhr, änder es im Plan. Der Raum bleibt, sonst ändert sich nichts.";
    const ran = await run(editPlanner, text, { "plan.csv": plan }, ({ labels }) => labels[0] ?? null);
    assert.equal(ran.text("plan.csv"), plan.replace("15:00;15:30", "16:00;16:30"));
  });

  it("puts a new family name in the place of the old one inside the cell", async () => {
    const list = "Nr;Name;Ort\n1;Kern, Ada;Ulm\n2;Holm, Uwe;Hof\n";
    const ran = await run(editPlanner, "Frau Kern heißt jetzt Lindner, trag das bitte ein.", { "Kunden.csv": list });
    assert.equal(ran.text("Kunden.csv"), list.replace("Kern, Ada", "Lindner, Ada"));
  });
});

describe("remarks", () => {
  it("are no part of the order, and values stay", () => {
    assert.equal(withoutRemarks("Set it to open and leave everything else as it is."), "Set it to open.");
    assert.equal(withoutRemarks("Der Preis bleibt bei 20 Euro."), "Der Preis bleibt bei 20 Euro.");
  });
});

describe("tables in texts", () => {
  it("are edited in place", async () => {
    const json = Buffer.from('{ "rows": [ {"a": "x", "n": 1}, {"a": "y", "n": 2} ] }\n');
    const next = await editTable(json, "a.json", [{ type: "set", row: 1, column: "n", value: "3" }], "rows");
    assert.equal(next.toString(), json.toString().replace("2}", "3}"));
    const md = Buffer.from("| a | b |\r\n|---|---|\r\n| x | 1 |\r\n");
    const edited = await editTable(md, "a.md", [{ type: "set", row: 0, column: "b", value: "2" }]);
    assert.equal(edited.toString(), md.toString().replace("| 1 |", "| 2 |"));
  });
});
