import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import {
  createIndex,
  fold,
  guessLanguage,
  htmlToText,
  isTotalRow,
  labelled,
  sentences,
  similarity,
  stem,
  words,
} from "../../src/files/index.ts";

describe("total rows", () => {
  it("are those whose label says nothing else, or which are nearly empty", () => {
    for (const cells of [
      ["Summe", "", "", "300,00"],
      ["", "Gesamtbetrag brutto inkl. 19 % MwSt.", "119,00"],
      ["Total", "12", "40.00"],
      ["Total for October", "12"],
      ["zzgl. 19 % MwSt", "", "57,00"],
    ])
      assert.ok(isTotalRow(cells), cells.join(";"));
    for (const cells of [
      ["Total protein", "72", "g/l", "54 - 78"],
      ["Nettozeit", "3"],
      ["Tax advice", "2", "180.00"],
    ])
      assert.ok(!isTotalRow(cells), cells.join(";"));
  });
});

describe("fold, words, stem", () => {
  it("folds umlauts, also decomposed ones", () => {
    assert.equal(fold("Müller & Söhne, Straße, Café"), "mueller & soehne, strasse, cafe");
    assert.equal(fold("Mu\u0308ller"), "mueller");
  });

  it("splits names of all makes and keeps offsets", () => {
    const text = "rechnungsNr_2026-A der Müller GmbH: 1.234,50";
    const found = words(text);
    assert.deepEqual(
      found.map((word) => word.word),
      ["rechnungs", "nr", "2026", "a", "der", "mueller", "gmbh", "1.234,50"],
    );
    for (const word of found) assert.equal(text.slice(word.start, word.end), word.text);
  });

  it("brings inflected forms together and keeps others apart", () => {
    const groups = [
      ["Rechnung", "Rechnungen"],
      ["Kunde", "Kunden"],
      ["Preis", "Preise", "Preisen", "Preises"],
      ["Haus", "Häuser", "Häusern"],
      ["Vertrag", "Verträge", "Vertrags"],
      ["Betrag", "Beträge", "Beträgen"],
      ["invoice", "invoices", "invoiced", "invoicing"],
      ["company", "companies"],
      ["order", "orders", "ordered"],
      ["address", "addresses"],
      ["Angebot", "Angebote", "Angeboten"],
    ];
    for (const group of groups) assert.equal(new Set(group.map((word) => stem(word))).size, 1, group.join(" "));
    assert.equal(new Set(groups.map((group) => stem(group[0] ?? ""))).size, groups.length);
  });
});

describe("sentences", () => {
  it("minds abbreviations, decimals, dates, bullets and label lines", () => {
    const text =
      "Sehr geehrte Frau Dr. Meier, die Lieferung kommt z.B. am 1. März. Sie kostet 12.50 EUR.\n" +
      "Betrag: 12,00 EUR\n- eins\n- zwei\n\n" +
      "Das ist ein langer Satz, der über das Ende der Zeile hinweg weiterläuft und erst\nin der nächsten endet. Nr. 5 ist neu! Acme Inc. delivers.";
    const found = sentences(text);
    assert.deepEqual(
      found.map((one) => one.text),
      [
        "Sehr geehrte Frau Dr. Meier, die Lieferung kommt z.B. am 1. März.",
        "Sie kostet 12.50 EUR.",
        "Betrag: 12,00 EUR",
        "- eins",
        "- zwei",
        "Das ist ein langer Satz, der über das Ende der Zeile hinweg weiterläuft und erst\nin der nächsten endet.",
        "Nr. 5 ist neu!",
        "Acme Inc. delivers.",
      ],
    );
    for (const one of found) assert.equal(text.slice(one.start, one.end), one.text);
  });

  it("property: spans are in order, disjoint and cover every word", () => {
    const piece = fc.constantFrom(
      "Wort ",
      "Dr. ",
      "1. ",
      "März ",
      "Ende. ",
      "\n",
      "\n\n",
      "- ",
      "a: b",
      "? ",
      "12.50 ",
      "\t",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        const found = sentences(text);
        let at = 0;
        let covered = "";
        for (const one of found) {
          assert.ok(one.start >= at && one.end > one.start);
          covered += text.slice(one.start, one.end);
          at = one.end;
        }
        assert.equal(covered.replace(/\s/g, ""), text.replace(/\s/g, ""));
      }),
    );
  });
});

