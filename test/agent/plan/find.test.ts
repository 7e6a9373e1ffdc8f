import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import { findPlanner } from "../../../src/agent/plan/planners/find.ts";
import { BOATYARD, run, type Model } from "./_texts.ts";

async function find(text: string, model: Model = {}): Promise<string[]> {
  const { last } = await run(findPlanner, text, model);
  return last.type === "files" ? last.paths : [];
}

describe("finding files", () => {
  it("finds by what a file is called and says", async () => {
    assert.deepEqual(await find("Where is the mail from Hansen Marine?", { choose: "hansen.eml" }), [
      "mail/hansen.eml",
    ]);
    assert.deepEqual(
      await find("In welcher Datei steht die aktuelle Liegeplatzordnung?", { choose: "liegeplatz-ordnung.md" }),
      ["liegeplatz-ordnung.md"],
    );
  });

  it("lets the model judge by meaning where no word is shared, among files of the named sort only", async () => {
    const { last, asked } = await run(
      findPlanner,
      "Somebody is angry about a wet bed and wrote to us. Which mail is that?",
      { choose: "soenksen" },
    );
    assert.deepEqual(last.type === "files" && last.paths, ["mail/soenksen.eml"]);
    assert.ok(asked[0]?.options.every((option) => option.includes(".eml")));
    assert.ok(asked[0]?.options.some((option) => option.includes("my bunk is soaked")));
  });

  it("says that there is none when a name that was given is nowhere", async () => {
    const { last } = await run(findPlanner, "Where is the invoice W-99?");
    assert.deepEqual([last.type, last.type === "value" && last.value], ["value", null]);
  });

  it("gives several files when several are asked for", async () => {
    const mails = {
      ...BOATYARD,
      "mail/falk-2.eml": (BOATYARD["mail/falk.eml"] ?? "").replace("Subject: Farbe", "Subject: Noch etwas"),
    };
    const { last } = await run(findPlanner, "Which mails are from Ida Falk?", {}, mails);
    assert.deepEqual(last.type === "files" && last.paths.toSorted(), ["mail/falk-2.eml", "mail/falk.eml"]);
  });

  it("claims requests for files, and no others", () => {
    const fits = (text: string) => {
      const request = readRequest(text, { today: "2026-11-20", files: Object.keys(BOATYARD) });
      return findPlanner.fits(request.clauses[0] ?? { text, index: 0, start: 0 }, request);
    };
    assert.ok(fits("Which file is the contract?") >= 0.85);
    assert.ok(fits("Wo liegt die Rechnung W-52?") >= 0.8);
    assert.equal(fits("How many boats are longer than 9 m?"), 0);
  });
});
