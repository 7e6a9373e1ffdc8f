import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { catalogueOf, linksOf, RENTAL, tableOf } from "./_docs.ts";

const catalogue = await catalogueOf(RENTAL);
const refs = (columns: { ref: string }[]) => columns.map((column) => column.ref);

describe("tables", () => {
  it("gives every table a unique readable id, and files and mails as tables", () => {
    const ids = catalogue.tables.map((table) => table.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ["kunden", "mieten", "raeder-2026", "rechnungen", "mails", "files"]) tableOf(catalogue, id);
    assert.equal(tableOf(catalogue, "mails").rows[0]?.[2]?.value, "Gasthof Krone");
    assert.equal(tableOf(catalogue, "files").rows.length, Object.keys(RENTAL).length);
  });

  it("makes one row per document of a kind, whatever its file is called", () => {
    const records = tableOf(catalogue, "rechnungen");
    assert.equal(records.kind, "records");
    assert.deepEqual(records.rowPaths, ["rechnungen/RG-77.txt", "rechnungen/RG-78.txt", "rechnungen/scan_3.txt"]);
    const names = records.columns.map((column) => column.name);
    for (const name of ["Rechnung Nr", "Name", "Rechnungsdatum", "Miete", "Summe netto", "Zahlbar ohne Abzug bis"]) {
      assert.ok(names.includes(name), `${name} in ${names.join()}`);
    }
    const scan = records.rows[2] ?? [];
    assert.equal(scan[names.indexOf("Rechnung Nr")]?.value, "RG-79");
    assert.equal(scan[names.indexOf("Summe netto")]?.value, "203.00");
    assert.equal(scan[names.indexOf("Zahlbar ohne Abzug bis")]?.value, "2026-11-07");
  });

  it("reads rows out of lists, with the words that all lines share as column names", () => {
    const list = tableOf(catalogue, "mails-liste");
    assert.deepEqual(
      list.columns.map((column) => column.name),
      ["item", "Größe", "bis"],
    );
    assert.deepEqual(
      list.rows.map((row) => row[2]?.value),
      ["2026-12-04", "2026-12-11", "2027-01-08"],
    );
    const machines = tableOf(catalogue, "werkstatt");
    assert.deepEqual(
      machines.columns.map((column) => column.name),
      ["item", "Baujahr", "letzte Wartung"],
    );
    assert.equal(machines.rows.length, 3);
  });

  it("leaves totals out of positions", () => {
    const rows = tableOf(catalogue, "rg-77").rows.map((row) => row[0]?.raw);
    assert.deepEqual(rows, ["Radmiete"]);
  });
});

describe("links", () => {
  it("follow ids, names and mail addresses to the tables they are keys of", () => {
    assert.deepEqual(linksOf(catalogue, "mieten").toSorted(), [
      "Kundennr -> kunden.Kundennr",
      "Rad -> raeder-2026.Rad",
    ]);
    assert.deepEqual(linksOf(catalogue, "stunden-oktober"), ["Mitarbeiter -> team.Name"]);
    assert.ok(linksOf(catalogue, "rechnungen").includes("Miete -> mieten.Mietnr"));
    assert.match(linksOf(catalogue, "mails").join(), /from.* -> kunden\./);
  });

  it("lead only to keys, never to a superseded or coming table", () => {
    for (const table of catalogue.tables) {
      for (const link of table.links) {
        const target = tableOf(catalogue, link.target);
        assert.ok(target.keys.includes(link.targetColumn));
        assert.equal(target.supersededBy, null);
      }
    }
  });

  it("do not arise from counts, amounts and dates", async () => {
    const other = await catalogueOf({
      "a.csv": "Nr;Menge;Betrag;Datum\nA1;1;10,00;01.01.2026\nA2;2;20,00;02.01.2026\nA3;3;30,00;03.01.2026",
      "b.csv": "Pos;Wert;Preis;Tag\nB7;1;10,00;01.01.2026\nB8;2;20,00;02.01.2026\nB9;3;30,00;03.01.2026",
    });
    for (const id of ["a", "b"]) assert.deepEqual(linksOf(other, id), []);
  });

  it("lead from a full name to first and last name in two columns, with titles and turned round", async () => {
    const other = await catalogueOf({
      "staff.csv": "Nr;Nachname;Vorname;Satz\n1;Meier;Karin;20,00\n2;Meyer;Karin;22,00\n3;Vogt;Dr. Ida;30,00",
      "hours.csv":
        "Datum;Person;Stunden\n01.10.2026;Karin Meyer;2\n02.10.2026;Vogt, Ida;3\n03.10.2026;Dr. Ida Vogt;4\n04.10.2026;Karin Meier;5",
    });
    const wide = other.wide(tableOf(other, "hours"));
    const rate = refs(wide.columns).indexOf("staff.Satz");
    assert.deepEqual(
      wide.rows.map((row) => row[rate]?.value),
      ["22.00", "30.00", "30.00", "20.00"],
    );
  });

  it("lead from a last name that only one person has, not from one that two share", async () => {
    const team = "Name,Rate\nDr Ann Bell,90.00\nBob Cole,60.00\nCy Dunn,50.00\nDee Dunn,55.00";
    const rows = (names: string[]) =>
      `Day,Who,Hours\n${names.map((name, at) => `2026-10-0${at + 1},${name},2`).join("\n")}`;
    const clear = await catalogueOf({ "team.csv": team, "log.csv": rows(["Bell", "Cole", "Bell"]) });
    assert.deepEqual(linksOf(clear, "log"), ["Who -> team.Name"]);
    const shared = await catalogueOf({ "team.csv": team, "log.csv": rows(["Dunn", "Cole", "Dunn"]) });
    assert.deepEqual(linksOf(shared, "log"), []);
  });

  it("prefer the table of the thing over one where the column is unique by chance", async () => {
    const other = await catalogueOf({
      "clients.csv": "Client ID,Name\nC-1,Oak Ltd\nC-2,Elm Ltd\nC-3,Ash Ltd",
      "projects.csv": "Project ID,Client ID,Title\nP-1,C-1,Site\nP-2,C-2,Shop\nP-3,C-3,Film",
      "bills.csv": "Bill,Client ID,Net\nX-1,C-1,10.00\nX-2,C-1,20.00\nX-3,C-2,15.00\nX-4,C-3,15.00",
    });
    assert.deepEqual(linksOf(other, "bills"), ["Client ID -> clients.Client ID"]);
    assert.deepEqual(linksOf(other, "clients"), []);
  });
});

