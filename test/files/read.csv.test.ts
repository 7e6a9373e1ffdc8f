import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { type Doc, readDoc, typeColumns } from "../../src/files/index.ts";
import { scanCsv } from "../../src/files/read/csvScan.ts";

const read = (text: string | Buffer, path = "daten.csv"): Promise<Doc> =>
  readDoc(path, typeof text === "string" ? Buffer.from(text) : text);
const values = (doc: Doc) => doc.tables[0]?.rows.map((row) => row.map((cell) => cell.value)) ?? [];
const types = (doc: Doc) => doc.tables[0]?.columns.map((column) => `${column.name}:${column.type}`) ?? [];

describe("reading CSV", () => {
  it("reads a German list: preamble, semicolons, decimal commas, mixed dates, ids, a total row and a note", async () => {
    const doc = await read(
      'Umsatzliste 2026\nErstellt am 01.03.2026\n\nArtikelnr;Kunde;Datum;Betrag;Menge;PLZ;bezahlt\n00123;"Huber; Co";01.03.2026;1.234,50;1.200;01067;ja\n00124;Meier;2.3.26;12,00;12;90402;nein\n00125;Löwe;2026-03-03;n/a;2.500;10115;ja\n\nSumme;;;1.246,50;;;\nStand: heute\n',
    );
    assert.equal(doc.kind, "table");
    assert.deepEqual(types(doc), [
      "Artikelnr:text",
      "Kunde:text",
      "Datum:date",
      "Betrag:money",
      "Menge:number",
      "PLZ:text",
      "bezahlt:boolean",
    ]);
    assert.deepEqual(values(doc), [
      ["00123", "Huber; Co", "2026-03-01", "1234.50", "1200", "01067", "true"],
      ["00124", "Meier", "2026-03-02", "12.00", "12", "90402", "false"],
      ["00125", "Löwe", "2026-03-03", null, "2500", "10115", "true"],
    ]);
    assert.deepEqual(doc.tables[0]?.lines, [5, 6, 7]);
    assert.equal(doc.tables[0]?.rows[2]?.[3]?.raw, "n/a");
    assert.deepEqual(doc.problems, ["line 9 is a total and not counted as a row"]);
  });

  it("reads an English list: commas, dollars, month first by 03/14, phone numbers stay text", async () => {
    const doc = await read(
      'Invoice No,Customer,Amount,Date,Phone\n1001,Acme,"$1,234.50",03/04/2026,+49 911 1234\n1002,"Globex, Inc.",$12.00,03/14/2026,+1 555 123456\n',
    );
    assert.deepEqual(types(doc), ["Invoice No:text", "Customer:text", "Amount:money", "Date:date", "Phone:text"]);
    assert.deepEqual(values(doc)[0], ["1001", "Acme", "1234.50", "2026-03-04", "+49 911 1234"]);
    assert.equal(doc.tables[0]?.columns[2]?.unit, "USD");
  });

  it("finds tabs, bars, a missing header, repeated names, and reads windows-1252", async () => {
    assert.deepEqual(values(await read("a\tb\n1\t2\n", "x.tsv")), [["1", "2"]]);
    assert.deepEqual(values(await read("a|b\n1|2\n")), [["1", "2"]]);
    const bare = await read("1,2\n3,4\n");
    assert.deepEqual(types(bare), ["Column 1:number", "Column 2:number"]);
    assert.equal(bare.tables[0]?.rows.length, 2);
    assert.deepEqual(types(await read("Betrag;Betrag\n1;2\n")), ["Betrag:money", "Betrag (2):money"]);
    const latin = await read(Buffer.from("Stra\xdfe;Gr\xf6\xdfe\nM\xfcller;5 \x80\n", "latin1"));
    assert.equal(latin.encoding, "windows-1252");
    assert.deepEqual(values(latin), [["Müller", "5"]]);
    assert.equal(latin.tables[0]?.columns[1]?.unit, "EUR");
  });

  it("takes a measure for the name of a column where no value of it is written so, and else for a value", async () => {
    const named = await read("Boot;1 Stunde;Ganzer Tag\nKajak;9,00 €;32,00 €\nTretboot;16,00 €;\n");
    assert.deepEqual(types(named), ["Boot:text", "1 Stunde:money", "Ganzer Tag:money"]);
    const unnamed = await read("Mehl;3 kg\nZucker;500 g\nSalz;2 kg\n");
    assert.equal(unnamed.tables[0]?.rows.length, 3);
  });

  it("keeps a whole file when a quote never closes", async () => {
    const doc = await read('a,b,c\n"offen,1,2\n3,4,5\n6,7,8\n');
    assert.equal(doc.tables[0]?.rows.length, 3);
  });

  it("property: agrees with csv-parse on every well-formed CSV", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "ü", ",", ";", '"', "\n", " ", "1"), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom(",", ";"), fc.constantFrom("\n", "\r\n"), (rows, delimiter, eol) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter)).join(eol);
        const expected: string[][] = parse(text, { delimiter, relax_column_count: true, record_delimiter: eol });
        assert.deepEqual(
          scanCsv(text, delimiter).map((record) => record.fields.map((field) => field.value)),
          expected,
        );
      }),
    );
  });
});

