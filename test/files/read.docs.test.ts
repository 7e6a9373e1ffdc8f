import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findDates, labelled, readDoc } from "../../src/files/index.ts";

const fixture = async (name: string) => readDoc(name, await readFile(new URL(`./fixtures/${name}`, import.meta.url)));
const read = (path: string, text: string) => readDoc(path, Buffer.from(text));

describe("PDF", () => {
  it("keeps lines and columns of a German invoice and recovers its table", async () => {
    const doc = await fixture("rechnung.pdf");
    assert.equal(doc.kind, "pdf");
    const pairs = new Map(labelled(doc.text).map((pair) => [pair.label, pair.value]));
    assert.equal(pairs.get("Rechnungsnummer"), "R-2026-017");
    assert.equal(pairs.get("Rechnungsdatum"), "01.03.2026");
    assert.equal(pairs.get("Fällig am"), "15.03.2026");
    assert.equal(pairs.get("Rechnungsbetrag"), "536,81 €");
    const [table] = doc.tables;
    assert.deepEqual(
      table?.columns.map((column) => column.name),
      ["Pos.", "Bezeichnung", "Menge", "Einzelpreis", "Gesamt"],
    );
    assert.deepEqual(
      table?.rows.map((row) => row.map((cell) => cell.value)),
      [
        ["1", "Regalbrett Eiche geölt, 120 cm", "4", "49.90", "199.60"],
        ["2", "Schrauben M4", "200", "0.12", "24.00"],
        ["3", "Montage", "3.5", "65.00", "227.50"],
      ],
    );
    assert.match(doc.text.split("\n")[(table?.lines[1] ?? 0) - 1] ?? "", /Schrauben M4/);
    assert.deepEqual(doc.meta, { pages: "1", title: "Rechnung R-2026-017", created: "2000-01-01" });
  });

  it("joins a table over two pages with a repeated header", async () => {
    const doc = await fixture("pricelist.pdf");
    assert.equal(doc.tables.length, 1);
    assert.equal(doc.tables[0]?.rows.length, 70);
    assert.deepEqual(
      doc.tables[0]?.rows[69]?.map((cell) => cell.value),
      ["A-070", "Article number 70", "1087.50", "210"],
    );
    assert.equal(findDates(doc.text, { today: "2026-11-25" })[0]?.iso, "2026-03-01");
  });

  it("says what it cannot read", async () => {
    assert.deepEqual((await fixture("scan.pdf")).problems, ["page 1 has no text; it is an image or empty"]);
    const locked = await fixture("encrypted.pdf");
    assert.equal(locked.kind, "unreadable");
    assert.deepEqual(locked.problems, ["The PDF is protected by a password."]);
    assert.equal((await read("x.pdf", "%PDF-1.4 nothing")).kind, "unreadable");
  });
});

describe("mail", () => {
  const mail = [
    "From: =?utf-8?q?M=C3=BCller?= <info@mueller.example>",
    "To: Anna Weber <anna@firma.example>, bob@firma.example",
    "Cc: chef@firma.example",
    "Subject: =?utf-8?q?Angebot_f=C3=BCr_T=C3=BCren?=",
    "Date: Mon, 2 Mar 2026 00:15:00 +0100",
    "Message-ID: <1@mueller.example>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/html; charset=utf-8",
    "",
    "<p>Guten Tag,</p><p>Preis: <b>12,50 &euro;</b></p>",
    "--b",
    'Content-Type: text/csv; name="preise.csv"',
    'Content-Disposition: attachment; filename="preise.csv"',
    "",
    "Artikel;Preis",
    "Tür;120,00",
    "Fenster;80,50",
    "--b",
    'Content-Type: image/png; name="logo.png"',
    'Content-Disposition: attachment; filename="logo.png"',
    "Content-Transfer-Encoding: base64",
    "",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "--b--",
    "",
  ].join("\r\n");

  it("reads headers, the sender's day, the HTML body and readable attachments", async () => {
    const doc = await read("angebot.eml", mail);
    assert.equal(doc.kind, "mail");
    assert.equal(doc.meta["from"], "Müller <info@mueller.example>");
    assert.equal(doc.meta["to"], "Anna Weber <anna@firma.example>, bob@firma.example");
    assert.equal(doc.meta["cc"], "chef@firma.example");
    assert.equal(doc.meta["subject"], "Angebot für Türen");
    assert.equal(doc.meta["date"], "2026-03-02T00:15:00+01:00");
    assert.equal(doc.meta["attachments"], "preise.csv, logo.png");
    assert.match(doc.text, /Preis: 12,50 €/);
    assert.match(doc.text, /--- preise\.csv ---/);
    assert.equal(doc.tables[0]?.path, "angebot.eml");
    assert.deepEqual(
      doc.tables[0]?.rows.map((row) => row[1]?.value),
      ["120.00", "80.50"],
    );
  });

  it("is found without its extension, but a text about mails is none", async () => {
    assert.equal((await read("post", mail)).kind, "mail");
    assert.equal((await read("notiz.txt", "From: x\nTo: y\nSubject: z\n\nText")).kind, "text");
  });
});