describe("versions", () => {
  it("know which one applies today, which are old and which are to come", () => {
    const current = tableOf(catalogue, "raeder-2026");
    assert.equal(current.supersededBy, null);
    assert.equal(tableOf(catalogue, "raeder-2025").supersededBy, "raeder-2026");
    assert.equal(tableOf(catalogue, "raeder-2027").supersededBy, "raeder-2026");
    assert.equal(current.valid.from, "2026-03-01");
    assert.equal(tableOf(catalogue, "raeder-2025").family, current.family);
  });

  it("change with the day", async () => {
    const later = await catalogueOf(RENTAL, "2027-04-01");
    assert.equal(tableOf(later, "raeder-2026").supersededBy, "raeder-2027");
  });

  it("are no parts, and parts are no versions", () => {
    const october = tableOf(catalogue, "stunden-oktober");
    assert.ok(october.series !== null);
    assert.equal(october.series, tableOf(catalogue, "stunden-september").series);
    assert.equal(october.supersededBy, null);
    assert.equal(tableOf(catalogue, "raeder-2026").series, null);
  });

  it("of months are parts even if they speak of the same things", async () => {
    const month = (sold: number) => `Artikel;Verkauft\nHefe;${sold}\nMehl;${sold * 2}\nSalz;3`;
    const price = (of: number) => `Artikel;Preis\nHefe;${of},10\nMehl;${of},80\nSalz;0,40`;
    const other = await catalogueOf({
      "absatz-2026-09.csv": month(4),
      "absatz-2026-10.csv": month(7),
      "preise-2026-09.csv": price(1),
      "preise-2026-10.csv": price(2),
    });
    assert.equal(tableOf(other, "absatz-2026-09").series, "absatz");
    assert.equal(tableOf(other, "absatz-2026-09").supersededBy, null);
    assert.equal(tableOf(other, "preise-2026-09").supersededBy, "preise-2026-10");
    const journal = (days: string[]) => `Datum;Akte\n${days.map((day, at) => `${day};26/${at}1`).join("\n")}`;
    const diary = await catalogueOf({
      "zeiten-a.csv": journal(["01.09.2026", "02.09.2026"]),
      "zeiten-b.csv": journal(["01.10.2026", "02.10.2026"]),
    });
    assert.equal(tableOf(diary, "zeiten-a").series, tableOf(diary, "zeiten-b").series);
    assert.equal(tableOf(diary, "zeiten-a").family, null);
  });

  it("leave the plain name to the file in use", async () => {
    const text = (fee: string) => `Code,Fee GBP\nA,${fee}\nB,2.00`;
    const other = await catalogueOf({ "fees/archive/fees.csv": text("1.00"), "fees/fees.csv": text("1.50") });
    assert.equal(tableOf(other, "fees").path, "fees/fees.csv");
    assert.equal(other.tables.find((table) => table.path === "fees/archive/fees.csv")?.supersededBy, "fees");
  });

  it("are found among texts, but not among dated notes", async () => {
    assert.deepEqual([...catalogue.supersededDocs], [["archiv/agb-2025.md", "agb.md"]]);
    const notes = await catalogueOf({
      "notes/meeting-2026-10-02.md": "# Meeting, 2 October 2026\n\nWe talked.",
      "notes/meeting-2026-11-06.md": "# Meeting, 6 November 2026\n\nWe talked more.",
      "offers/Q-2025-7.txt": "Quote Q-2025-7\nFor: Oak Ltd",
      "offers/Q-2026-8.txt": "Quote Q-2026-8\nFor: Elm Ltd",
    });
    assert.equal(notes.supersededDocs.size, 0);
  });

  it("stand side by side in a pivot", () => {
    const pivot = catalogue.pivot(tableOf(catalogue, "raeder-2025"), tableOf(catalogue, "raeder-2026"));
    assert.ok(pivot);
    const names = refs(pivot.columns);
    const old = names.findIndex((name) => name.startsWith("Preis je Tag") && name.includes("2025"));
    const now = names.findIndex((name) => name.startsWith("Preis je Tag") && name.includes("2026"));
    assert.ok(old >= 0 && now > old && names.includes("Bezeichnung"));
    assert.deepEqual(pivot.rows.map((row) => [row[0]?.value, row[old]?.value, row[now]?.value])[1], [
      "R-2",
      "32.00",
      "34.50",
    ]);
  });

  it("without a common key have no pivot", () => {
    assert.equal(catalogue.pivot(tableOf(catalogue, "team"), tableOf(catalogue, "mieten")), null);
  });
});

