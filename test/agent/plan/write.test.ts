import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import { continuesLetter, occasionOf, ordersLetter } from "../../../src/agent/plan/planners/write/occasion.ts";
import { writePlanner } from "../../../src/agent/plan/planners/write.ts";
import { countWords } from "../../../src/agent/plan/planners/text/values.ts";
import { BOATYARD, run, type Model } from "./_texts.ts";

const REMINDER =
  "Schreib Ida Falk eine freundliche Zahlungserinnerung für die überfällige Rechnung, höchstens 80 Wörter, als mahnungen/falk.txt.";
const QUOTE =
  "Antworte bitte auf die Mail von Ida Falk und nenn ihr den Gesamtpreis nach Abzug ihres Rabatts. Der Entwurf kommt nach entwuerfe/falk.txt, höchstens 90 Wörter.";

async function write(text: string, model: Model = {}, given = BOATYARD): Promise<Map<string, string>> {
  return (await run(writePlanner, text, model, given)).files;
}

describe("a payment reminder", () => {
  it("names number, amount and day of what is overdue, and nothing else", async () => {
    const letter = (await write(REMINDER)).get("mahnungen/falk.txt") ?? "";
    for (const part of ["Ida Falk", "W-52", "1.260,50", "19.10.2026", "Mit freundlichen Grüßen", "Werft Thomsen"])
      assert.ok(letter.includes(part), part);
    for (const part of ["W-51", "W-53", "W-54", "95,00", "Falck"]) assert.ok(!letter.includes(part), part);
  });

  it("is right whatever the model writes", async () => {
    const words = [
      "Rechnung W-52",
      "Rechnung W-53",
      "über 1.260,50 €",
      "999,00 €",
      "war am 19.10.2026 fällig.",
      "Bitte zahlen Sie. ",
      "Ivo Falck",
      "LEAK",
      "Sehr geehrte Damen und Herren,\n",
      "[Name]",
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words), { maxLength: 60 }), async (parts) => {
        const letter = (await write(REMINDER, { writes: parts.join(" ") })).get("mahnungen/falk.txt") ?? "";
        assert.ok(countWords(letter) <= 80, letter);
        for (const part of ["W-52", "1.260,50", "19.10.2026"]) assert.ok(letter.includes(part), letter);
        assert.doesNotMatch(letter, /999,00|\[Name\]/);
      }),
      { numRuns: 25 },
    );
  });

  it("is not written to somebody who owes nothing", async () => {
    const order = "Schreib Merle Sönksen eine Zahlungserinnerung für ihre überfällige Rechnung.";
    const { vals, files } = await run(writePlanner, order);
    assert.deepEqual([vals.at(-1)?.type, files.size], ["value", Object.keys(BOATYARD).length]);
  });

  it("keeps a text of the model that is right", async () => {
    const body =
      "vielleicht ist Ihnen unsere Rechnung W-52 über 1.260,50 € entgangen, die am 19.10.2026 fällig war. Bitte überweisen Sie den Betrag in den nächsten Tagen.";
    const letter = (await write(REMINDER, { writes: body })).get("mahnungen/falk.txt") ?? "";
    assert.ok(letter.includes(body), letter);
  });
});

describe("a reply with prices", () => {
  it("computes at the prices that apply, less the customer's discount", async () => {
    // 3 x 64.50 + 2 x 38.00 = 269.50, less 5 % = 256.03 (half up)
    const letter = (await write(QUOTE)).get("entwuerfe/falk.txt") ?? "";
    for (const part of ["256,03", "5 %", "Antifouling", "Clear varnish"])
      assert.ok(letter.includes(part), `${part} in ${letter}`);
    for (const part of ["59,00", "35,00"]) assert.ok(!letter.includes(part), part);
  });

  it("plans both clauses as one letter, and shows it", async () => {
    const { vals, files } = await run(writePlanner, QUOTE);
    assert.equal(files.size, Object.keys(BOATYARD).length + 1);
    const shown = vals.filter((val) => val.say !== undefined);
    assert.equal(shown.length, 1);
    assert.match(shown[0]?.say ?? "", /entwuerfe\/falk\.txt.*256,03/s);
  });
});

describe("letters", () => {
  it("say what the person wants to have said", async () => {
    const order =
      "Write to Merle Sönksen that the crane comes on 24 November 2026 at 8:30. Save it as drafts/merle.txt.";
    const letter = (await write(order)).get("drafts/merle.txt") ?? "";
    assert.match(letter, /24 November/);
    assert.match(letter, /8:30/);
    assert.match(letter, /Sönksen/);
  });

  it("go into a new file of the folder for drafts when no path is named, and never over another", async () => {
    const files = await write("Write a short reply to Merle Sönksen.", { choose: "soenksen" });
    assert.ok(files.has("drafts/merle-soenksen.txt"), [...files.keys()].join());
    await assert.rejects(write(REMINDER, {}, { ...BOATYARD, "mahnungen/falk.txt": "schon da" }), { code: "E_EXISTS" });
    const over = await write(
      `${REMINDER} Überschreib die alte Datei.`,
      {},
      { ...BOATYARD, "mahnungen/falk.txt": "schon da" },
    );
    assert.match(over.get("mahnungen/falk.txt") ?? "", /W-52/);
  });

  it("are recognised by what is ordered", () => {
    for (const text of [
      "Schreib der Bäckerei eine Mahnung.",
      "Draft an answer to Gary's mail.",
      "Antworte auf die Anfrage von Frau Koch.",
      "Write to the landlord that we move out.",
    ])
      assert.ok(ordersLetter(text) >= 0.9, text);
    for (const text of [
      "How many letters did we write?",
      "Zähl die Rechnungen.",
      "Rename the scan.",
      "What did Gary answer?",
    ])
      assert.ok(ordersLetter(text) < 0.5, text);
    assert.equal(occasionOf("Schreib eine Zahlungserinnerung"), "reminder");
    assert.equal(occasionOf("Draft a reply"), "reply");
    assert.ok(continuesLetter("nenn ihm den Gesamtpreis"));
    assert.ok(!continuesLetter("verschieb die Datei in den Ordner alt"));
  });

  it("belong to their first clause", () => {
    const request = readRequest(QUOTE, { today: "2026-11-20", files: Object.keys(BOATYARD) });
    for (const clause of request.clauses) assert.ok(writePlanner.fits(clause, request) >= 0.9, clause.text);
  });
});
