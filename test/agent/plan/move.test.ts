import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { movePlanner } from "../../../src/agent/plan/planners/move.ts";
import { safeName, splitPath } from "../../../src/agent/plan/planners/move/names.ts";
import { readTemplate } from "../../../src/agent/plan/planners/move/template.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import { run } from "./_change.ts";

const letter = (from: string, number: string, date: string, total: string) =>
  `${from}\nHafenweg 3, 24103 Kiel\n\nSegelclub Seeblick\nUferstraße 1\n24105 Kiel\n\nRechnung ${number}\nDatum: ${date}\n\nSumme netto  100,00 €\nGesamtbetrag  ${total} €\nZahlbar bis 31.12.2026\n`;

const PAPERS = {
  "belege/2026-03-02_Tauwerk-Nord.txt": letter("Tauwerk Nord GmbH", "TN-771", "02.03.2026", "119,00"),
  "belege/2026-05-17_Segel-Behrens.txt": letter("Segel Behrens", "2026-55", "17.05.2026", "238,00"),
  "belege/scan7.txt": letter("Bootslack Ihm KG", "BI-9", "4. November 2026", "357,00"),
  "leer.txt": "",
};
const paths = (files: Map<string, Buffer>) => [...files.keys()].toSorted();

describe("naming a file like its neighbours", () => {
  it("learns date and sender from the names that are there", async () => {
    const ran = await run(movePlanner, "belege/scan7.txt ist auch ein Beleg. Benenne ihn so wie die anderen.", PAPERS);
    assert.ok(ran.files.has("belege/2026-11-04_Bootslack-Ihm.txt"), paths(ran.files).join(", "));
    assert.equal(ran.text("belege/2026-11-04_Bootslack-Ihm.txt"), PAPERS["belege/scan7.txt"]);
    assert.ok(!ran.files.has("belege/scan7.txt"));
  });

  it("learns the number's form, and does not take a number that another file has", async () => {
    const files = {
      "re/RE-2026-011.txt": "Rechnung RE-2026-011\nDatum: 01.02.2026\n",
      "re/RE-2026-012.txt": "Rechnung RE-2026-012\nDatum: 03.02.2026\n",
      "eingang/x.txt": "Rechnung RE-2026-013\nDatum: 05.02.2026\nErsetzt Rechnung RE-2026-012\n",
    };
    const ran = await run(
      movePlanner,
      "Verschieb eingang/x.txt in den Ordner re, mit einem Namen wie die anderen Rechnungen.",
      files,
    );
    assert.deepEqual(paths(ran.files), ["re/RE-2026-011.txt", "re/RE-2026-012.txt", "re/RE-2026-013.txt"]);
  });
});

describe("files that are called by their title", () => {
  it("are the ones that bear it, in spaced letters too, and no word of the new name narrows them", async () => {
    const files = {
      "in/a.txt": "Handover sheet\nBoat\tB-4\nSigned by the owner\n",
      "in/b.txt": "Handover sheet\nBoat\tB-7\nSigned by the owner\n",
      "in/c.txt": "Parking permit\nYour boat\tB-9\n",
      "in/d.txt": "R E C H N U N G\nTauwerk Nord\nBetrag 20,00 €\n",
    };
    const named = await run(
      movePlanner,
      'Could you rename each of the signed handover sheets in the folder in to the word finished, a space and the boat, for example "finished B-1.txt"? Whatever is no handover sheet keeps its name. Thank you!',
      files,
    );
    assert.deepEqual(paths(named.files), ["in/c.txt", "in/d.txt", "in/finished B-4.txt", "in/finished B-7.txt"]);
    const moved = await run(movePlanner, "Leg die Rechnungen in den Ordner in/bezahlt.", files);
    assert.ok(moved.files.has("in/bezahlt/d.txt"), paths(moved.files).join(", "));
  });
});

describe("moving", () => {
  const LISTS = {
    "preise/liste-2025.csv": "Teil;Preis;gültig ab\nSeil;1,00;01.01.2025\nRuder;80,00;01.01.2025\n",
    "preise/liste-2026.csv": "Teil;Preis;gültig ab\nSeil;1,20;01.01.2026\nRuder;85,00;01.01.2026\n",
    "archiv/alt.txt": "x",
  };

  it("finds what another file has replaced", async () => {
    const ran = await run(movePlanner, "Die Preisliste, die nicht mehr gilt, kommt in den Ordner archiv.", LISTS);
    assert.deepEqual(paths(ran.files), ["archiv/alt.txt", "archiv/liste-2025.csv", "preise/liste-2026.csv"]);
  });

  it("finds a picture by the list beside it and keeps its ending", async () => {
    const files = {
      "bilder/DSC_1.JPG": Buffer.from([255, 216, 255, 0]),
      "bilder/DSC_2.JPG": Buffer.from([255, 216, 255, 1]),
      "bilder/liste.txt": "DSC_1: Steg bei Nacht\nDSC_2: Regatta im Juni\n",
    };
    const ran = await run(movePlanner, "Nenn das Foto von der Regatta bitte regatta.png", files);
    assert.deepEqual(paths(ran.files), ["bilder/DSC_1.JPG", "bilder/liste.txt", "bilder/regatta.JPG"]);
  });

  it("never overwrites", async () => {
    const attempt = run(movePlanner, "Rename preise/liste-2025.csv to liste-2026.csv", LISTS);
    await assert.rejects(attempt, { code: "E_EXISTS" });
  });

  it("refuses for somebody whom no file speaks of", async () => {
    const files = {
      "kunden.csv": "Nr;Name\n1;Arndt Bauer\n2;Clara Dorn\n",
      "briefe/a.txt": "Brief an Arndt Bauer\n",
      "briefe/b.txt": "Brief an Firma Ott\n",
    };
    await assert.rejects(run(movePlanner, "Verschieb den Brief an Clara Dorn in den Ordner archiv.", files), {
      code: "E_NOT_UNDERSTOOD",
    });
  });
});