describe("wide tables", () => {
  it("keep the rows and add what the keys lead to", () => {
    const wide = catalogue.wide(tableOf(catalogue, "mieten"));
    assert.equal(wide.rows.length, 6);
    const names = refs(wide.columns);
    assert.equal(new Set(names).size, names.length);
    const city = wide.rows[0]?.[names.indexOf("kunden.Ort")];
    const price = wide.rows[1]?.[names.indexOf("raeder-2026.Preis je Tag")];
    assert.equal(city?.value, "Lindau");
    assert.equal(price?.value, "34.50");
    const column = wide.columns[names.indexOf("kunden.Ort")];
    assert.deepEqual(column?.from, { table: "kunden", column: 2 });
    assert.deepEqual(column?.via, ["mieten", "kunden"]);
  });

  it("go two steps", () => {
    const wide = catalogue.wide(tableOf(catalogue, "rechnungen"));
    const price = refs(wide.columns).indexOf("raeder-2026.Preis je Tag");
    assert.equal(wide.rows[1]?.[price]?.value, "34.50");
  });

  it("give positions the record of their document", () => {
    const wide = catalogue.wide(tableOf(catalogue, "rg-78"));
    const date = refs(wide.columns).indexOf("rechnungen.Rechnungsdatum");
    assert.equal(wide.rows[0]?.[date]?.value, "2026-10-13");
  });

  it("tell two ways to one table apart", async () => {
    const other = await catalogueOf({
      "people.csv": "Name,Team\nAnn Bell,Red\nBob Cole,Blue\nCy Dunn,Blue",
      "tasks.csv":
        "Task,Owner,Reviewer\nT-1,Ann Bell,Bob Cole\nT-2,Bob Cole,Cy Dunn\nT-3,Cy Dunn,Ann Bell\nT-4,Ann Bell,Cy Dunn",
    });
    const names = refs(other.wide(tableOf(other, "tasks")).columns);
    assert.ok(names.includes("Owner.Team") && names.includes("Reviewer.Team"), names.join());
  });

  it("leave a cell empty where the key is unknown", async () => {
    const other = await catalogueOf({
      "a.csv": "Nr;Kunde\n1;K-1\n2;K-2\n3;K-3\n4;K-4\n5;K-9",
      "k.csv": "Kunde;Ort\nK-1;Ulm\nK-2;Ulm\nK-3;Rom\nK-4;Rom",
    });
    const wide = other.wide(tableOf(other, "a"));
    assert.deepEqual(
      wide.rows.map((row) => row.at(-1)?.value),
      ["Ulm", "Ulm", "Rom", "Rom", null],
    );
  });

  it("of a series put the parts below each other, with their source", () => {
    const series = tableOf(catalogue, "stunden-oktober").series ?? "";
    const union = catalogue.union(series);
    assert.ok(union);
    const names = refs(union.columns);
    assert.equal(union.rows.length, 7);
    assert.equal(names.at(-1), "source");
    assert.deepEqual(
      new Set(union.rows.map((row) => row.at(-1)?.value)),
      new Set(["stunden-september", "stunden-oktober"]),
    );
    assert.ok(names.includes("team.Stundensatz"));
    for (const [at, origin] of union.origins.entries()) {
      assert.equal(tableOf(catalogue, origin.table).rows[origin.row]?.[0]?.value, union.rows[at]?.[0]?.value);
    }
    assert.equal(catalogue.union("nothing"), null);
  });
});
