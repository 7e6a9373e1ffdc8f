import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isTask, readRequest } from "../../../src/agent/plan/request/index.ts";

const FILES = ["lager/status.txt", "lager/bestand.csv", "rechnungen/RE-1.pdf", "notizen/todo.md"];
const read = (text: string) => readRequest(text, { today: "2026-11-20", files: FILES });
const clauses = (text: string) => read(text).clauses.map((clause) => clause.text);

describe("clauses of a request", () => {
  it("keeps additions with what they belong to", () => {
    assert.equal(clauses("How many orders are open? Leave out the cancelled ones. Just the number, please.").length, 1);
    assert.equal(clauses("Ich habe die Sitzung verpasst. Fass das Protokoll zusammen.").length, 1);
  });

  it("keeps saving with the work whose result is saved", () => {
    assert.equal(clauses("Add up the expenses per category and save that as sums.csv.").length, 1);
    assert.equal(clauses("Was steht im Brief? Fass es in 50 Wörtern zusammen.").length, 1);
  });

  it("parts two pieces of work, in German and English, also inside a sentence", () => {
    assert.deepEqual(clauses("Zähl die offenen Bestellungen und schreib den Brief an Herrn Kühn."), [
      "Zähl die offenen Bestellungen",
      "schreib den Brief an Herrn Kühn.",
    ]);
    assert.equal(
      clauses('List the open jobs in open.csv. Then add the line "- call them" to notizen/todo.md.').length,
      2,
    );
    assert.equal(clauses("Rechne den Saldo aus. Danach kommt das Kassenbuch in den Ordner erledigt.").length, 2);
  });

  it("does not take a question for a place where something is stored", () => {
    const text =
      "Was ist im Lager knapp? Schreib diese Teile nach lager/knapp.csv, Spalten Teil und Menge. Danach kommt lager/status.txt ins Archiv.";
    assert.equal(clauses(text).length, 2);
  });

  it("tells an order to do something from a question", () => {
    for (const text of [
      "Translate the letter into Latin.",
      "Make the boats faster",
      "Buch uns einen Tisch für acht.",
      "Kannst du den Brief bitte ins Lateinische übersetzen?",
    ])
      assert.ok(isTask(text), text);
    for (const text of [
      "Could you give me the number of Mr Cole?",
      "Kannst du mir seine Nummer geben?",
      "Address of the landlord",
      "Send me her number.",
      "Macht Frau Falk noch Yoga?",
      "Nenne den Termin.",
    ])
      assert.ok(!isTask(text), text);
  });

  it("says where each clause starts", () => {
    const request = read("Zähl die Kunden. Danach lösch die Liste.");
    for (const clause of request.clauses)
      assert.ok(request.text.slice(clause.start).startsWith(clause.text.slice(0, 6)));
  });
});

describe("orders whose verb comes last, or is none", () => {
  it("are clauses of their own", () => {
    for (const second of [
      "Und die alte Liste kannst du danach nach Boote/alt schieben.",
      "Die Liste von 2025 kann danach nach Boote/alt.",
      "The old list can be put away in Boats/old.",
    ])
      assert.deepEqual(clauses(`Nenn mir die großen Boote. ${second}`).at(-1), second);
  });

  it("but not what is only said", () => {
    assert.equal(clauses("Nenn mir die großen Boote. Die alte Liste kannst du vergessen.").length, 1);
  });
});

describe("paths of a request", () => {
  it("tells a file that exists from one to be made, also by its bare name", () => {
    const request = read("Nimm bestand.csv und leg lager/neu.csv an.");
    assert.deepEqual(
      request.paths.map(({ path, exists, folder }) => ({ path, exists, folder })),
      [
        { path: "lager/bestand.csv", exists: true, folder: false },
        { path: "lager/neu.csv", exists: false, folder: false },
      ],
    );
  });

  it("finds folders, existing and new", () => {
    assert.equal(read("Geh die Dateien im Ordner rechnungen durch.").paths[0]?.path, "rechnungen");
    const target = read("Verschieb die PDF in den Ordner rechnungen/erledigt.").paths.at(-1);
    assert.deepEqual([target?.path, target?.exists, target?.folder], ["rechnungen/erledigt", false, true]);
  });

  it("finds a folder right before a full stop, and by its plain name where something goes", () => {
    assert.deepEqual(
      read("Move the list to lager/alt.").paths.map(({ path }) => path),
      ["lager/alt"],
    );
    assert.deepEqual(
      read("Move the list to rechnungen.").paths.map(({ path, folder }) => [path, folder]),
      [["rechnungen", true]],
    );
    assert.deepEqual(read("Wie viele Rechnungen sind offen?").paths, []);
  });

  it("takes numbers with a slash, pairs of words and what follows 'folder' for no folder", () => {
    for (const text of [
      "What is the amount of invoice 2026/014?",
      "Was steht in 2026/014?",
      "List name and/or phone number.",
      "Sort the invoices into a folder per customer.",
    ])
      assert.deepEqual(read(text).paths, [], text);
  });

  it("does not read a date out of a file name", () => {
    assert.deepEqual(read("Open notes-2026-03-01.txt").dates, []);
  });
});

describe("new folders", () => {
  const folder = (text: string) => readRequest(text, { today: "2026-11-20", files: ["in/a.txt"] }).paths[0]?.path;

  it("may have spaces in their names, and end before what is no name", () => {
    assert.equal(folder("Move it into Boats/Berth cards, same names."), "Boats/Berth cards");
    assert.equal(folder("Die Liste nach Boote/alt schieben."), "Boote/alt");
    assert.equal(folder("Move it into Boats/old please."), "Boats/old");
  });
});

describe("form of the answer", () => {
  const columns: [string, string[]][] = [
    ["Make a table with the columns Item, Format and Due (dates as YYYY-MM-DD).", ["Item", "Format", "Due"]],
    ["Which ones came up short? Table please with Order, Item code and Short.", ["Order", "Item code", "Short"]],
    ["Tabelle mit Mieter, Gerät und was noch aussteht, Spalte bitte Offen nennen.", ["Mieter", "Gerät", "Offen"]],
    [
      "Mach eine Tabelle mit den Spalten Nummer, Datum und Betrag und speicher sie als x.csv.",
      ["Nummer", "Datum", "Betrag"],
    ],
    ["Leg lager/nach.csv an mit Artikelnr und Fehlmenge.", ["Artikelnr", "Fehlmenge"]],
    ["List them in due.csv with Item, Batch and Expiry, the earliest first.", ["Item", "Batch", "Expiry"]],
    ["Draft a letter with the figures he asks for.", []],
    ["Antworte ihm mit freundlichen Grüßen und dem Preis.", []],
  ];
  for (const [text, expected] of columns) it(`columns: ${text}`, () => assert.deepEqual(read(text).columns, expected));

  it("reads limits, order, top and language", () => {
    assert.equal(read("Sum it up in at most 80 words.").limits.maxWords, 80);
    assert.equal(read("Fasse es in höchstens 70 Wörtern zusammen.").limits.maxWords, 70);
    assert.equal(read("Summarise it in three sentences.").limits.sentences, 3);
    assert.equal(read("List the sums, biggest first.").order?.direction, "desc");
    assert.equal(read("Sortiert nach Datum.").order?.by, "Datum");
    assert.equal(read("Welche sind die drei größten Kunden?").top, 3);
    assert.equal(read("Antworte ihr auf Englisch.").answerLang, "en");
    assert.equal(read("Antworte ihr.").answerLang, null);
  });
});
