import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concepts, expand, findConcepts, linkColumns, related } from "../../../../src/agent/plan/lexicon/index.ts";

const columns = (names: string) => names.split(";").map((name) => ({ name }));
const best = (phrase: string | string[], names: string) => {
  const list = columns(names);
  const [first] = linkColumns(phrase, list);
  return first ? list[first.column]?.name : null;
};

describe("lexicon", () => {
  it("joins German and English words of one concept, inflected too", () => {
    assert.equal(related("Kunde", "client"), 0.8);
    assert.equal(related("Rechnungen", "invoice"), 0.8);
    assert.equal(related("Preis", "Preise"), 1);
    assert.equal(related("Kunde", "Lieferdatum"), 0);
  });

  it("takes compounds apart", () => {
    assert.deepEqual(concepts("Rechnungsbetrag"), ["amount", "invoice"]);
    assert.equal(related("Flaschenpreis", "Preis"), 0.5);
    assert.deepEqual(concepts("Xylophon"), []);
  });

  it("finds phrases before words", () => {
    const [first, ...rest] = findConcepts(["whose", "due", "date", "has", "passed"]);
    assert.deepEqual([first?.start, first?.end], [1, 3]);
    assert.ok(first?.ids.includes("due"));
    assert.equal(rest.length, 0);
  });

  it("expands into both languages without the word itself", () => {
    const words = expand(["Kündigungsfrist"]);
    assert.ok(words.includes("notice period") && !words.includes("kündigungsfrist"));
    assert.deepEqual(expand(["qwertz"]), []);
  });

  it("names columns by what is meant", () => {
    const invoices = "Rechnungsnr;Kundennr;Rechnungsdatum;Fällig am;Betrag brutto;Bezahlt am";
    assert.equal(best("due date", invoices), "Fällig am");
    assert.equal(best("Bruttobetrag", invoices), "Betrag brutto");
    assert.equal(best("invoice number", invoices), "Rechnungsnr");
    assert.equal(best("paid", invoices), "Bezahlt am");
    assert.equal(best("mobile number", "Name;Phone;Mobile;Email"), "Mobile");
    assert.equal(best("reorder level", "Artikel;Bestand;Mindestbestand"), "Mindestbestand");
    assert.equal(best(["planned", "hours"], "Date;Hours;projects.Planned hours"), "projects.Planned hours");
    assert.equal(best("Bereitschaft", "Date;Vet on call;Nurse"), "Vet on call");
    assert.equal(best("IBAN", invoices), null);
  });

  it("gives 1 for the name itself, and scores fall", () => {
    const scores = linkColumns("Bestand", columns("Bestand;Mindestbestand;Ort"));
    assert.equal(scores[0]?.score, 1);
    assert.ok(scores.every((entry, at) => at === 0 || entry.score <= (scores[at - 1]?.score ?? 0)));
  });
});
