import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { createKnowledge, draftReply, type Meaning } from "../../../src/desks/inbox/index.ts";
import { toChunk } from "../../../src/desks/inbox/knowledge/toFacts.ts";
import type { Fact } from "../../../src/desks/inbox/knowledge/types.ts";
import { createContext, tempStore } from "../../store/_setup.ts";

const NOW = Date.parse("2027-02-15T09:00:00Z");
const base = { headings: ["Haus"], since: null, isOld: false };
const BAN = "Ein Halteverbot richten wir für 110 € ein.";
const FACTS: Fact[] = [
  { ...base, kind: "text", text: BAN },
  { ...base, kind: "text", text: "Der Hof ist von 7 bis 20 Uhr offen." },
  { ...base, kind: "text", text: "Modell Nordo 12 kostet 49 €." },
  { ...base, kind: "text", text: "Alle Preise verstehen sich mit Steuer." },
];

/** As an encoder may see it: the question lies near one piece, by `lead` nearer than near the others. */
const seeing =
  (piece: string, lead: number): Meaning =>
  (text) => {
    const isIt = text.includes(piece);
    const isPiece = text.startsWith("Haus: ");
    const near = isIt ? 0.9 : 0.9 - lead;
    return Promise.resolve(isPiece ? Float32Array.of(near, Math.sqrt(1 - near * near)) : Float32Array.of(1, 0));
  };

async function ask(t: TestContext, body: string, meaning?: Meaning, language: "de" | "en" = "de") {
  const ctx = createContext({ clock: { ...createContext().clock, now: () => NOW } });
  const store = await tempStore(t, ctx);
  const source = await store.documents.addSource({ kind: "answers", place: "test" }, ctx);
  const text = FACTS.map((fact) => (fact.kind === "text" ? fact.text : "")).join("\n");
  const document = { source: source.id, path: "haus.md", title: "Haus", sha256: "0", bytes: 1, modified: 0, text };
  await store.documents.put({ ...document, problems: [] }, FACTS.map(toChunk), ctx);
  const nothing = { de: null, en: null };
  const owner = {
    name: "Ruth",
    language: "de",
    address: "sie",
    greeting: nothing,
    signOff: nothing,
    signature: null,
  } as const;
  const mail = { id: "m", direction: "in", from: null, subject: "Frage", text: body, at: NOW, language } as const;
  const parts = { knowledge: createKnowledge(store.documents, ctx), ...(meaning ? { meaning } : {}) };
  return draftReply({ mail, thread: [], owner, judged: null, zone: "Europe/Berlin" }, parts, ctx);
}

const QUESTION = "What does a stopping restriction cost?";

describe("what words do not find, by meaning", () => {
  test("a piece that stands out answers, less surely than what may go out by itself; without an encoder nothing does", async (t) => {
    const draft = await ask(t, QUESTION, seeing(BAN, 0.06), "en");
    assert.match(draft?.text ?? "", /110 €/);
    assert.equal(draft?.complete, true);
    assert.ok((draft?.confidence ?? 1) <= 0.5);
    assert.doesNotMatch((await ask(t, QUESTION, undefined, "en"))?.text ?? "", /110/);
    assert.doesNotMatch((await ask(t, QUESTION, () => Promise.resolve(null), "en"))?.text ?? "", /110/);
  });

  test("one that is hardly nearer than others does not", async (t) => {
    assert.doesNotMatch((await ask(t, QUESTION, seeing(BAN, 0.02), "en"))?.text ?? "", /110/);
  });

  test("nor one that holds no such value, lacks a number or a model, or speaks of another thing", async (t) => {
    const hours = await ask(t, QUESTION, seeing("Der Hof", 0.06), "en");
    assert.doesNotMatch(hours?.text ?? "", /20/);
    const model = await ask(t, "What is the price tag on the Nordo 13?", seeing("Nordo 12", 0.06), "en");
    assert.doesNotMatch(model?.text ?? "", /49/);
    const thing = await ask(t, "Was kostet ein Zaun?", seeing(BAN, 0.06));
    assert.doesNotMatch(thing?.text ?? "", /110/);
  });
});
