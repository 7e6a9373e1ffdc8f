import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findDue } from "../../../../src/desks/inbox/judge/due.ts";

const TODAY = "2026-11-24"; // a Tuesday
const dueOf = (text: string, isAgreed = false, isAutomatic = false): string | null =>
  findDue(text, { today: TODAY, isAgreed, isAutomatic })?.day ?? null;

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
];

describe("the day until which", () => {
  for (const [text, day] of CASES) it(text, () => assert.equal(dueOf(text), day));

  it("counts a day that is only named where the mail is about a time, and none that is called off", () => {
    assert.equal(dueOf("Mittwoch, 2. Dezember, 14 Uhr passt.", true), "2026-12-02");
    assert.equal(dueOf("Mittwoch, 2. Dezember, 14 Uhr passt."), null);
    assert.equal(dueOf("Den Termin am 2. Dezember muss ich leider absagen.", true), null);
  });

  it("takes no absence for a deadline", () => {
    assert.equal(dueOf("Ich bin bis zum 4. Dezember im Urlaub.", false, true), null);
    assert.equal(dueOf("Bitte erneuern Sie das Zertifikat bis zum 4. Dezember.", false, true), "2026-12-04");
  });

  it("points at the words", () => {
    const text = "Danke. Bitte bis zum 8. Dezember 2026 antworten.";
    const due = findDue(text, { today: TODAY, isAgreed: false, isAutomatic: false });
    assert.equal(text.slice(due?.start, due?.end), "8. Dezember 2026");
  });
});
