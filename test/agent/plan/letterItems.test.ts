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
});
