import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { checkDraft, type DraftSentence } from "../../../src/desks/inbox/index.ts";

const SOURCE = {
  id: "doc_1",
  text: `Der Versand kostet 4,90 € und dauert 3 bis 5 Werktage. Ab 1.250,00 € Warenwert ist er kostenlos.
Der Kurs ist am 3. März 2027 um 14 Uhr. Auf Geräte geben wir 24 Monate Garantie und bei Vorkasse 3 % Skonto.
Telefon 0761 / 55 02 17, Mail laden@firma.example, Seite https://firma.example/versand. Ansprechpartnerin ist Frau Amsel. Bestellnummer AB-4711. Mittwoch bis Freitag geöffnet, sonntags geschlossen.`,
};
const said = (text: string, ...quotes: string[]): DraftSentence => ({
  text,
  sources: (quotes.length > 0 ? quotes : SOURCE.text.split("\n")).map((quote) => ({
    type: "quote",
    source: SOURCE.id,
    text: quote,
  })),
});
const faults = (sentence: DraftSentence): string[] =>
  checkDraft({ sentences: [sentence] }, [SOURCE]).map(({ kind }) => kind);

describe("what a draft says is held against its sources", () => {
  const TRUE = [
    "Shipping costs €4.90 and takes 3 to 5 working days; from €1,250.00 it is free of charge.",
    "The course is on 3 March 2027 at 2 pm.",
    "Der Kurs beginnt am 03.03.2027 um 14:00 Uhr.",
    "We give a 24 months guarantee, and 3 % discount.",
    "You reach Ms Amsel at 0761 550217 or laden@firma.example, see https://firma.example/versand.",
    "Es geht um AB-4711.",
    "Open Wednesday to Friday, closed on Sundays.",
    "Vielen Dank für Ihre Nachricht.",
  ];
  for (const text of TRUE) test(`true: ${text}`, () => assert.deepEqual(faults(said(text)), []));

  const LIES: [string, string][] = [
    ["amount", "Der Versand kostet 5,90 €."],
    ["amount", "Shipping costs €1.25."],
    ["amount", "Der Versand kostet 4,90 £."],
    ["percent", "Wir geben 5 % Skonto."],
    ["number", "Er dauert 2 bis 5 Werktage."],
    ["number", "Auf Geräte geben wir 36 Monate Garantie."],
    ["date", "Der Kurs ist am 4. März 2027."],
    ["date", "The course is on 3 March 2028."],
    ["time", "Der Kurs beginnt um 15 Uhr."],
    ["time", "It starts at 2 am."],
    ["phone", "Rufen Sie 0761 / 55 02 18 an."],
    ["address", "Schreiben Sie an chef@firma.example."],
    ["link", "Siehe https://firma.example.evil.test/versand."],
    ["reference", "Es geht um AB-4712."],
    ["person", "Fragen Sie Herrn Drossel."],
    ["weekday", "Am Samstag ist geöffnet."],
    ["promise", "Wir erstatten Ihnen den Betrag."],
    ["promise", "Wir bestätigen Ihren Auftrag."],
    ["promise", "We will replace it."],
    ["promise", "Das Geld kommt noch heute."],
  ];
  for (const [kind, text] of LIES)
    test(`a lie about ${kind} is found: ${text}`, () =>
      assert.ok(faults(said(text)).includes(kind), faults(said(text)).join()));

  test("a sentence stands on its own sources, not on what the document says elsewhere", () => {
    assert.deepEqual(faults(said("Der Versand kostet 4,90 €.", "Der Versand kostet 4,90 €")), []);
    assert.deepEqual(faults(said("Der Kurs kostet 4,90 €.", "Der Kurs ist am 3. März 2027 um 14 Uhr.")), ["amount"]);
    assert.deepEqual(faults({ text: "Das ist kostenlos.", sources: [] }), ["promise"]);
  });

  test("a quote must stand in its source, and a sum must come out", () => {
    assert.deepEqual(faults(said("Gut.", "Der Versand kostet 4,80 €")), ["quote"]);
    const sum = (name: string, value: string): DraftSentence => ({
      text: `Zusammen ${value.replace(" EUR", " €").replace(".", ",")}.`,
      sources: [
        { type: "quote", source: SOURCE.id, text: "4,90 €" },
        { type: "fact", name, value, source: SOURCE.id },
      ],
    });
    assert.deepEqual(faults(sum("3 × 4.90 EUR", "14.70 EUR")), []);
    assert.deepEqual(faults(sum("3 × 4.90 EUR", "14.80 EUR")), ["sum"]);
    assert.deepEqual(faults(sum("3 × 4.80 EUR", "14.40 EUR")), ["sum"]);
    assert.deepEqual(faults(sum("goodwill", "14.70 EUR")), ["sum"]);
  });

  test("any amount in any notation is found in any other, and no other amount is", () => {
    const amount = fc.integer({ min: 1, max: 9_999_999 });
    const show = (cents: number, language: "de" | "en"): string => {
      const digits = (cents / 100).toLocaleString(language === "de" ? "de-DE" : "en-GB", { minimumFractionDigits: 2 });
      return language === "de" ? `${digits} €` : `€${digits}`;
    };
    const language = fc.constantFrom<"de" | "en">("de", "en");
    fc.assert(
      fc.property(amount, amount, language, language, (known, told, first, second) => {
        const text = `Der Preis ist ${show(known, first)}.`;
        const sentence: DraftSentence = {
          text: `It is ${show(told, second)}.`,
          sources: [{ type: "quote", source: "d", text }],
        };
        assert.equal(checkDraft({ sentences: [sentence] }, [{ id: "d", text }]).length === 0, known === told);
      }),
      { numRuns: 200 },
    );
  });
});