describe("similarity", () => {
  it("orders as a person would", () => {
    assert.equal(similarity("Büro", "buero"), 1);
    assert.ok(similarity("Müller GmbH", "Müller") > 0.9);
    assert.ok(similarity("Anna Weber", "Weber, Anna") > 0.9);
    assert.ok(similarity("Schrauben M4", "Schraube M4") > 0.9);
    assert.ok(similarity("Schmidt AG", "Schmitt AG") > 0.7);
    assert.ok(similarity("Schrauben M4", "Schrauben M5") < 0.7);
    assert.ok(similarity("Rechnung 12", "Rechnung 13") < 0.7);
    assert.ok(similarity("Acme Inc.", "Globex Inc.") < 0.5);
    assert.ok(similarity("Müller GmbH", "Mueller GmbH") > similarity("Müller GmbH", "Möller GmbH"));
    assert.equal(similarity("", "x"), 0);
  });

  it("property: symmetric, 0..1, 1 for itself", () => {
    const name = fc.string({ unit: "grapheme", maxLength: 30 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const score = similarity(a, b);
        assert.ok(score >= 0 && score <= 1);
        assert.ok(Math.abs(score - similarity(b, a)) < 0.35);
        assert.equal(similarity(a, a), 1);
      }),
    );
  });
});

describe("labelled", () => {
  it("reads colons, dots, tabs, gaps, amounts and the next line", () => {
    const text = [
      "Rechnungsnummer: R-1     Datum: 01.03.2026",
      "Total due .... 12.50",
      "Datum\t02.03.2026",
      "Kunde  Meier GmbH",
      "Gesamtbetrag 1.234,50 EUR",
      "Invoice date 1 March 2026",
      "**Status:** offen",
      "| Ort | Köln |",
      "Ansprechpartner:",
      "Frau Weber",
      "Bäckerei Sonne    Kundennummer:    10023",
      "Um 14:30 Uhr geht es los, siehe http://x.de/a",
      "1    Regalbrett    4 Stück    49,90 €    199,60 €",
    ].join("\n");
    const found = labelled(text);
    assert.deepEqual(
      found.map((one) => [one.label, one.value]),
      [
        ["Rechnungsnummer", "R-1"],
        ["Datum", "01.03.2026"],
        ["Total due", "12.50"],
        ["Datum", "02.03.2026"],
        ["Kunde", "Meier GmbH"],
        ["Gesamtbetrag", "1.234,50 EUR"],
        ["Invoice date", "1 March 2026"],
        ["Status", "offen"],
        ["Ort", "Köln"],
        ["Ansprechpartner", "Frau Weber"],
        ["Kundennummer", "10023"],
      ],
    );
    for (const one of found) {
      assert.equal(text.slice(one.span.start, one.span.end), one.span.text);
      assert.ok(one.span.text.includes(one.value));
    }
  });
});

describe("createIndex", () => {
  it("ranks whole words before parts of compounds, and leaves out what does not match", () => {
    const index = createIndex([
      { id: "part", text: "Rechnungsbetrag von Müller" },
      { id: "none", text: "Lieferschein" },
      { id: "whole", text: "Der Betrag der Rechnung" },
    ]);
    assert.deepEqual(
      index.search("Beträge der Rechnungen", 5).map((hit) => hit.id),
      ["whole", "part"],
    );
    assert.deepEqual(index.search("Zahnarzt", 5), []);
    assert.equal(index.search("Rechnung", 1).length, 1);
  });
});

describe("guessLanguage, htmlToText", () => {
  it("tells German from English", () => {
    assert.equal(guessLanguage("Wie hoch ist der Umsatz im März?"), "de");
    assert.equal(guessLanguage("What is the total of all invoices?"), "en");
    assert.equal(guessLanguage("1.234,50 99,90"), "de");
    assert.equal(guessLanguage(""), "en");
  });

  it("makes readable text of HTML", () => {
    const html =
      '<html><head><title>T</title><style>x{}</style></head><body><h1>Hallo</h1><p>Preis&nbsp;&lt;5&euro;<br>Zwei</p><table><tr><td>A</td><td>B</td></tr></table><ul><li>x<li>y</ul><script>evil("</p>")</script><a title="a>b">L</a> 3 < 5</body>';
    assert.equal(htmlToText(html), "T\n\nHallo\n\nPreis\u00a0<5€\nZwei\n\nA\tB\n\n- x\n- y\nL 3 < 5");
  });
});
