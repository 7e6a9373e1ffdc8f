import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toReason } from "../../../../src/desks/reason.ts";
import {
  createJudge,
  CLASSES,
  type Example,
  type JudgeContext,
  type Judgement,
  type MailToJudge,
} from "../../../../src/desks/inbox/judge/index.ts";

const AT = Date.parse("2026-11-24T09:10:00Z"); // a Tuesday
const judge = createJudge();

const mailOf = (part: Partial<MailToJudge>): MailToJudge => ({
  from: { name: "Erika Beispiel", address: "erika@example.net" },
  subject: "",
  text: "",
  language: "de",
  at: AT,
  inReplyTo: null,
  automatic: null,
  unsubscribe: null,
  verified: "none",
  attachments: [],
  ...part,
});
const NOBODY = { received: 1, sent: 0, firstAt: AT, lastAt: AT };
const contextOf = (part: Partial<JudgeContext> = {}): JudgeContext => ({
  examples: [],
  classes: CLASSES,
  person: NOBODY,
  own: [],
  now: AT,
  zone: "Europe/Berlin",
  ...part,
});
const sayIn = (language: "en" | "de", { why }: Judgement): string =>
  toReason({ why, reason: "" }, { language, zone: "Europe/Berlin" });

const BILL = mailOf({
  from: { name: "Muster Werkzeuge Buchhaltung", address: "rechnung@muster-werkzeuge.example" },
  subject: "Rechnung 2026-118",
  text: "Guten Tag,\n\nfür die Lieferung berechnen wir Ihnen 412,00 EUR.\nBitte überweisen Sie den Betrag bis zum 8. Dezember 2026 auf unser Konto.\n\nFreundliche Grüße",
});

describe("judge", () => {
  it("says class, what is to be done, until when, and with which words", () => {
    const judged = judge.judge(BILL, contextOf());
    assert.equal(judged.class, "invoice");
    assert.equal(judged.needsAction, true);
    assert.equal(judged.needsReply, false);
    assert.equal(judged.due, Date.parse("2026-12-08T23:00:00Z") - 1, "the end of the day in Berlin");
    assert.ok(judged.quote.length > 10 && `${BILL.subject}\n${BILL.text}`.includes(judged.quote), judged.quote);
    assert.match(sayIn("de", judged), /^Rechnung an uns, .*bis Di., 8\. Dez\./);
    assert.match(sayIn("en", judged), /^Bill to pay, .*by Tue,? 8 Dec/);
    assert.ok(judged.confidence > 0.5 && judged.confidence <= 1);
    assert.ok(judged.spam < 0.2);
  });

  it("counts the day in the owner's zone", () => {
    const late = mailOf({
      text: "Kannst du mir das bitte heute noch schicken?",
      at: Date.parse("2026-11-24T23:30:00Z"),
    });
    const dueIn = (zone: string): number | null => judge.judge(late, contextOf({ zone })).due;
    assert.equal(dueIn("Europe/Berlin"), Date.parse("2026-11-25T23:00:00Z") - 1);
    assert.equal(dueIn("UTC"), Date.parse("2026-11-25T00:00:00Z") - 1);
  });

  it("is urgent where the last word was said or harm is near, and not because somebody hurries", () => {
    const urgencyOf = (subject: string, text: string): number =>
      judge.judge(mailOf({ subject, text }), contextOf()).urgency;
    const demand = "Trotz zweier Mahnungen ist Ihre Rechnung über 744,80 EUR nicht bezahlt.";
    assert.equal(urgencyOf("Letzte Mahnung", `${demand} Sonst übergeben wir die Forderung dem Inkasso.`), 3);
    assert.ok(urgencyOf("Zahlungserinnerung", `${demand} Bitte zahlen Sie bis zum 15. Dezember.`) < 3);
    const cold = "Seit Ihr Monteur da war, geht die Heizung nicht mehr. So geht das nicht, ich bin enttäuscht.";
    assert.equal(urgencyOf("Reklamation", `${cold} Bitte schicken Sie heute noch jemanden!`), 3);
    assert.ok(urgencyOf("Frage zu Ihrem Angebot", "Haben Sie die Lampe auch in Blau? Wir haben es eilig.") < 3);
  });

  it("knows who asks when somebody is open from who wants an appointment", () => {
    const judged = (subject: string, text: string) => judge.judge(mailOf({ subject, text }), contextOf());
    const { class: name, confidence } = judged("Öffnungszeiten", "Wann haben Sie am Montag geöffnet?");
    assert.equal(name, "question");
    assert.ok(confidence > 0.8, `sure enough to be answered: ${confidence.toFixed(2)}`);
    assert.equal(judged("Opening hours", "When do you open on Saturday?").class, "question");
    assert.equal(judged("Termin", "Haben Sie am Montag um zehn einen Termin für mich frei?").class, "appointment");
  });

  it("takes what a machine marked as its own for a machine's, and answers none", () => {
    const absent = mailOf({
      subject: "Abwesenheit: Ihre Anfrage",
      text: "Ich bin bis 4. Dezember nicht im Büro.",
      automatic: "auto-submitted",
    });
    const judged = judge.judge(absent, contextOf());
    assert.equal(judged.class, "automatic");
    assert.equal(judged.needsReply, false);
  });

  it("does not take somebody for spam to whom the owner has written", () => {
    const offer = mailOf({
      subject: "Ihre Webseite",
      text: "Wir bringen Ihre Webseite auf Seite 1, garantiert. Kostenlose Analyse? Antworten Sie mit JA.",
    });
    assert.equal(judge.judge(offer, contextOf()).class, "spam");
    const known = judge.judge(offer, contextOf({ person: { ...NOBODY, received: 9, sent: 6 } }));
    assert.ok(known.spam < judge.judge(offer, contextOf()).spam);
  });

  it("reads an empty mail, one without sender and one that is very long", () => {
    for (const mail of [
      mailOf({}),
      mailOf({ from: null, text: "?" }),
      mailOf({ text: "Bestellung bis Freitag. ".repeat(20_000) }),
    ]) {
      const judged = judge.judge(mail, contextOf());
      assert.ok((CLASSES as readonly string[]).includes(judged.class));
      assert.ok(`${mail.subject}\n${mail.text}`.includes(judged.quote));
    }
  });
});