describe("many files", () => {
  it("get names by a pattern of the request; doubles are numbered, empty ones left alone", async () => {
    const files = { ...PAPERS, "belege/zwei.txt": PAPERS["belege/scan7.txt"], "belege/null.txt": "" };
    const ran = await run(
      movePlanner,
      "Benenne alle Rechnungen im Ordner belege nach dem Muster JJJJ-MM-TT_Lieferant.txt um.",
      files,
    );
    assert.deepEqual(paths(ran.files), [
      "belege/2026-03-02_Tauwerk-Nord.txt",
      "belege/2026-05-17_Segel-Behrens.txt",
      "belege/2026-11-04_Bootslack-Ihm.txt",
      "belege/2026-11-04_Bootslack-Ihm_2.txt",
      "belege/null.txt",
      "leer.txt",
    ]);
  });

  it("go into a folder for each month", async () => {
    const ran = await run(movePlanner, "Sortiere die Rechnungen in Unterordner nach Monat.", PAPERS);
    assert.ok(ran.files.has("belege/2026-03/2026-03-02_Tauwerk-Nord.txt"), paths(ran.files).join(", "));
    assert.ok(ran.files.has("belege/2026-11/scan7.txt"));
  });
});

describe("an example that no file bears", () => {
  const paper = (title: string, owner: string) => `${title}\n\nOwner: ${owner}\nBoat: Ella\n`;
  const files = {
    "in/1.txt": paper("Berth agreement", "Mr Ivo Falck"),
    "in/2.txt": paper("Berth agreement", "Ida Falk"),
    "in/3.txt": paper("Repair slip", "Ida Falk"),
  };

  it("is a word and whose name the request tells", async () => {
    const last = "The berth agreements in folder in should be called agreement and the surname of the owner, like agreement Muster.txt. Leave the rest alone."; // prettier-ignore
    assert.deepEqual(paths((await run(movePlanner, last, files)).files), ["in/3.txt", "in/agreement Falck.txt", "in/agreement Falk.txt"]); // prettier-ignore
    const first = last.replace("surname", "first name");
    assert.deepEqual(paths((await run(movePlanner, first, { ...files, "in/1.txt": paper("Berth agreement", "Ivo Falck") })).files), ["in/3.txt", "in/agreement Ida.txt", "in/agreement Ivo.txt"]); // prettier-ignore
  });
});

describe("everyday words for moving and naming", () => {
  const fees = (year: string, price: string) =>
    `Fee;Price EUR;Valid from\nCrane;${price};${year}-01-01\nShed;${price};${year}-01-01\n`;
  const files = {
    "fees/a.csv": fees("2024", "80"),
    "fees/b.csv": fees("2026", "95"),
    "owners.csv": "Owner;Boat\nIda;Ella\n",
  };

  it("know the list that another has replaced", async () => {
    const ran = await run(movePlanner, "Put the fee list that isn't valid any more in fees/archive.", files);
    assert.deepEqual(paths(ran.files), ["fees/archive/a.csv", "fees/b.csv", "owners.csv"]);
  });

  it("order a name that something gets, and none for a name that is only spoken of", () => {
    const fits = (text: string) => {
      const request = readRequest(text, { today: "2026-11-20", files: ["in/1.txt"] });
      return Math.max(...request.clauses.map((clause) => movePlanner.fits(clause, request)));
    };
    assert.ok(fits("Each slip gets the name slip plus its number (slip 12.txt, say).") >= 0.85);
    assert.ok(fits("Who has the name Falk?") < 0.5);
  });
});

describe("files meant in the plural", () => {
  const files = {
    "in/1.txt": "Contract\nOwner: Ida Falk\n",
    "in/2.txt": "Contract\nOwner: Ivo Falck\n",
    "in/3.txt": "Repair slip\n",
  };

  it("are all of their kind, also with the example behind its name", async () => {
    const moved = await run(movePlanner, "Move the contracts in the folder in to Boats/Contracts.", files);
    assert.deepEqual(paths(moved.files), ["Boats/Contracts/1.txt", "Boats/Contracts/2.txt", "in/3.txt"]);
    const text = "The contracts in the folder in want proper names: contract, then the owner's surname (contract Muster.txt, say). Leave the rest alone."; // prettier-ignore
    assert.deepEqual(paths((await run(movePlanner, text, files)).files), ["in/3.txt", "in/contract Falck.txt", "in/contract Falk.txt"]); // prettier-ignore
  });
});

