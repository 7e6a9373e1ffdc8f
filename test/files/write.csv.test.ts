import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { decode, editTable, encode, readDoc, replaceText, type TableEdit, toCsv } from "../../src/files/index.ts";

const edit = async (text: string, edits: TableEdit[], path = "x.csv") =>
  (await editTable(Buffer.from(text), path, edits)).toString();

describe("editing CSV", () => {
  const german =
    'Liste\r\n\r\nNr;Kunde;Datum;Betrag;ok\r\n1;"Huber; Co";01.03.2026;1.234,50;ja\r\n2;Meier;02.03.2026;12,00;nein\r\n\r\nSumme;;;1.246,50;\r\n';

  it("sets cells in the column's own format and leaves the rest", async () => {
    const edits: TableEdit[] = [
      { type: "set", row: 1, column: "Betrag", value: "2345.6" },
      { type: "set", row: 1, column: "Datum", value: "2026-12-31" },
      { type: "set", row: 1, column: "ok", value: "true" },
      { type: "set", row: 0, column: "Kunde", value: 'Huber "Neu"' },
    ];
    const expected = german
      .replace('"Huber; Co"', '"Huber ""Neu"""')
      .replace("02.03.2026;12,00;nein", "31.12.2026;2.345,60;ja");
    assert.equal(await edit(german, edits), expected);
  });

  it("appends above blank line and total, deletes, adds a column", async () => {
    assert.equal(
      await edit(german, [
        { type: "append", values: { Nr: "3", Kunde: "Löwe", Datum: "2026-03-05", Betrag: "1000", ok: "false" } },
      ]),
      german.replace("nein\r\n", "nein\r\n3;Löwe;05.03.2026;1.000,00;nein\r\n"),
    );
    assert.equal(await edit(german, [{ type: "delete", row: 0 }]), german.replace(/1;"Huber[^\r]*\r\n/, ""));
    assert.equal(
      await edit("a,b\n1,2\n3,4", [{ type: "addColumn", name: "c", values: ["x", "y,z"] }]),
      'a,b,c\n1,2,x\n3,4,"y,z"',
    );
    assert.equal(await edit("a;b\n1,5;2\n", [{ type: "addColumn", name: "c", values: ["2.5"] }]), "a;b;c\n1,5;2;2,5\n");
  });

  it("keeps a missing final newline, also when the last row goes or comes", async () => {
    assert.equal(await edit("a,b\n1,2\n3,4", [{ type: "append", values: { a: "5", b: "6" } }]), "a,b\n1,2\n3,4\n5,6");
    assert.equal(await edit("a,b\n1,2\n3,4", [{ type: "delete", row: 1 }]), "a,b\n1,2");
  });

  it("never rounds a value away and writes odd values as they are", async () => {
    assert.equal(
      await edit("a;b\n1,50;x\n2,50;y\n", [{ type: "set", row: 0, column: "a", value: "1.2345" }]),
      "a;b\n1,2345;x\n2,50;y\n",
    );
    assert.equal(
      await edit("a;b\n1,50;x\n", [{ type: "set", row: 0, column: "a", value: "auf Anfrage" }]),
      "a;b\nauf Anfrage;x\n",
    );
  });

  it("names what does not exist", async () => {
    await assert.rejects(edit("a,b\n1,2\n", [{ type: "set", row: 0, column: "c", value: "1" }]), (error: Error) => {
      return (
        "code" in error &&
        error.code === "E_INPUT" &&
        /"c"/.test(error.message) &&
        "hint" in error &&
        String(error.hint).includes("a, b")
      );
    });
    await assert.rejects(edit("a,b\n1,2\n", [{ type: "delete", row: 1 }]), { code: "E_INPUT" });
    await assert.rejects(edit("a,b\n1,2\n", [{ type: "addColumn", name: "a", values: [] }]), { code: "E_INPUT" });
    await assert.rejects(editTable(Buffer.from("%PDF-1.4"), "x.pdf", []), { code: "E_FILE_UNREADABLE" });
  });

  it("property: a set changes one field, and every other byte stays, in every encoding and style", async () => {
    const word = fc.stringMatching(/^[a-zäöüß]{1,6}$/);
    const rows = fc.array(fc.tuple(word, fc.integer({ min: 0, max: 99_999 }), word), { minLength: 2, maxLength: 8 });
    const style = fc.record({
      delimiter: fc.constantFrom(";", ",", "\t", "|"),
      eol: fc.constantFrom("\n", "\r\n"),
      quoted: fc.boolean(),
      final: fc.boolean(),
      encoding: fc.constantFrom("utf-8", "windows-1252", "utf-16le", "utf-16be"),
      bom: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(rows, style, fc.nat(), word, async (cells, how, pick, value) => {
        fc.pre(how.encoding !== "windows-1252" || cells.flat().some((cell) => /[äöüß]/.test(String(cell))));
        const bom = how.encoding === "windows-1252" ? false : how.bom || how.encoding.startsWith("utf-16");
        const row = pick % cells.length;
        const quote = (text: string) => (how.quoted ? `"${text}"` : text);
        const build = (target: string | null) =>
          [
            ["Name", "Anzahl", "Ort"].map(quote).join(how.delimiter),
            ...cells.map(([a, n, b], at) =>
              [a, String(n), at === row && target !== null ? target : b].map(quote).join(how.delimiter),
            ),
          ].join(how.eol) + (how.final ? how.eol : "");
        const before = encode(build(null), how.encoding, bom);
        const table = (await readDoc("x.csv", before)).tables[0];
        fc.pre(
          table?.columns[2]?.name === "Ort" && table.columns[2].type === "text" && table.rows.length === cells.length,
        );
        fc.pre(
          how.encoding !== "windows-1252" || decode(encode(build(value), "windows-1252")).encoding === "windows-1252",
        );
        const after = await editTable(before, "x.csv", [{ type: "set", row, column: "Ort", value }]);
        assert.deepEqual(after, encode(build(value), how.encoding, bom));
      }),
      { numRuns: 150 },
    );
  });

  it("property: no edits, no change", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("a", "1", ";", ",", '"', "\n", "\r", "ä", " "), maxLength: 60 }),
        async (text) => {
          const bytes = Buffer.from(text);
          const table = (await readDoc("x.csv", bytes)).tables[0];
          if (table) assert.deepEqual(await editTable(bytes, "x.csv", []), bytes);
        },
      ),
    );
  });
});

