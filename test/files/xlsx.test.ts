import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import * as fc from "fast-check";
import { Dec, type Doc, editTable, readDoc, toXlsx } from "../../src/files/index.ts";
import { toZip } from "./_zip.ts";
import { evaluate } from "../../src/files/read/formula.ts";
import { fromSerial, toSerial } from "../../src/files/read/xlsxSheet.ts";
import { daysBetween } from "../../src/files/index.ts";

const fixture = () => readFile(new URL("./fixtures/rechnungen.xlsx", import.meta.url));
const values = (doc: Doc, sheet: string) =>
  doc.tables.find((table) => table.sheet === sheet)?.rows.map((row) => row.map((cell) => cell.value)) ?? [];

describe("reading XLSX", () => {
  it("reads all sheets with dates, currency, percent, ids, and computes formulas that have no stored result", async () => {
    const doc = await readDoc("r.xlsx", await fixture());
    assert.equal(doc.kind, "table");
    const [table] = doc.tables;
    assert.deepEqual(
      table?.columns.map((column) => `${column.name}:${column.type}:${column.unit}`),
      [
        "Rechnungsnr:text:null",
        "Kunde:text:null",
        "Datum:date:null",
        "Betrag:money:EUR",
        "MwSt-Satz:number:%",
        "Brutto:money:EUR",
        "Bezahlt:boolean:null",
      ],
    );
    assert.deepEqual(values(doc, "Rechnungen"), [
      ["2026-001", "Müller & Söhne", "2026-03-01", "1234.50", "19", "1469.055", "true"],
      ["2026-002", "Bäckerei Sonne", "2026-03-15", "99.90", "7", "106.893", "false"],
      ["2026-003", "Café Löwe", "2026-04-02", "0.30", "19", "0.357", "true"],
    ]);
    assert.deepEqual(table?.lines, [4, 5, 6]);
    assert.deepEqual(values(doc, "Kunden")[0], ["1001", "Müller & Söhne", "01067", "2020-01-31T14:30"]);
    assert.deepEqual(values(doc, "Auswertung"), [["Gesamt", "1334.7"]]);
    assert.deepEqual(doc.problems, ["sheet Rechnungen: row 7 is a total and not counted as a row"]);
  });

  it("refuses a zip bomb before unpacking it", async () => {
    const zeros = Buffer.alloc(60 * 1024 * 1024);
    const sheets = Array.from({ length: 10 }, (_, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: zeros,
    }));
    const bomb = toZip([{ name: "xl/workbook.xml", content: Buffer.from("<workbook/>") }, ...sheets]);
    const small = toZip([{ name: "xl/workbook.xml", content: Buffer.from("<workbook/>") }]);
    assert.deepEqual(Object.keys(unzipSync(small)), ["xl/workbook.xml"], "control: such a file is read");
    const doc = await readDoc("b.xlsx", bomb);
    assert.equal(doc.kind, "unreadable");
    assert.match(doc.problems.join(), /unpacks to far more/);
  });
});