describe("names", () => {
  it("reads patterns that are spelled out, and no others", () => {
    assert.deepEqual(readTemplate("JJJJ-MM-TT_Lieferant.pdf")?.slots, [
      { type: "date", form: "YYYY-MM-DD", label: null },
      { type: "text", text: "_" },
      { type: "field", label: "Lieferant" },
    ]);
    assert.equal(readTemplate("Benenne die Datei um in bericht_final.pdf"), null);
    assert.equal(readTemplate("a".repeat(5_000)), null);
  });

  it("can be taken by every system, whatever they are made of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const name = safeName(text);
        assert.doesNotMatch(name, /[<>:"/\\|?*\p{Cc}]/u);
        assert.doesNotMatch(name, /^[\s.]|[\s.]$/u);
        assert.equal(safeName(name), name);
      }),
    );
    assert.equal(safeName("Müller & Söhne: Re/2026?"), "Müller & Söhne- Re-2026");
  });

  it("splits paths", () => {
    assert.deepEqual(splitPath("a/b.c.pdf"), { folder: "a", stem: "b.c", extension: ".pdf" });
    assert.deepEqual(splitPath("LIESMICH"), { folder: "", stem: "LIESMICH", extension: "" });
  });
});

describe("which files are meant", () => {
  const INVOICE = "Nordlicht Elektro GmbH\nRechnung NE-77\nRechnungsdatum: 03.11.2026\nGesamt 119,00 €\n";
  const BOX = {
    "Post/a.txt": INVOICE,
    "Post/b.txt":
      "Nordlicht Elektro GmbH\nLieferschein 5512 - dies ist keine Rechnung\nDatum: 04.11.2026\nRechnung folgt.\n",
    "Post/c.txt": "Gartenhof Ihm\nUnser Angebot für Rechnungskunden\n05.11.2026\n",
    "Firmen/Nordlicht Elektro/2026-09-01 NE-61.txt":
      "Nordlicht Elektro GmbH\nRechnung NE-61\nRechnungsdatum: 01.09.2026\nGesamt 50,00 €\n",
  };

  it("are those whose title is of the kind; each goes to its supplier, named like the others there", async () => {
    const text =
      "In der Post liegen Rechnungen. Leg jede in den Ordner ihres Lieferanten und benenn sie so wie die anderen dort. Was keine Rechnung ist, bleibt liegen.";
    const ran = await run(movePlanner, text, BOX);
    assert.ok(ran.files.has("Firmen/Nordlicht Elektro/2026-11-03 NE-77.txt"), paths(ran.files).join(", "));
    assert.ok(ran.files.has("Post/b.txt") && ran.files.has("Post/c.txt"));
  });

  it("are those in the state that is asked for, as the last word on it says", async () => {
    const form = (yes: boolean, more = "") =>
      `Einwilligung\n1. Newsletter: [${yes ? "x" : " "}] ja [${yes ? " " : "x"}] nein\n${more}`;
    const files = {
      "Zettel/Abel.txt": form(true),
      "Zettel/Beier.txt": form(false),
      "Zettel/Cron.txt": form(true, "05.10.2026: Einwilligung zu Punkt 1 widerrufen\n"),
    };
    const text = "Verschieb die abgelehnten oder widerrufenen Einwilligungen aus Zettel nach Zettel/abgelehnt.";
    const ran = await run(movePlanner, text, files);
    assert.deepEqual(paths(ran.files), ["Zettel/Abel.txt", "Zettel/abgelehnt/Beier.txt", "Zettel/abgelehnt/Cron.txt"]);
  });

  it("are named like one example, with codes that a table gives", async () => {
    const files = {
      "Haus.csv": "Code;Adresse\nHW4;Hafenweg 4\nUF9;Uferstraße 9\n",
      "Abnahme/2026-02-01_HW4.txt": "Abnahme\nObjekt: Hafenweg 4\nTag der Abnahme: 01.02.2026\n",
      "Abnahme/neu.txt": "Abnahme\nObjekt: Uferstr. 9\nTermin war am 02.05.2026\nTag der Abnahme: 03.05.2026\n",
    };
    const ran = await run(movePlanner, "Benenne alle Dateien in Abnahme wie 2026-02-01_HW4.txt.", files);
    assert.ok(ran.files.has("Abnahme/2026-05-03_UF9.txt"), paths(ran.files).join(", "));
  });

  it("stay all when one lacks what its name needs, unless the request says what becomes of it", async () => {
    const files = { "ein/a.txt": INVOICE, "ein/b.txt": "Rechnung\nOhne alles.\n" };
    const text = "Benenne die Rechnungen im Ordner ein um: Rechnungsdatum, dann Rechnungsnummer.";
    await assert.rejects(run(movePlanner, text, files), { code: "E_NOT_UNDERSTOOD" });
  });
});