describe("what the owner corrects", () => {
  const digest = (week: number): MailToJudge =>
    mailOf({
      from: { name: "Holzring", address: "info@holzring.example" },
      subject: `Holzring Wochenbericht ${week}`,
      text: `Liebe Mitglieder, hier die Notierungen der Woche ${week}: Fichte unverändert, Eiche fester. Fragen an die Geschäftsstelle.`,
    });
  const exampleOf = (mail: MailToJudge, name: string): Example => ({
    class: name,
    subject: mail.subject,
    text: mail.text,
    sender: mail.from?.address ?? "",
    language: "de",
    at: AT,
  });

  it("changes the next mail of its kind, and says so", () => {
    const before = judge.judge(digest(2), contextOf()).class;
    const wanted = before === "supplier" ? "newsletter" : "supplier";
    const after = judge.judge(digest(2), contextOf({ examples: [exampleOf(digest(1), wanted)] }));
    assert.equal(after.class, wanted);
    assert.equal(after.by, "owner");
    assert.match(sayIn("de", after), /wie von Ihnen am Di\., 24\. Nov\. berichtigt/);
  });

  it("leaves other mails as they were", () => {
    const examples = [exampleOf(digest(1), "supplier")];
    assert.equal(judge.judge(BILL, contextOf({ examples })).class, "invoice");
    assert.equal(judge.judge(BILL, contextOf({ examples })).by, "head");
  });

  it("makes a class of the owner's own", () => {
    const examples = [1, 2, 3].map((week) => exampleOf(digest(week), "prices"));
    const own = contextOf({ examples, classes: [...CLASSES, "prices"] });
    assert.equal(judge.judge(digest(7), own).class, "prices");
    assert.equal(judge.judge(BILL, own).class, "invoice");
    assert.notEqual(
      judge.judge(digest(7), contextOf({ classes: [...CLASSES, "prices"] })).class,
      "prices",
      "not without examples",
    );
  });

  it("does not come back for a class that was given up", () => {
    const examples = [exampleOf(digest(1), "prices")];
    assert.notEqual(judge.judge(digest(2), contextOf({ examples })).class, "prices");
  });
});
