import { readDoc, type Doc } from "../../../../src/files/index.ts";
import { buildCatalogue, type Catalogue, type SourceTable } from "../../../../src/agent/plan/gather/index.ts";
import assert from "node:assert/strict";

export const TODAY = "2026-11-25";

/** Documents as the reader gives them, out of plain texts. */
export function readAll(files: Record<string, string>): Promise<Doc[]> {
  return Promise.all(
    Object.entries(files)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([path, text]) => readDoc(path, Buffer.from(text))),
  );
}

export async function catalogueOf(files: Record<string, string>, today = TODAY): Promise<Catalogue> {
  return buildCatalogue(await readAll(files), { today });
}

export function tableOf(catalogue: Catalogue, id: string): SourceTable {
  const table = catalogue.table(id);
  assert.ok(table, `no table ${id} among ${catalogue.tables.map((other) => other.id).join(", ")}`);
  return table;
}

/** "Kundennr -> kunden.Kundennr" */
export function linksOf(catalogue: Catalogue, id: string): string[] {
  const table = tableOf(catalogue, id);
  return table.links.map((link) => {
    const target = tableOf(catalogue, link.target);
    return `${table.columns[link.column]?.name} -> ${target.id}.${target.columns[link.targetColumn]?.name}`;
  });
}

/** A bicycle rental: ids, names, versions, parts, invoices as texts, mails. */
export const RENTAL: Record<string, string> = {
  "kunden.csv": `Kundennr;Name;Ort;E-Mail;Status
K-11;Fahrschule Maier GmbH;Lindau;info@maier.example;aktiv
K-12;Anna Meier;Bregenz;anna@post.example;aktiv
K-13;Paul Meyer;Lindau;paul@post.example;ruht
K-14;Dr. Ute Schäfer;Wangen;ute@post.example;aktiv
K-15;Ute Schaefer;Lindau;us@post.example;aktiv
K-16;Gasthof Krone;Hergatz;krone@post.example;aktiv`,
  "mieten.csv": `Mietnr;Kundennr;Rad;Von;Bis;Tage;Status
M-901;K-11;R-1;01.10.2026;04.10.2026;3;abgeschlossen
M-902;K-12;R-2;02.10.2026;03.10.2026;1;storniert
M-903;K-16;R-2;09.10.2026;12.10.2026;3;abgeschlossen
M-904;K-14;R-3;30.10.2026;06.11.2026;7;offen
M-905;K-11;R-4;02.11.2026;04.11.2026;2;offen
M-906;K-13;R-1;05.11.2026;08.11.2026;3;in Arbeit`,
  "preise/raeder-2026.csv": `Rad;Bezeichnung;Preis je Tag;gültig ab
R-1;Tourenrad Bodensee;18,00;01.03.2026
R-2;E-Bike Pfänder;34,50;01.03.2026
R-3;Lastenrad Anton;29,00;01.03.2026
R-4;Kinderrad Frosch;9,00;01.03.2026`,
  "preise/alt/raeder-2025.csv": `Rad;Bezeichnung;Preis je Tag;gültig ab
R-1;Tourenrad Bodensee;16,00;01.03.2025
R-2;E-Bike Pfänder;32,00;01.03.2025
R-3;Lastenrad Anton;29,00;01.03.2025
R-4;Kinderrad Frosch;8,00;01.03.2025`,
  "preise/raeder-2027.csv": `Rad;Bezeichnung;Preis je Tag;gültig ab
R-1;Tourenrad Bodensee;19,00;01.03.2027
R-2;E-Bike Pfänder;36,00;01.03.2027
R-3;Lastenrad Anton;31,00;01.03.2027
R-4;Kinderrad Frosch;9,50;01.03.2027`,
  "zeiten/stunden-september.csv": `Datum;Mitarbeiter;Stunden;Tätigkeit
01.09.2026;Jan Huber;8;Werkstatt
02.09.2026;Lea Huber;6;Verleih
02.09.2026;Jan Huber;7,5;Werkstatt`,
  "zeiten/stunden-oktober.csv": `Datum;Mitarbeiter;Stunden;Tätigkeit
01.10.2026;Jan Huber;4;Werkstatt
05.10.2026;Lea Huber;8;Verleih
06.10.2026;Lea Huber;8;Verleih
07.10.2026;Jan Huber;2;Büro`,
  "team.csv": `Name;Rolle;Stundensatz
Jan Huber;Mechaniker;24,00
Lea Huber;Verleih;19,50
Mia Kern;Büro;21,00`,
  "rechnungen/RG-77.txt": invoice("RG-77", "Fahrschule Maier GmbH", "05.10.2026", "M-901", "54,00"),
  "rechnungen/RG-78.txt": invoice("RG-78", "Gasthof Krone", "13.10.2026", "M-903", "103,50"),
  "rechnungen/scan_3.txt": invoice("RG-79", "Dr. Ute Schäfer", "07.11.2026", "M-904", "203,00"),
  "agb.md": `# Mietbedingungen (Stand 1. März 2026)\n\n- Die Kaution beträgt 80,00 € je Rad.\n- Stornieren kostet bis zwei Tage vorher nichts.`,
  "archiv/agb-2025.md": `# Mietbedingungen (Stand 1. März 2025)\n\n- Die Kaution beträgt 60,00 € je Rad.`,
  "notizen/werkstatt.txt": `Montageständer: Baujahr 2015, letzte Wartung 04.02.2026\nKompressor: Baujahr 2019, letzte Wartung 22. Juni 2026\nZentrierständer: Baujahr 2011, letzte Wartung 2026-03-17`,
  "mails/krone.eml": `From: Gasthof Krone <krone@post.example>\nTo: Verleih <hallo@verleih.example>\nSubject: Bremse quietscht\nDate: Mon, 12 Oct 2026 09:00:00 +0200\n\nGuten Tag,\n\ndie Bremse am E-Bike zieht nicht mehr richtig. Wir sind sehr unzufrieden und bitten um Nachbesserung.\n\nGruß\nKrone`,
  "mails/liste.eml": `From: Anna Meier <anna@post.example>\nTo: Verleih <hallo@verleih.example>\nSubject: Teile\nDate: Tue, 13 Oct 2026 09:00:00 +0200\n\nHallo,\n\nich brauche:\n\n- Schlauch, Größe 28, bis 4. Dezember 2026\n- Mantel, Größe 26, bis 11. Dezember 2026\n- Klingel, Größe 2, bis 8. Januar 2027\n\nAnna`,
};

function invoice(number: string, name: string, date: string, rent: string, net: string): string {
  return `Radverleih Seeblick\nHafenweg 2, 88131 Lindau\n\n${name}\n\nRechnung ${number}\nRechnungsdatum: ${date}\nMiete: ${rent}\n\nLeistung        Betrag netto\nRadmiete        ${net} €\n\nSumme netto     ${net} €\nZahlbar ohne Abzug bis ${date}.\n`;
}
