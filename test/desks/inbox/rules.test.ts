import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { applyRules, matches, type MailFacts } from "../../../src/desks/inbox/rules/match.ts";
import { readRule } from "../../../src/desks/inbox/rules/read.ts";
import { showRule } from "../../../src/desks/inbox/rules/show.ts";
import { mailRule, type MailRule } from "../../../src/desks/inbox/rules/types.ts";

const NAMES = ["question", "order", "complaint", "invoice", "reminder", "appointment", "newsletter", "spam"];
const classes = [...NAMES, "tender"].map((name) => ({
  name,
  title: name === "tender" ? "Ausschreibung" : name,
  isOwn: false,
}));

const read = (text: string) => readRule(text, classes);
const ruleOf = (text: string): MailRule => {
  const reading = read(text);
  assert.ok("rule" in reading, `${text}: ${JSON.stringify(reading)}`);
  return reading.rule;
};
const ofClass = (...names: string[]) => ({ type: "class", classes: names, isNot: false }) as const;

const READINGS: readonly (readonly [texts: readonly string[], rule: MailRule])[] = [
  [
    ["Archive newsletters", "Newsletter archivieren", "Archiviere bitte alle Newsletter.", "newsletters: archive"],
    { when: [ofClass("newsletter")], acts: [{ type: "archive" }] },
  ],
  [
    [
      "Answer customer questions from people I know automatically after 15 minutes",
      "Beantworte Kundenanfragen von bekannten Absendern automatisch nach 15 Minuten",
    ],
    { when: [{ type: "known", isNot: false }, ofClass("question")], acts: [{ type: "send", afterMinutes: 15 }] },
  ],
  [
    ["Send the answers to questions at once", "Fragen sofort beantworten"],
    { when: [ofClass("question")], acts: [{ type: "send", afterMinutes: 0 }] },
  ],
  [
    ["Answer questions automatically", "Beantworte Fragen von selbst"],
    { when: [ofClass("question")], acts: [{ type: "send", afterMinutes: 10 }] },
  ],
  [
    ["Draft answers to orders", "Entwirf Antworten auf Bestellungen", "Answer orders"],
    { when: [ofClass("order")], acts: [{ type: "draft" }] },
  ],
  [
    [
      "Never answer complaints",
      "Beschwerden nie beantworten",
      "Don't reply to complaints",
      "Antworte niemals auf Beschwerden",
    ],
    { when: [ofClass("complaint")], acts: [{ type: "neverAnswer" }] },
  ],
  [
    ["Notify me of invoices over 1,000 €", "Rechnungen über 1.000 €: benachrichtige mich"],
    {
      when: [{ type: "amount", than: "over", limit: "1000", currency: "EUR" }, ofClass("invoice")],
      acts: [{ type: "notify" }],
    },
  ],
  [
    ["Archive everything except invoices", "Alles außer Rechnungen archivieren"],
    { when: [{ type: "class", classes: ["invoice"], isNot: true }], acts: [{ type: "archive" }] },
  ],
  [
    [
      'Mails with "Angebot" in the subject to the folder "Angebote"',
      "Mails mit „Angebot“ im Betreff in den Ordner „Angebote“ verschieben",
    ],
    {
      when: [{ type: "contains", where: "subject", words: ["Angebot"] }],
      acts: [{ type: "move", folder: "Angebote" }],
    },
  ],
  [
    ["Mails from Anna Berger are important", "Mails von Anna Berger sind wichtig"],
    { when: [{ type: "sender", senders: ["Anna Berger"], isNot: false }], acts: [{ type: "importance", level: 3 }] },
  ],
  [
    [
      "Mark mails from @ads.example or b@c.example as done",
      "Mails von ads.example oder b@c.example als erledigt markieren",
    ],
    { when: [{ type: "sender", senders: ["@ads.example", "b@c.example"], isNot: false }], acts: [{ type: "done" }] },
  ],
  [
    ["Remind me after 3 days if nobody answers", "Erinnere mich, wenn nach drei Tagen keine Antwort kommt"],
    { when: [], acts: [{ type: "followUp", days: 3 }] },
  ],
  [
    ["orders without attachments in German: unimportant", "Bestellungen ohne Anhang auf Deutsch: unwichtig"],
    {
      when: [{ type: "attachment", isNot: true }, { type: "language", language: "de" }, ofClass("order")],
      acts: [{ type: "importance", level: 0 }],
    },
  ],
  [
    ["archive ausschreibungen", 'archive mails of the class "Ausschreibung"'].slice(1),
    { when: [ofClass("tender")], acts: [{ type: "archive" }] },
  ],
];

/** What must not be taken for a rule, and words of it that are named. */
const REFUSED: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["Forward invoices to my accountant", ["Forward", "accountant"]],
  ["Bewerbungen an die Personalabteilung weiterleiten", ["Personalabteilung", "weiterleiten"]],
  ["Delete spam", ["Delete"]],
  ["Archive newsletters and pay invoices", ["pay"]],
  ["Don't archive invoices", []],
  ["Never notify me of orders", []],
  ["newsletters", []],
  ["", []],
  ["Answer questions from Berlin politely after 5 minutes", ["politely"]],
];

