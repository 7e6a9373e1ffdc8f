import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createKnowledge, draftReply, syncFolder } from "../../../src/desks/inbox/index.ts";
import { createContext, tempFolder, tempStore } from "../../store/_setup.ts";

const FILES: Record<string, string> = {
  "preise.csv":
    "Boot;1 Stunde;Ganzer Tag\nKajak;9,00 €;32,00 €\nTretboot;16,00 €;\nRacer 12;20,00 €;70,00 €\nRacer 12 Pro;29,00 €;99,00 €\n",
  "boarding.md":
    "# Boarding\n\nBoarding a small dog costs £24 per night. A large dog costs £33 per night.\n\n# Puppy class\n\nUntil 28 February 2027 the puppy class costs £85. From 1 March 2027 it costs £95.\n",
  "regeln.txt":
    "REGELN\n\n1. Stornierung\nBis 7 Tage vorher ist die Stornierung kostenlos. Danach berechnen wir 30 %.\n\n2. Verlust\nEin verlorenes Paddel kostet 35 €.\n",
  "haus.txt":
    "Öffnungszeiten\nMontag bis Freitag 8:00 - 18:00\nSamstag 9:00 - 12:30\nSonntag Ruhetag\n\nVom 2. bis 15. August 2027 haben wir Betriebsferien.\n",
};

/** Question -> what the answer must say, and what it must not: values of something near. */
const CASES: readonly {
  name: string;
  text: string;
  language: "de" | "en";
  says: readonly RegExp[];
  not: readonly RegExp[];
}[] = [
  {
    name: "the column of the stretch of time",
    text: "Was kostet ein Kajak für einen Tag?",
    language: "de",
    says: [/32,00/],
    not: [/9,00/],
  },
  {
    name: "none where there is no price for it",
    text: "Was kostet ein Tretboot für den ganzen Tag?",
    language: "de",
    says: [/erkundigen/],
    not: [/16/],
  },
  {
    name: "a sum of that",
    text: "Was kosten drei Kajaks für eine Stunde?",
    language: "de",
    says: [/27,00/],
    not: [/96/, /32/],
  },
  {
    name: "a model, not its namesake",
    text: "Was kostet der Racer 12 Pro pro Stunde?",
    language: "de",
    says: [/29,00/],
    not: [/20,00/],
  },
  {
    name: "nor the other way",
    text: "Was kostet der Racer 12 pro Stunde?",
    language: "de",
    says: [/20,00/],
    not: [/29,00/],
  },
  {
    name: "the sentence that holds the size",
    text: "What does boarding a large dog cost?",
    language: "en",
    says: [/£33/],
    not: [/£85/],
  },
  {
    name: "both of two prices that follow one another",
    text: "How much is the puppy class?",
    language: "en",
    says: [/£85/, /£95/],
    not: [],
  },
  {
    name: "what limits an answer",
    text: "Was kostet die Stornierung?",
    language: "de",
    says: [/kostenlos/, /30 %/],
    not: [/35/],
  },
  {
    name: "a day of the week out of lines without colons",
    text: "Wann haben Sie am Samstag geöffnet?",
    language: "de",
    says: [/9:00 - 12:30/],
    not: [/18:00/],
  },
  {
    name: "a day of the year when it is closed",
    text: "Haben Sie am 10. August geöffnet?",
    language: "de",
    says: [/Betriebsferien/],
    not: [/18:00/],
  },
  {
    name: "a day of the year of which nothing is said",
    text: "Haben Sie am 24. Dezember geöffnet?",
    language: "de",
    says: [/melde mich/],
    not: [/18:00/],
  },
  {
    name: "a thing that is spelt alike",
    text: "How much is a kayak per hour?",
    language: "en",
    says: [/9\.00/],
    not: [/32/],
  },
];

test("an answer stands on every attribute of its question", async (t) => {
  const ctx = createContext({ clock: { ...createContext().clock, now: () => Date.parse("2027-02-15T09:00:00Z") } });
  const folder = join(await tempFolder(t), "knowledge");
  await mkdir(folder);
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(folder, path), text);
  const store = await tempStore(t, ctx);
  const source = await store.documents.addSource({ kind: "folder", place: folder }, ctx);
  await syncFolder(source, store.documents, ctx);
  const parts = { knowledge: createKnowledge(store.documents, ctx) };
  const signOff = { de: null, en: null };
  const owner = { name: "Ruth", language: "de", address: "sie", greeting: signOff, signOff, signature: null } as const;
  for (const { name, text, language, says, not } of CASES) {
    await t.test(name, async () => {
      const mail = { id: "m", direction: "in", from: null, subject: "", text, at: ctx.clock.now(), language } as const;
      const draft = await draftReply({ mail, thread: [], owner, judged: null, zone: "Europe/Berlin" }, parts, ctx);
      for (const pattern of says) assert.match(draft?.text ?? "", pattern);
      for (const pattern of not) assert.doesNotMatch(draft?.text ?? "", pattern);
    });
  }
});