describe("toCsv, replaceText, decode and encode", () => {
  it("writes normalised values in both notations", () => {
    const rows = [
      ["A; B", "1234.50"],
      [null, "2"],
    ];
    assert.equal(toCsv(["Name", "Betrag"], rows, {}), "Name,Betrag\nA; B,1234.50\n,2\n");
    assert.equal(toCsv(["Name", "Betrag"], rows, { decimal: "," }), 'Name;Betrag\n"A; B";1234,50\n;2\n');
  });

  it("replaces text and keeps encoding, line ends and mark", () => {
    const bytes = encode("Straße 1\r\nStraße 2\r\n", "windows-1252");
    const done = replaceText(bytes, "x.txt", "Straße", "Weg");
    assert.equal(done.count, 2);
    assert.deepEqual(done.bytes, encode("Weg 1\r\nWeg 2\r\n", "windows-1252"));
    assert.equal(
      replaceText(bytes, "x.txt", "1\nStraße", "1\n\nWeg").bytes.toString("latin1"),
      "Stra\xdfe 1\r\n\r\nWeg 2\r\n",
    );
    assert.equal(replaceText(bytes, "x.txt", "nichts", "x").bytes, bytes);
    assert.throws(() => replaceText(bytes, "x.txt", "", "x"), { code: "E_INPUT" });
    assert.throws(() => replaceText(bytes, "x.txt", "Straße", "→"), { code: "E_INPUT" });
    assert.throws(() => replaceText(Buffer.from([0, 1, 2, 0, 255, 3]), "x.bin", "a", "b"), {
      code: "E_FILE_UNREADABLE",
    });
  });

  it("property: decode then encode gives any bytes back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { text, encoding, bom } = decode(bytes);
        assert.deepEqual(encode(text, encoding, bom), Buffer.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });
});
