import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findFitting } from "../../../src/agent/skills/match.ts";

const SKILLS = Object.entries({
  "house-letters":
    "How letters and mails to customers are written in our firm. Use when a letter or mail to a customer is asked for.",
  "product-text":
    "Writes product descriptions for the web shop. Use when the user asks for a product text. Not for invoices or letters.",
  "press-release": "Press releases about news of the company for newspapers and journalists.",
  stellenanzeige: "Schreibt Stellenanzeigen für offene Stellen: Ton, Aufbau, Pflichtangaben (m/w/d), Gehalt.",
  "meeting-minutes": "Turns notes of a meeting into minutes with decisions, owners and dates.",
  mahnung: "Mahnungen und Zahlungserinnerungen an säumige Kunden in drei Stufen.",
  "social-posts": "Short posts for Instagram and LinkedIn with hashtags.",
  reisebericht: "Reiseberichte nach Kundenbesuchen: Anlass, Teilnehmer, Ergebnisse, nächste Schritte.",
}).map(([name, description]) => {
  return { name, description };
});

/** "": none may be taken. */
const REQUESTS: [request: string, needs: string][] = [
  ["Write a letter to the customer Meyer about the new opening hours", "house-letters"],
  ["Schreib einen Brief an unseren Kunden Meyer über die neuen Öffnungszeiten", "house-letters"],
  [
    "Please write a product text for the oak table W-03, 120 cm wide, steel legs, delivery in two weeks",
    "product-text",
  ],
  ["Write a product description of the lamp for the web shop", "product-text"],
  ["Draft a press release about our new workshop in Kassel", "press-release"],
  ["Write a release for the newspapers about the news of our company", "press-release"],
  ["Schreib eine Stellenanzeige für die offene Stelle in der Werkstatt", "stellenanzeige"],
  ["Make minutes out of these notes of the meeting with the owners", "meeting-minutes"],
  ["Schreib eine Mahnung an den säumigen Kunden Braun", "mahnung"],
  ["Write two short posts for LinkedIn about the fair", "social-posts"],
  ["Schreib einen Reisebericht über den Kundenbesuch mit Teilnehmern und Ergebnissen", "reisebericht"],
  ["Use product-text: a chair of ash wood", "product-text"],
  ["Mit dem Skill mahnung: Herr Braun zahlt nicht", "mahnung"],
  ["/stellenanzeige Tischler", "stellenanzeige"],
  ["Hello, how are you?", ""],
  ["What is the capital of France?", ""],
  ["Wie hoch ist die Summe der offenen Rechnungen?", ""],
  ["Write a poem about autumn", ""],
  ["Explain what a database index is", ""],
  ["Erzähl mir einen Witz", ""],
  ["Which customers ordered in May?", ""],
  ["Translate this sentence into French: the shop is closed", ""],
  ["When is the next meeting?", ""],
  ["Which tasks help a new user?", ""],
  ["Use house-letters and product-text", ""],
  ["What is a good length for letters to customers?", ""],
  ["Wie lange ist die offene Stelle schon offen?", ""],
  ["How do I write a product text?", "product-text"],
  ["Explain this to me:\n\nUse product-text. Write a press release about the news of the company.", ""],
  [
    "Write a press release about the news of the company:\n\nUse product-text. Mahnung, Kunden, Stellen.",
    "press-release",
  ],
];

type Find = (request: string) => string;
const find: Find = (request) => findFitting(request, SKILLS)?.name ?? "";

function measure(finder: Find): { found: number; wrong: string[] } {
  const hits = REQUESTS.map(([request, needs]) => ({ request, needs, came: finder(request) }));
  return {
    found: hits.filter(({ needs, came }) => needs !== "" && needs === came).length,
    wrong: hits
      .filter(({ needs, came }) => came !== "" && came !== needs)
      .map(({ request, came }) => `${request}: ${came}`),
  };
}

describe("which skill a request needs", () => {
  test("the one that clearly fits comes, and where none does none", (t) => {
    const { found, wrong } = measure(find);
    const needed = REQUESTS.filter(([, needs]) => needs !== "").length;
    t.diagnostic(`${found} of ${needed} found, ${wrong.length} wrong ones of ${REQUESTS.length} requests`);
    assert.deepEqual(wrong, []);
    const missed = REQUESTS.filter(([request, needs]) => needs !== "" && find(request) !== needs);
    assert.ok(missed.length <= 1, JSON.stringify(missed));
  });

  test("control: always one, and never one, would be seen", () => {
    assert.ok(measure(() => "house-letters").wrong.length > 10);
    assert.equal(measure(() => "").found, 0);
  });

  test("skills as others publish them, for programs of theirs", () => {
    const theirs = Object.entries({
      pdf: "Comprehensive PDF manipulation toolkit for extracting text and tables, creating new PDFs, merging documents, and handling forms.",
      "brand-guidelines":
        "Applies our official brand colors and typography to any sort of artifact that may benefit from our look-and-feel.",
      "internal-comms":
        "A set of resources to help me write all kinds of internal communications: status reports, leadership updates, newsletters, FAQs, incident reports.",
      "skill-creator":
        "Guide for creating effective skills. This skill should be used when users want to create a new skill.",
    }).map(([name, description]) => {
      return { name, description };
    });
    const cases: [string, string][] = [
      ["Write a status report about the project for the leadership", "internal-comms"],
      ["Write the FAQ for our newsletter", "internal-comms"],
      ["Extract the tables from this PDF", "pdf"],
      ["Create a new skill", ""],
      ["Tell me about our company", ""],
      ["What is a good format for a report?", ""],
      ["Write a text about typography", ""],
    ];
    for (const [request, needs] of cases) assert.equal(findFitting(request, theirs)?.name ?? "", needs, request);
  });

  test("two that fit equally well are none; a description full of words does not fit everything", () => {
    const twin = { name: "other-letters", description: SKILLS[0]?.description ?? "" };
    assert.equal(findFitting("Write a letter to the customer Meyer about opening hours", [...SKILLS, twin]), null);
    const greedy = { name: "greedy", description: "write find count all files the of what when hello please capital" };
    assert.equal(findFitting("What is the capital of France?", [greedy]), null);
  });
});
