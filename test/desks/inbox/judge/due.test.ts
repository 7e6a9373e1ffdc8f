import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findDue } from "../../../../src/desks/inbox/judge/due/findDue.ts";

const TODAY = "2026-11-24"; // a Tuesday
const dueOf = (text: string, about = "question"): string | null => findDue(text, { today: TODAY, about })?.day ?? null;

const CASES: readonly [string, string | null][] = [
  ["Bitte überweisen Sie bis zum 8. Dezember 2026.", "2026-12-08"],
  ["Zahlbar bis 10.12.2026 ohne Abzug.", "2026-12-10"],
  ["Zahlungsziel: 14 Tage", "2026-12-08"],
  ["Wir bitten um Zahlung innerhalb von zwei Wochen.", "2026-12-08"],
  ["Können Sie mir bis Freitag Bescheid geben?", "2026-11-27"],
  ["Ich brauche das bis Ende der Woche.", "2026-11-27"],
  ["Bitte heute noch zurückrufen!", TODAY],
  ["Die Domain läuft am 5. Dezember ab.", "2026-12-05"],
  ["Spätestens am 15. brauche ich die Zahlen, also bis zum 15.", "2026-12-15"],
  ["Please pay by 14 December 2026.", "2026-12-14"],
  ["Net 30", "2026-12-24"],
  ["Could you let me know by Friday?", "2026-11-27"],
  ["We need it by the 2nd at the latest.", "2026-12-02"],
  ["Please reply by end of day.", TODAY],
  ["Pay within 7 days.", "2026-12-01"],
  ["A fortnight is fine.", "2026-12-08"],
  ["The certificate expires on 6 December 2026.", "2026-12-06"],
  ["Bis 10. Januar hätten wir gern die Unterlagen.", "2027-01-10"],
  ["Am 3. November haben Sie uns beliefert.", null],
  ["Your order of 3 November arrived broken.", null],
  ["Viele Grüße", null],
  ["Ich brauche die Zahlen bis Donnerstagabend.", "2026-11-26"],
  ["Ich gebe Ihnen eine Woche Zeit.", "2026-12-01"],
  ["Hätten Sie eine Woche Zeit für ihn?", null],
  ["Wir setzen Ihnen eine Frist von sieben Tagen.", "2026-12-01"],
  ["Bitte innerhalb von 48 Stunden antworten.", "2026-11-26"],
  ["You have seven days to pay.", "2026-12-01"],
  ["Bitte überweisen Sie bis 4.12 den Rest.", "2026-12-04"],
  ["Der Fühler zeigt 9.4 Grad, die Anlage 2/07 steht.", null],
  ["Could you pay by 4/12/2026?", "2026-12-04"],
  ["It must be with us by Friday week.", "2026-12-04"],
  ["We need it by five o'clock on Friday.", "2026-11-27"],
  ["Please return it by end of business Friday.", "2026-11-27"],
  ["1 December at the latest, please.", "2026-12-01"],
  ["Anmeldeschluss ist der 3. Dezember.", "2026-12-03"],
  ["Rufen Sie mich bitte heute zurück.", TODAY],
];

describe("the day until which", () => {
  for (const [text, day] of CASES) it(text, () => assert.equal(dueOf(text), day));

  it("counts a day that is only named where the mail is about a time, and none that is called off or still asked for", () => {
    assert.equal(dueOf("Mittwoch, 2. Dezember, 14 Uhr passt.", "appointment"), "2026-12-02");
    assert.equal(dueOf("Mittwoch, 2. Dezember, 14 Uhr passt."), null);
    assert.equal(dueOf("Den Termin am 2. Dezember muss ich leider absagen.", "appointment"), null);
    assert.equal(dueOf("Passt Ihnen der 2. oder der 3. Dezember?", "appointment"), null);
    assert.equal(dueOf("Wir holen die Torte am Samstag um elf.", "order"), "2026-11-28");
    assert.equal(dueOf("For Saturday the 12th, please, a large one.", "order"), "2026-12-12");
    assert.equal(dueOf("I could start on 1 February.", "application"), null);
    assert.equal(dueOf("Thank you for inviting me for an interview on Friday.", "application"), "2026-11-27");
  });

  it("has the day of an appointment that is to be moved at short notice, and none of one that is only called off", () => {
    assert.equal(dueOf("Morgen kann ich leider nicht, können wir verschieben?", "appointment"), "2026-11-25");
    assert.equal(dueOf("I have to cancel tomorrow's check-up, sorry.", "appointment"), null);
    assert.equal(dueOf("I fly the day after tomorrow and need it by then."), "2026-11-26");
    assert.equal(dueOf("Vom Montag bis Freitag bin ich im Büro."), null);
  });

  it("has the day for which something must be ready, of a complaint, a delivery and a favour", () => {
    assert.equal(dueOf("Am Samstag ist die Hochzeit, vorher muss das geändert sein.", "complaint"), "2026-11-28");
    assert.equal(dueOf("Am Samstag war der Kuchen trocken.", "complaint"), null);
    assert.equal(dueOf("The van delivers on 3 December, please have somebody there.", "supplier"), "2026-12-03");
    assert.equal(dueOf("Prices go up on 3 December.", "supplier"), null);
    assert.equal(dueOf("Kannst du morgen die Kinder holen?", "private"), "2026-11-25");
    assert.equal(dueOf("Kannst du am Samstag helfen?", "private"), null);
  });

  it("reads terms of a bill, and passes over the day of a discount", () => {
    assert.equal(dueOf("Zahlbar bis 8.12. mit 2 % Skonto, sonst bis 22.12. rein netto.", "invoice"), "2026-12-22");
    assert.equal(dueOf("Zahlungsziel 30 Tage, binnen 10 Tagen 2 % Skonto.", "invoice"), "2026-12-24");
    assert.equal(dueOf("14 days please, as ever.", "invoice"), "2026-12-08");
    assert.equal(dueOf("Wir erwarten Ihre Zahlung bis 30. d. M.", "reminder"), "2026-11-30");
    assert.equal(dueOf("Sollte binnen Wochenfrist nichts eingehen, klagen wir.", "reminder"), "2026-12-01");
    assert.equal(dueOf("Wir sperren den Anschluss am 1. Dezember.", "reminder"), "2026-12-01");
  });

  it("takes no span, no farewell, no past and no way of speaking for a deadline", () => {
    assert.equal(dueOf("Wir waren vom 3. bis 17. Mai dort."), null);
    assert.equal(dueOf("Danke! Bis Dienstag.", "private"), null);
    assert.equal(dueOf("Sie hätten am 3. überwiesen, wir finden es nicht.", "reminder"), null);
    assert.equal(dueOf("Could somebody come out this week?", "complaint"), null);
    assert.equal(dueOf("The committee meets on 4 December. Could we have a figure by then?"), "2026-12-04");
  });

  it("takes no absence for a deadline", () => {
    assert.equal(dueOf("Ich bin bis zum 4. Dezember im Urlaub.", "automatic"), null);
    assert.equal(dueOf("Bitte erneuern Sie das Zertifikat bis zum 4. Dezember.", "automatic"), "2026-12-04");
  });

  it("points at the words", () => {
    const text = "Danke. Bitte bis zum 8. Dezember 2026 antworten.";
    const due = findDue(text, { today: TODAY, about: "question" });
    assert.equal(text.slice(due?.start, due?.end), "8. Dezember 2026");
  });
});