describe("typeColumns", () => {
  const type = (name: string, cells: string[]) =>
    typeColumns(
      [name],
      cells.map((cell) => [cell]),
    ).columns[0];

  it("survives a few odd cells", () => {
    const cells = ["12,50", "13,00", "14,10", "15,00", "siehe Anlage", "", "16,00"];
    const typed = typeColumns(
      ["Betrag"],
      cells.map((cell) => [cell]),
    );
    assert.equal(typed.columns[0]?.type, "money");
    assert.equal(typed.rows[4]?.[0]?.value, null);
    assert.equal(typed.rows[4]?.[0]?.raw, "siehe Anlage");
  });

  it("decides 1.234 by its column, then by the table", () => {
    assert.equal(typeColumns(["Menge"], [["1.234"], ["2,5"]]).rows[0]?.[0]?.value, "1234");
    assert.equal(typeColumns(["ratio"], [["1.234"], ["2.5"]]).rows[0]?.[0]?.value, "1.234");
    assert.equal(typeColumns(["Menge", "Preis"], [["1.234", "2,50"]]).rows[0]?.[0]?.value, "1234");
    assert.equal(typeColumns(["Betrag"], [["1.500 €"], ["2.750 €"]]).rows[0]?.[0]?.value, "1500");
  });

  it("keeps names made of digits as text", () => {
    assert.equal(type("Kundennummer", ["1001", "1002"])?.type, "text");
    assert.equal(type("Kd.-Nr.", ["1001", "1002"])?.type, "text");
    assert.equal(type("Code", ["0815", "4711"])?.type, "text");
    assert.equal(type("Wert", ["0815", "4711"])?.type, "text");
    assert.equal(type("EAN", ["4006381333931"])?.type, "text");
    assert.equal(type("Anzahl", ["1001", "1002"])?.type, "number");
    assert.equal(type("Number of items", ["3", "4"])?.type, "number");
  });

  it("finds formats and units", () => {
    assert.deepEqual(type("Preis (EUR)", ["1.234,50", "0,15"])?.format, {
      decimal: ",",
      group: ".",
      places: 2,
      prefix: "",
      suffix: "",
    });
    assert.equal(type("Preis (EUR)", ["1,50"])?.unit, "EUR");
    assert.equal(type("Gewicht [kg]", ["1,5"])?.unit, "kg");
    assert.equal(type("Gewicht", ["2,5 kg", "3 kg"])?.unit, "kg");
    assert.equal(type("Rabatt %", ["5", "10"])?.unit, "%");
    assert.deepEqual(type("Datum", ["1.3.2026", "12.3.2026"])?.format, { pattern: "D.M.YYYY" });
  });
});
