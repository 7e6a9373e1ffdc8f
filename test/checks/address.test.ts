import assert from "node:assert/strict";
import { readFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./project.ts";

/** Files in which every text is German for whoever Kralle works for. */
const CATALOGUES = [
  "web/src/texts/de.ts",
  "src/cli/texts/de.ts",
  "src/cli/texts/de/*.ts",
  "src/cli/texts/german/*.ts",
  "src/desks/briefing/texts/de.ts",
];
/** Files that hold both languages: German is what follows `de:`, `const de`, or the question whether it is German. */
const BILINGUAL = ["src/**/*.ts", "web/src/**/words.ts", "web/src/**/*Words.ts"];
/** German for customers, who are addressed as in the mails that were sent before; and words that are looked for. */
const OTHERS = new Set(["src/desks/inbox/reply/phrase/texts.ts", "src/agent/plan/request/orders.ts"]);
/** What the owner says to Kralle, shown as an example of a request. */
const REQUESTS = [
  "Schreib einem Kunden, der",
  "Emma Blackwood fragt per Mail",
  "Benenne die Fotos nach",
  'kralle ask "Summiere die Beträge',
];

const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gu;
const GERMAN_HERE =
  /(?<!\w)(?:de:\s*(?:\([^)]*\)\s*=>\s*)?|(?:german|isGerman|=== "de")\s*\?\s*)("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/gu;

const DU = /(?<!\p{L})(?:du|dich|dir|deine?[rmns]?)(?!\p{L})/iu;
/** Imperatives that no other form of these verbs looks like at the beginning of a sentence. */
const VERBS =
  "nimm|gib|lies|sieh|sage?|schreibe?|hole?|mache?|nenne|wähle|öffne|starte|bewahre|verbinde|versuche|benenne|gehe?";
const ORDER = new RegExp(
  String.raw`(?:^|[.:;!?…–] |(?:oder|und) )(?:${VERBS}|${VERBS.replaceAll(/(?<=^|\|)./gu, (first) => first.toUpperCase())})(?!\p{L})`,
  "u",
);

interface Text {
  path: string;
  text: string;
}

/** Whether a text says "du" to its reader. What stands in quotation marks is said by the reader, or a value. */
function saysDu(text: string): boolean {
  const own = text.replaceAll(/„[^“]*“/gu, "„…“");
  return DU.test(own) || ORDER.test(own);
}

function* textsOf(path: string, source: string, isCatalogue: boolean): Generator<Text> {
  const from = source.indexOf("const de:");
  if (isCatalogue) for (const [text] of source.matchAll(STRING)) yield { path, text: text.slice(1, -1) };
  else if (from >= 0) yield* textsOf(path, source.slice(from), true);
  else for (const [, text = ""] of source.matchAll(GERMAN_HERE)) yield { path, text: text.slice(1, -1) };
}

const pathsOf = (patterns: string[]): string[] =>
  globSync(patterns, { cwd: ROOT }).map((path) => path.replaceAll("\\", "/"));

function read(): Text[] {
  const catalogues = new Set(pathsOf(CATALOGUES));
  const others = pathsOf(BILINGUAL).filter((path) => !catalogues.has(path) && !OTHERS.has(path));
  return [...catalogues, ...others].flatMap((path) => [
    ...textsOf(path, readFileSync(join(ROOT, path), "utf8"), catalogues.has(path)),
  ]);
}

test('German texts say "Sie" to whoever Kralle works for', () => {
  const texts = read();
  const said = texts.filter(({ text }) => saysDu(text));
  const isRequest = ({ text }: Text): boolean => REQUESTS.some((request) => text.startsWith(request));
  assert.deepEqual(
    said.filter((text) => !isRequest(text)).map(({ path, text }) => `${path}: ${text}`),
    [],
  );
  for (const request of REQUESTS)
    assert.ok(
      said.some(({ text }) => text.startsWith(request)),
      `no text begins with "${request}" any more`,
    );
});

test("the check reads the texts of each place, and finds what it looks for", () => {
  const texts = read();
  const has = (path: string, text: string): boolean =>
    texts.some((one) => one.path === path && one.text.includes(text));
  assert.ok(has("web/src/texts/de.ts", "Nichts wartet auf Sie"));
  assert.ok(has("web/src/pages/inbox/words.ts", "wartet auf Sie") && !has("web/src/pages/inbox/words.ts", "waits"));
  assert.ok(has("src/cli/texts/german/egress.ts", "in Ihrem Netz"));
  assert.ok(has("src/channels/telegram/texts.ts", "Keine Frage wartet auf Sie."));
  assert.ok(has("src/guard/policy/words.ts", "den Sie nicht kennen"));
  assert.ok(has("src/agent/plan/ops/moveFiles.ts", "Nennen Sie einen anderen Namen"));

  for (const text of [
    "Nichts wartet auf dich",
    "Deine Regeln sagen: {0}",
    "Öffne den Link.",
    "Fertig. Nimm eines.",
    "Weiter, oder nenne sie",
  ])
    assert.ok(saysDu(text), text);
  for (const text of [
    "„Merk dir, dass …“ geht auch.",
    "Öffnen Sie den Link.",
    "Industrie",
    "Die Sage",
    "„du“ oder „sie“",
  ])
    assert.ok(!saysDu(text), text);
  const source = 'const a = { en: "you", de: "du da" }; const b = german ? "dein Bot" : "your bot"; // du';
  assert.deepEqual(
    [...textsOf("x.ts", source, false)].map(({ text }) => text),
    ["du da", "dein Bot"],
  );
});
