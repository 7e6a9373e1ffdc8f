import type { Lang } from "../types.ts";

/** Words that stand in one of the two languages only, or far more often there (not "was", "in", "an"). */
const DE = new Set(
  `der die das und ist nicht ein eine einen einem einer eines mit für fuer von den dem des auf im am zum zur bei aus nach vor
  wie viel viele welche welcher welches wer wann wo sind war waren wird werden wurde hat haben ich wir sie ihr ihre unser unsere
  alle auch oder aber als bis durch über unter zwischen seit ohne gegen noch nur sehr bitte danke gruß grüße sehr geehrte
  rechnung rechnungen betrag summe datum nummer kunde kunden preis menge stück ust mwst zahlung gesamt netto brutto name
  januar februar märz mai juni juli oktober dezember heute gestern morgen woche monat jahr gmbh straße strasse zeige nenne
  wieviel wieviele ins nochmal kommt kommen geht gehen mal denn dann wenn weil wieso warum euch euer mein meine beim ob mach macht
  brauche brauchen wurden stehen können hab habt noch schon doch jetzt immer wieder
  finde erstelle schreibe ordner datei dateien artikel lieferung angebot vom kein keine es dass ab kostet steht gibt mir dir uns zusammen fass muss soll kann gib sag nenn zähl lies leg etwas diese dieser dieses`.split(
    /\s+/,
  ),
);
const EN = new Set(
  `the and is are not a an with for from of on to by at were will be been has have had i we you your our they their it its
  this that these those which who what when where how many much all also or but as than until since before after please thanks
  thank dear regards invoice invoices amount total date number customer customers price quantity vat payment due net gross
  january february march may june july october december today yesterday tomorrow week month year ltd inc street show list find
  create write folder file files item order offer no any do does did can could should would each me my give tell does need sum into about`.split(
    /\s+/,
  ),
);

/** German or English, by function words, umlauts and the decimal comma; "en" when nothing tells. Reads the first 20,000 characters. */
export function guessLanguage(text: string): Lang {
  const sample = text.slice(0, 20_000).toLowerCase();
  const { de, en } = countWords(sample);
  if (de !== en) return de > en ? "de" : "en";
  const commas = sample.match(/\d,\d{2}(?!\d)/g)?.length ?? 0;
  const points = sample.match(/\d\.\d{2}(?![\d.])/g)?.length ?? 0;
  return commas > points ? "de" : "en";
}

/** Signs of a language that are enough to name it, and how often as many as of the other. */
const ENOUGH = 2;
const CLEARER = 1.5;

/** German or English where the text surely is one of them; null for others, and for what is too short to tell. */
export function findLanguage(text: string): Lang | null {
  const sample = text.slice(0, 20_000).toLowerCase();
  const { de, en, words } = countWords(sample);
  const most = Math.max(de, en);
  // Of German and English text at least every sixth word is one of these.
  if (most < ENOUGH || most < CLEARER * Math.min(de, en) || most < words / 12) return null;
  return de > en ? "de" : "en";
}

function countWords(sample: string): { de: number; en: number; words: number } {
  const counts = { de: 0, en: 0, words: 0 };
  for (const [word] of sample.matchAll(/[\p{L}\p{N}]+/gu)) {
    counts.words += 1;
    if (DE.has(word)) counts.de += 1;
    if (EN.has(word)) counts.en += 1;
    if (/[äöüß]/.test(word)) counts.de += 1;
    else if (word.length > 6 && /(?:ung|ungen|keit|heit|schaft|nummer|betrag)$/.test(word)) counts.de += 0.5;
  }
  return counts;
}