describe("editing XLSX", () => {
  it("sets, appends above the total, deletes, adds a column; formulas, styles and other sheets follow", async () => {
    const before = await fixture();
    const after = await editTable(
      before,
      "r.xlsx",
      [
        { type: "set", row: 1, column: "Betrag", value: "200.00" },
        { type: "set", row: 1, column: "Bezahlt", value: "true" },
        {
          type: "append",
          values: {
            Rechnungsnr: "2026-004",
            Kunde: "Neu & Co",
            Datum: "2026-05-01",
            Betrag: "10.50",
            "MwSt-Satz": "19",
            Bezahlt: "false",
          },
        },
        { type: "delete", row: 0 },
        { type: "addColumn", name: "Notiz", values: ["a", "b", "c"] },
      ],
      "Rechnungen",
    );
    const doc = await readDoc("r.xlsx", after);
    assert.deepEqual(values(doc, "Rechnungen"), [
      ["2026-002", "Bäckerei Sonne", "2026-03-15", "200.00", "7", "214.00", "true", "b"],
      ["2026-003", "Café Löwe", "2026-04-02", "0.30", "19", "0.357", "true", "c"],
      ["2026-004", "Neu & Co", "2026-05-01", "10.50", "19", "12.495", "false", null],
    ]);
    assert.deepEqual(values(doc, "Auswertung"), [["Gesamt", "210.8"]]);
    const parts = unzipSync(after);
    const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    assert.match(sheet, /<f>SUM\(D4:D6\)<\/f><v>210\.8<\/v>/);
    assert.match(sheet, /<f>D6\*\(1\+E6\)<\/f><v>12\.495<\/v>/);
    const old = unzipSync(before);
    for (const name of ["xl/styles.xml", "xl/theme/theme1.xml", "xl/tables/table1.xml", "docProps/app.xml"]) {
      assert.deepEqual(parts[name], old[name], name);
    }
  });

  it("moves the range of an Excel table with its rows and keeps numeric ids numeric", async () => {
    const after = await editTable(
      await fixture(),
      "r.xlsx",
      [{ type: "append", values: { Kundennr: "1003", Name: "Neu", PLZ: "04109", Seit: "2026-01-01" } }],
      "Kunden",
    );
    const parts = unzipSync(after);
    assert.match(strFromU8(parts["xl/tables/table1.xml"] ?? new Uint8Array()), /ref="A1:D4"/);
    assert.match(strFromU8(parts["xl/worksheets/sheet2.xml"] ?? new Uint8Array()), /<c r="A4"><v>1003<\/v><\/c>/);
    assert.deepEqual(values(await readDoc("r.xlsx", after), "Kunden")[2], ["1003", "Neu", "04109", "2026-01-01"]);
  });

  it("names a sheet that is not there", async () => {
    await assert.rejects(editTable(await fixture(), "r.xlsx", [], "Fehlt"), { code: "E_INPUT" });
  });
});

describe("toXlsx", () => {
  it("round trip with types, the same bytes each time", async () => {
    const rows = [
      ["001", "2026-03-01", "1234.50", "true", 'a "b" <c>'],
      ["002", "2026-03-02T14:30", "-2.00", "false", null],
    ];
    const bytes = toXlsx(["Nr", "Datum", "Betrag", "Ok", "Text"], rows, ["text", "date", "money", "boolean", "text"]);
    const doc = await readDoc("n.xlsx", bytes);
    assert.deepEqual(values(doc, "Sheet1"), rows);
    assert.deepEqual(
      bytes,
      toXlsx(["Nr", "Datum", "Betrag", "Ok", "Text"], rows, ["text", "date", "money", "boolean", "text"]),
    );
  });

  it("property: date serials there and back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 61, max: 80_000 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.boolean(),
        (day, minute, from1904) => {
          const iso = fromSerial(day + minute / 1440, from1904);
          assert.equal(fromSerial(Number(toSerial(iso, daysBetween, from1904)), from1904), iso);
        },
      ),
    );
    assert.equal(fromSerial(1, false), "1900-01-01");
    assert.equal(fromSerial(59, false), "1900-02-28");
    assert.equal(fromSerial(46_082, false), "2026-03-01");
  });
});

describe("formulas", () => {
  const cells: Record<string, Dec | string | null> = {
    A1: new Dec(1),
    A2: new Dec("2.5"),
    A3: "x",
    A4: null,
    B1: new Dec("0.1"),
    B2: new Dec("0.2"),
  };
  const lookup = (_sheet: string | null, from: string, to: string | null) => {
    const column = from[0] ?? "A";
    const [first, last] = [Number(from.slice(1)), Number((to ?? from).slice(1))];
    return Array.from({ length: last - first + 1 }, (_, at) => cells[`${column}${first + at}`] ?? null);
  };
  const compute = (formula: string) => String(evaluate(formula, lookup));

  it("computes what firms write", () => {
    assert.equal(compute("SUM(A1:A4)"), "3.5");
    assert.equal(compute("B1+B2"), "0.3");
    assert.equal(compute("-A2*(1+19%)^2"), "-3.54025");
    assert.equal(compute("ROUND(A2/3,2)"), "0.83");
    assert.equal(compute('IF(A2>=2,"hoch","tief")&"!"'), "hoch!");
    assert.equal(compute("AVERAGE(A1:A3)"), "1.75");
    assert.equal(compute('SUMIF(A1:A2,">1")'), "2.5");
    assert.equal(compute("COUNT(A1:A4)+COUNTA(A1:A4)"), "5");
  });

  it("gives up rather than guess", () => {
    for (const formula of ["A3+1", "1/0", "VLOOKUP(A1,A1:A4,1)", "Name", "SUM(A1", "1+", "A1:A2+1", "TODAY()"]) {
      assert.throws(() => evaluate(formula, lookup), { name: "FormulaError" }, formula);
    }
  });
});