describe("rules about mail in plain language", () => {
  for (const [texts, rule] of READINGS) {
    for (const text of texts) test(`"${text}"`, () => assert.deepEqual(ruleOf(text), rule));
  }

  for (const [text, words] of REFUSED) {
    test(`"${text}" is not guessed at: ${words.join(", ") || "it says nothing to do"}`, () => {
      const reading = read(text);
      assert.ok("unknown" in reading, JSON.stringify(reading));
      for (const word of words) assert.ok(reading.unknown.includes(word), JSON.stringify(reading));
    });
  }

  const word = fc.stringMatching(/^[A-Za-zäöüß]{3,10}$/).filter((text) => !/subject|betreff/iu.test(text));
  const condition: fc.Arbitrary<MailRule["when"][number]> = fc.oneof(
    fc.record({
      type: fc.constant("class" as const),
      classes: fc.uniqueArray(fc.constantFrom(...NAMES, "tender"), { minLength: 1, maxLength: 3 }),
      isNot: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("sender" as const),
      senders: fc.uniqueArray(fc.constantFrom("@ads.example", "b@c.example", "Anna Berger", "Müller & Co"), {
        minLength: 1,
        maxLength: 3,
      }),
      isNot: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("contains" as const),
      where: fc.constantFrom("subject" as const, "text" as const, "either" as const),
      words: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ type: fc.constant("attachment" as const), isNot: fc.boolean() }),
    fc.record({
      type: fc.constant("amount" as const),
      than: fc.constantFrom("over" as const, "under" as const),
      limit: fc.constantFrom("500", "12.5", "10000"),
      currency: fc.constantFrom("EUR", "USD", null),
    }),
    fc.record({ type: fc.constant("language" as const), language: fc.constantFrom("de" as const, "en" as const) }),
    fc.record({ type: fc.constant("known" as const), isNot: fc.boolean() }),
  );
  const action: fc.Arbitrary<MailRule["acts"][number]> = fc.oneof(
    fc.constantFrom<MailRule["acts"][number]>(
      { type: "archive" },
      { type: "done" },
      { type: "notify" },
      { type: "neverAnswer" },
      { type: "draft" },
      { type: "followUp", days: 4 },
      { type: "send", afterMinutes: 0 },
      { type: "send", afterMinutes: 25 },
    ),
    fc.record({ type: fc.constant("importance" as const), level: fc.constantFrom(0 as const, 1 as const, 3 as const) }),
    fc.record({ type: fc.constant("move" as const), folder: word }),
  );
  const rule = fc.record({
    when: fc.uniqueArray(condition, { maxLength: 4, selector: ({ type }) => type }),
    acts: fc.array(action, { minLength: 1, maxLength: 1 }),
  });

  for (const language of ["en", "de"] as const) {
    test(`what is shown in ${language} reads back as the same rule`, () => {
      fc.assert(
        fc.property(rule, (given) => {
          const shown = showRule(given, classes, language);
          // fast-check makes objects without a prototype.
          const sorted = (one: MailRule): unknown =>
            JSON.parse(JSON.stringify({ acts: one.acts.map(inOrder), when: one.when.map(inOrder).toSorted(byText) }));
          assert.deepEqual(sorted(ruleOf(shown)), sorted(given), shown);
        }),
        { numRuns: 300 },
      );
    });
  }

  test("any text is read, or refused, in bounded time, and never becomes something that is no rule", () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom("archive", '"', "„", "\u0001", "\u00013", "never ", "from ", "a".repeat(300), "@", "or "),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const started = performance.now();
        const reading = read(pieces.join(" "));
        assert.ok(performance.now() - started < 500);
        if ("rule" in reading) mailRule.parse(reading.rule);
      }),
      { numRuns: 200 },
    );
  });
});

const facts: MailFacts = {
  class: "question",
  isKnown: true,
  mail: {
    from: { name: "Anna Berger", address: "anna@mail.berger.example" },
    subject: "Was kostet ein Zaun?",
    text: "Guten Tag, mein Budget liegt bei 1.250,00 €.",
    attachments: [],
    language: "de",
  },
};
const inOrder = (value: object): string =>
  JSON.stringify(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)));
const byText = (a: string, b: string): number => a.localeCompare(b);
const active = (id: string, text: string) => ({ id, text, rule: ruleOf(text) });

describe("what rules do", () => {
  for (const [text, expected] of [
    ["archive questions", true],
    ["archive orders", false],
    ["archive mails from berger.example", true],
    ["archive mails from erger.example", false],
    ["archive mails from anna@mail.berger.example", true],
    ["archive mails from Berger", true],
    ["archive mails from Erger", false],
    ["archive mails over 1.000 €", true],
    ["archive mails over 1.250 €", false],
    ["archive mails over 1.000 $", false],
    ['archive mails containing "zaun"', true],
    ["archive mails with attachments", false],
    ["archive mails in English", false],
    ["archive mails from unknown senders", false],
    ["archive mails in German from known senders", true],
  ] as const)
    test(`"${text}": ${expected}`, () => assert.equal(matches(ruleOf(text), facts), expected));

  test("where rules disagree about answering, the most careful one counts", () => {
    const all = [
      active("a", "answer questions at once"),
      active("b", "answer questions automatically after 30 minutes"),
    ];
    assert.deepEqual([applyRules(all, facts).answer, applyRules(all, facts).afterMinutes], ["send", 30]);
    assert.equal(applyRules([...all, active("c", "draft answers")], facts).answer, "draft");
    assert.equal(applyRules([...all, active("d", "never answer anna@mail.berger.example")], facts).answer, "never");
    assert.deepEqual(applyRules([active("e", "archive orders")], facts).by, []);
  });
});
