import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { itemsOf, labelOf } from "../../../src/agent/plan/planners/write/items.ts";
import { toldSentences } from "../../../src/agent/plan/planners/write/told.ts";
import { timesFor } from "../../../src/agent/plan/planners/write/tariff.ts";
import { writePlanner } from "../../../src/agent/plan/planners/write.ts";
import { run } from "./_texts.ts";

const SCHOOL = {
  "students.csv":
    "No;Name;Lesson fee;Book fee\nS1;Ada Brook;80.00;5.00\nS2;Ben Cole;95.00;0.00\nS3;Cy Dorn;70.00;5.00\nS4;Di Egan;80.00;0.00\nS5;Ed Fox;60.00;5.00\n",
  "payments.csv":
    "Date;Student;Payer;Amount\n2026-11-02;S1;Ada Brook;85.00\n2026-11-02;S2;Ben Cole;95.00\n2026-11-03;S3;Cy Dorn;40.00\n2026-11-04;S4;Di Egan;80.00\n2026-11-04;S5;Ed Fox;65.00\n",
  "trips.csv": "Trip,Title,Day,Starts,Guide,Adult GBP,Child GBP\nA1,Moor Walk,12/12/2026,09:30,Olive,20,8\nA2,Cave Visit,2027-01-09,10:00,Paul,30,12\n",
  "bookings.csv": "Ref,Trip,Party,Adults,Children\nB71,A1,Gwen Hale,2,1\nB72,A2,Ivo Hall,1,0\nB73,A1,Kim Lund,3,0\n",
  "rates.csv": "Nr;Leistung;Preis EUR\n1;Leihrad, ein Tag;15,00\n2;Leih-E-Bike, ein Tag;35,00\n3;Kette wechseln;26,00\n",
  "mail/fox.eml":
    "From: Rita Moss <rita@moss.example>\nTo: Shop <shop@shop.example>\nSubject: Bikes\nDate: Mon, 16 Nov 2026 09:00:00 +0000\n\nHello,\nwe need 4 e-bikes and 2 ordinary bikes for three days. Could you send us a price?\nRita Moss\n",
}; // prettier-ignore

async function letter(text: string, path: string): Promise<string> {
  return (await run(writePlanner, text, {}, SCHOOL)).files.get(path) ?? "";
}

describe("what an order lists", () => {
  it("is taken apart, without the letter itself", () => {
    assert.deepEqual(itemsOf("Write her a mail with the day, the start and the price for all together.", []), [
      "the day",
      "the start",
      "the price for all together",
    ]);
    assert.equal(labelOf("dem Namen vom Guide"), "Name vom Guide");
  });

  it("is looked up over joined tables, with the price for everybody", async () => {
    const text = await letter(
      "Mrs Hale wants her trip in December confirmed. Write her a mail with the day, the start, the guide and the price for all together. Save it as out/hale.txt.",
      "out/hale.txt",
    );
    for (const part of ["Ms Hale", "12 December 2026", "9:30", "Olive", "48"]) assert.ok(text.includes(part), text);
    assert.ok(!text.includes("Paul"), text);
  });

  it("finds what is missing by what others pay, and sets the day", async () => {
    const text = await letter(
      "Write to Mr Dorn: how much is still missing for November and that he has ten days from today. Save it as out/dorn.txt.",
      "out/dorn.txt",
    );
    for (const part of ["Mr Dorn", "35.00", "November", "30 November 2026"]) assert.ok(text.includes(part), text);
  });

  it("prices what a mail asks for in another language, by the day", async () => {
    const text = await letter(
      "Rita Moss asks by mail for bikes for three days. Draft a reply in English with the price and save it as out/moss.txt.",
      "out/moss.txt",
    );
    assert.ok(text.includes("510.00"), text);
    assert.equal(timesFor("Kette wechseln", "for three days"), 1);
  });
});

describe("what the order wants said", () => {
  it("speaks to the reader and leaves out what must be looked up", () => {
    assert.deepEqual(toldSentences("Write him: we are sorry, and he gets back what she decided.", "en", "en"), [
      "We are sorry.",
    ]);
    assert.deepEqual(toldSentences("Schreib ihm, dass er den Schlüssel am Freitag bekommt.", "de", "de"), [
      "Wir teilen Ihnen mit, dass Sie den Schlüssel am Freitag bekommen.",
    ]);
  });

  it('reads it without a "that", thing by thing, and knows whom a pronoun means', () => {
    assert.deepEqual(
      toldSentences(
        "Tell her Ella is welcome once she's dry, and that the crane is free. Tell her the price.",
        "en",
        "en",
      ),
      ["We would like to let you know that Ella is welcome once she's dry.", "The crane is free."],
    );
    assert.deepEqual(toldSentences("Schreib ihr, dass wir den Kran haben und was er kostet.", "de", "de"), [
      "Wir teilen Ihnen mit, dass wir den Kran haben.",
    ]);
  });
});

const STORE = {
  "units.csv":
    "Unit,Size m2,Tenant\nU1,5,Gwen Hale\nU2,10,Ivo Hall\nU3,5,Kim Lund\nU4,20,Lea Moor\nU5,10,Max Nye\n",
  "rates old.csv": "Size m2,Per month GBP\n5,30.00\n10,55.00\n20,90.00\n",
  "rates.csv": "Size m2,Per month GBP\n5,35.00\n10,60.00\n20,99.00\n",
  "rent.csv":
    "Received,Unit,How,GBP\n02/11/2026,U1,debit,35.00\n02/11/2026,U2,debit,60.00\n03/11/2026,U3,debit,35.00\n03/11/2026,U4,debit,99.00\n04/11/2026,U5,debit,60.00\n05/11/2026,U2,returned,-60.00\n06/11/2026,U2,card,25.00\n",
  "jobs.csv": "Job,Day,Begin,Customer,Crew,Van\nJ1,2026-12-04,07:30,Nora Ott,2,K\nJ2,2026-12-05,08:00,Olaf Pohl,1,M\n",
  "crews.csv": "Crew,Leader,Second\n1,Rolf Stein,Tim Ude\n2,Vera Wolf,Xaver Zorn\n",
  "vans.csv": "Van,Name,Plate\nK,Krabbe,CUX-A 1\nM,Möwe,CUX-B 2\n",
}; // prettier-ignore

describe("what stands in linked lists", () => {
  it("is reckoned from the list of rates that payments bear out", async () => {
    const order =
      "Write Ivo Hall a friendly reminder about the part of his November rent that is still missing. Tell him which unit it is and how much he still has to pay. Save it as out/hall.txt.";
    const text = (await run(writePlanner, order, {}, STORE)).files.get("out/hall.txt") ?? "";
    assert.match(text, /35\.00/u);
    assert.match(text, /U2/u);
    assert.doesNotMatch(text, /that is still missing/u);
  });

  it("is found over a column that two lists share", async () => {
    const order =
      "Write Nora Ott a confirmation with the date, the time, the name of the crew leader and the plate of the van, as out/ott.txt.";
    const text = (await run(writePlanner, order, {}, STORE)).files.get("out/ott.txt") ?? "";
    for (const part of ["Vera Wolf", "CUX-A 1", "7:30"]) assert.ok(text.includes(part), `${part}: ${text}`);
    assert.doesNotMatch(text, /Rolf Stein|CUX-B 2/u);
  });
});
