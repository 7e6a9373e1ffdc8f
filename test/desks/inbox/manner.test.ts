import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { learnManner, type SentMail } from "../../../src/desks/inbox/reply/manner.ts";
import { openHouse } from "./_house.ts";
import { arrivedOf } from "../../store/_mails.ts";

const sent = (to: string, text: string, language: "de" | "en" = "de", whole = text): SentMail => ({
  to: [{ address: to }],
  text,
  whole,
  language,
});

const FORMAL = "Guten Tag Frau Berg,\n\ngern schicke ich Ihnen das Angebot.\n\nMit freundlichen Grüßen\nRuth Amsel";
const FRIENDLY = "Moin Ole,\n\nich bring dir die Töpfe morgen vorbei.\n\nLiebe Grüße aus Kiel\nRuth";

describe("how the owner writes", () => {
  test("towards somebody as they wrote before, else as they mostly write", () => {
    const mails = [sent("ole@x.example", FRIENDLY), sent("berg@x.example", FORMAL), sent("stein@x.example", FORMAL)];
    assert.deepEqual(learnManner(mails, "ole@x.example"), {
      address: "du",
      greeting: { de: "Moin", en: null },
      signOff: { de: "Liebe Grüße aus Kiel", en: null },
    });
    assert.deepEqual(learnManner(mails, "new@x.example"), {
      address: "sie",
      greeting: { de: "Guten Tag", en: null },
      signOff: { de: "Mit freundlichen Grüßen", en: null },
    });
  });

  test("each language for itself, and what was written once is no custom", () => {
    const mails = [sent("a@x.example", "Hi Sam,\n\nsure.\n\nCheers,\nRuth", "en"), sent("b@x.example", FORMAL)];
    assert.deepEqual(learnManner(mails, "a@x.example").greeting, { de: null, en: "Hi" });
    assert.deepEqual(learnManner(mails, "a@x.example").signOff, { de: null, en: "Cheers" });
    assert.deepEqual(learnManner(mails, null).signOff, { de: null, en: null });
  });

  test("what others wrote below, and who is greeted as a woman or a man, is not taken over", () => {
    const whole = `Sehr geehrte Frau Berg,\n\nIhre Töpfe sind da.\n\nBeste Grüße\nRuth\n\nAm 3. März schrieb Eva Berg:\n> Moin, wo bleibt ihr?\n> LG`;
    const learned = learnManner(
      [sent("berg@x.example", whole.split("\n\nAm")[0] ?? "", "de", whole)],
      "berg@x.example",
    );
    assert.deepEqual(learned.greeting, { de: null, en: null });
    assert.equal(learned.signOff.de, "Beste Grüße");
  });

  test("a draft is written so", async (t) => {
    const house = await openHouse(t);
    await house.receive(
      arrivedOf(
        50,
        {
          from: { name: "Ruth", address: "office@example.com" },
          to: [{ name: "Ole", address: "ole@example.org" }],
          text: FRIENDLY,
          whole: FRIENDLY,
        },
        { role: "sent", folder: "Sent" },
      ),
    );
    const [id] = await house.receive({
      from: { name: "Ole Brandt", address: "ole@example.org" },
      subject: "Töpfe",
      text: "Moin Ruth, was kosten die großen Töpfe bei euch?",
      whole: "Moin Ruth, was kosten die großen Töpfe bei euch?",
    });
    const draft = await house.store.inbox.drafts.ofMail(id ?? "");
    assert.ok(draft);
    assert.match(JSON.stringify(draft), /Moin Ole,/);
    assert.match(JSON.stringify(draft), /Liebe Grüße aus Kiel/);
    assert.match(JSON.stringify(draft), /bei dir/);
  });
});