describe("calendar", () => {
  it("lists events by start, with all-day ends, folded lines, people and zones", async () => {
    const ics = [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "X-WR-TIMEZONE:Europe/Berlin",
      "BEGIN:VEVENT",
      "UID:2",
      "SUMMARY:Messe",
      "DTSTART;VALUE=DATE:20260310",
      "DTEND;VALUE=DATE:20260313",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:1",
      "SUMMARY:Besprechung mit sehr lang",
      " em Titel",
      "DTSTART;TZID=Europe/Berlin:20260302T093000",
      "DURATION:PT1H30M",
      "LOCATION:Raum 3\\, Nürnberg",
      "ATTENDEE;CN=Anna Weber:mailto:anna@firma.example",
      "ATTENDEE:mailto:bob@firma.example",
      "DESCRIPTION:Agenda\\nZeile 2",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:3",
      "SUMMARY:Anruf",
      "DTSTART:20260701T120000Z",
      "DTEND:20260701T123000Z",
      "RRULE:FREQ=WEEKLY;COUNT=3",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].join("\r\n");
    const doc = await read("termine.ics", ics);
    assert.equal(doc.kind, "calendar");
    const [table] = doc.tables;
    assert.equal(table?.name, "events");
    const rows = table?.rows.map((row) =>
      Object.fromEntries(row.map((cell, at) => [table.columns[at]?.name ?? "", cell.value])),
    );
    assert.equal(rows?.[0]?.["summary"], "Besprechung mit sehr langem Titel");
    assert.equal(rows?.[0]?.["start"], "2026-03-02T09:30");
    assert.equal(rows?.[0]?.["end"], "2026-03-02T11:00");
    assert.equal(rows?.[0]?.["location"], "Raum 3, Nürnberg");
    assert.equal(rows?.[0]?.["attendees"], "Anna Weber <anna@firma.example>; bob@firma.example");
    assert.equal(rows?.[0]?.["description"], "Agenda\nZeile 2");
    assert.deepEqual([rows?.[1]?.["start"], rows?.[1]?.["end"]], ["2026-03-10", "2026-03-12"]);
    assert.deepEqual([rows?.[2]?.["start"], rows?.[2]?.["repeats"]], ["2026-07-01T14:00", "FREQ=WEEKLY;COUNT=3"]);
  });
});

describe("other files", () => {
  it("reads HTML, Markdown and JSON tables, UTF-16, and text that is a table", async () => {
    assert.equal((await read("a.html", "<h1>Hallo</h1><p>Welt</p>")).text, "Hallo\n\nWelt");
    const md = await read(
      "a.md",
      "# Preise\n\n| Artikel | Preis |\n|---|---:|\n| Tür | 120,00 € |\n| Fenster | 80,50 € |\n",
    );
    assert.deepEqual(
      md.tables[0]?.rows.map((row) => row[1]?.value),
      ["120.00", "80.50"],
    );
    assert.deepEqual(md.tables[0]?.lines, [5, 6]);
    const json = await read("a.json", '{"orders":[{"id":7,"sum":1.234},{"id":8,"sum":2.5,"note":"x"}]}');
    assert.equal(json.tables[0]?.name, "orders");
    assert.equal(json.tables[0]?.rows[0]?.[1]?.value, "1.234");
    const wide = await readDoc("a.txt", Buffer.from("\ufeffGrüße\r\nEnde", "utf16le"));
    assert.deepEqual([wide.encoding, wide.text], ["utf-16le", "Grüße\nEnde"]);
    assert.equal((await read("export.txt", "a\tb\tc\n1\t2\t3\n4\t5\t6\n")).tables.length, 1);
  });

  it("tells empty, binary, image and old Office files", async () => {
    assert.equal((await read("a.txt", "")).kind, "empty");
    assert.equal((await read("a.txt", " \n ")).kind, "empty");
    assert.equal((await readDoc("a.txt", Buffer.from([1, 0, 2, 0, 255, 254, 3, 0, 7]))).kind, "binary");
    assert.equal((await readDoc("a.png", Buffer.from("89504e470d0a1a0a0000", "hex"))).kind, "image");
    assert.equal((await readDoc("a.xls", Buffer.from("d0cf11e0a1b11ae1", "hex"))).kind, "unreadable");
    assert.match((await readDoc("a.xls", Buffer.from("d0cf11e0a1b11ae1", "hex"))).problems.join(), /save it as \.xlsx/);
    assert.equal((await readDoc("big.txt", Buffer.alloc(33 * 1024 * 1024, 97))).kind, "unreadable");
  });
});

it("a process that has read a PDF ends when it has nothing else to do", async () => {
  const reader = new URL("../../src/files/index.ts", import.meta.url).href;
  const file = fileURLToPath(new URL("./fixtures/rechnung.pdf", import.meta.url));
  const script = `
    import { readFileSync } from "node:fs";
    const { readDoc } = await import(${JSON.stringify(reader)});
    const { kind } = await readDoc("a.pdf", readFileSync(${JSON.stringify(file)}));
    const read = performance.now();
    process.on("exit", () => console.log(kind, performance.now() - read < 3000));`;
  const folder = await mkdtemp(join(tmpdir(), "kralle-pdf-"));
  try {
    await writeFile(join(folder, "read.mjs"), script);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "read.mjs")]);
    assert.equal(stdout, "pdf true\n");
  } finally {
    await rm(folder, { recursive: true });
  }
});
