import { directConcepts } from "../../lexicon/index.ts";
import { toSpec } from "../fields/spec.ts";
import type { Piece } from "./pieces.ts";

const DATE = /(?:JJJJ|YYYY)[-_.]?(?:MM(?:[-_.]?(?:TT|DD))?)?|(?:TT|DD)[-_.]MM[-_.](?:JJJJ|YYYY)/u;
const ENDING = /\.(?:pdf|txt|eml|docx?|xlsx?|csv|md|jpe?g|png)/iu;
/** Words joined by "_" or "-" without a written date: "datum_lieferant_nummer". */
const JOINED = /(?<![\p{L}\p{N}/])\p{L}+(?:[_-]\p{L}+){1,4}(?![\p{L}\p{N}/])/gu;

const FIELD_CONCEPTS = new Set(
  "supplier sender recipient customer company date number invoicenumber ordernumber customernumber amount total name subject title project issued due person".split(
    " ",
  ),
);

/** A pattern of a name, and the stretch of the text that spells it out. */
export interface Template {
  slots: Piece[];
  start: number;
  end: number;
}

/** The slots of the pattern that a text spells out ("JJJJ-MM-TT_Lieferant.pdf", "date, then the number"); null: none. */
export function readTemplate(text: string): Template | null {
  const told = inWords(text);
  if (told && told.slots.filter(({ type }) => type !== "text").length > 1) return told;
  const spelled = aroundDate(text);
  if (spelled !== null) return at(text, spelled);
  for (const [match] of text.matchAll(JOINED)) {
    const parts = match.split(/[_-]/u);
    if (parts.every((part) => isField(part)) && (match.includes("_") || /datum|date/iu.test(match)))
      return at(text, match);
  }
  return null;
}

function at(text: string, spelled: string): Template {
  const start = text.indexOf(spelled);
  return { slots: toSlots(spelled), start, end: start + spelled.length };
}

const SIGNS: readonly { sign: string; pattern: RegExp }[] = [
  { sign: "_", pattern: /unterstrich\p{L}*|underscores?/iu },
  { sign: "-", pattern: /bindestrich\p{L}*|hyphens?|dash(?:es)?|minus/iu },
  { sign: " ", pattern: /leerzeichen|(?:blank|white)? ?spaces?(?!\p{L})|blanks?(?!\p{L})/iu },
  { sign: ".", pattern: /punkt(?!\p{L})|dots?(?!\p{L})|full stop/iu },
];
const JOINTS =
  /\s*(?:[,;:+]|(?<!\p{L})(?:and|und|then|dann|danach|plus|followed by|gefolgt von|sowie|mit|with|from|aus|by|nach)(?!\p{L}))\s*/iu;

/** Fields and signs told in words: "Rechnungsdatum als JJJJ-MM-TT, dann ein Unterstrich, dann die Rechnungsnummer". */
function inWords(text: string): Template | null {
  let best = null as Template | null;
  let run = null as Template | null;
  let sign = "";
  const close = () => {
    const fields = (one: Template | null) => one?.slots.filter(({ type }) => type !== "text").length ?? 0;
    if (fields(run) > fields(best)) best = run;
    run = null;
    sign = "";
  };
  for (const { phrase, start } of phrases(text)) {
    const end = start + phrase.length;
    const slot = fieldSlot(phrase);
    const said = SIGNS.find(({ pattern }) => pattern.test(phrase))?.sign;
    if (slot) {
      if (run && run.slots.length > 0) run.slots.push({ type: "text", text: sign });
      run = { slots: [...(run?.slots ?? []), slot], start: run?.start ?? start, end };
      sign = "";
    } else if (said !== undefined && run) {
      sign = said;
      run.end = end;
    } else close();
  }
  close();
  return best && isAboutNames(text.slice(0, best.start)) ? withSigns(best, text) : null;
}

/** Whether the words before a list of fields speak of names, not of the columns of a table. */
function isAboutNames(before: string): boolean {
  const near = before.slice(-160);
  return (
    /(?<!\p{L})(?:re)?nam(?:e[ds]?|ing)(?!\p{L})|(?:um|be)nenn|benannt|namen?(?!\p{L})|hei(?:ß|ss)en|(?<!\p{L})call(?:ed)?(?!\p{L})|schema|muster|pattern/iu.test(
      near,
    ) && !/(?<!\p{L})(?:columns?|spalten?|table|tabelle|list|liste)(?!\p{L})/iu.test(near.slice(-70))
  );
}

/** Signs that are told once for all ("separated by underscores"), or "_" where none is told. */
function withSigns(found: Template, text: string): Template {
  const near = text.slice(Math.max(0, found.start - 60), found.end + 60);
  const common = SIGNS.find(({ pattern }) => pattern.test(near))?.sign ?? "_";
  return {
    ...found,
    slots: found.slots.map((slot) => (slot.type === "text" && slot.text === "" ? { ...slot, text: common } : slot)),
  };
}

/** The text between commas, "and", "then" and such, with the ends of sentences as phrases of their own. */
function* phrases(text: string): Generator<{ phrase: string; start: number }> {
  const joint = new RegExp(`${JOINTS.source}|[.!?](?=\\s|$)|[()]`, "giu");
  let from = 0;
  for (const match of text.matchAll(joint)) {
    const phrase = text.slice(from, match.index);
    if (phrase.trim() !== "") yield { phrase, start: from };
    if (/^[.!?]/u.test(match[0])) yield { phrase: ".", start: match.index };
    from = match.index + match[0].length;
  }
  if (from < text.length) yield { phrase: text.slice(from), start: from };
}

const VERB =
  /^(?:re)?nam(?:e|ing)(?!\p{L})|^(?:um|be)nenn|^(?:call|sort|move|put|give|use|take|gib|leg|nimm|sortier|verschieb)(?!\p{Ll}{4})/iu;

/** "Rechnungsdatum als JJJJ-MM-TT", "the invoice number": one field and nothing else. */
function fieldSlot(phrase: string): Piece | null {
  const plain = phrase
    .replace(
      /^\s*(?:(?:first|zuerst|erst|the|its|their|der|die|das|den|dem|des|ihre?[mnr]?|seine?[mnr]?|jeweilige[nr]?|a|an|ein|eine|one|again)\s+)+/iu,
      "",
    )
    .replace(/[\s"“”„'.]+$/u, "");
  const form = DATE.exec(plain);
  const label = (form ? plain.slice(0, form.index) : plain)
    .replace(/\s*[(]?\s*(?:as|als|in the form|im format|in der form|like|format|form|written)?\s*["„“']?$/iu, "")
    .trim();
  if (form && form.index + form[0].length < plain.length - 2) return null;
  if (label === "" && form) return { type: "date", form: toForm(form[0]), label: null };
  if (label.split(/\s+/u).length > 3 || VERB.test(label) || !isField(label)) return null;
  if (form) return { type: "date", form: toForm(form[0]), label };
  return { type: "field", label };
}

const toForm = (written: string) => written.replaceAll("J", "Y").replaceAll("T", "D");

/** The words joined to a written date ("JJJJ-MM-TT_Lieferant.pdf"), or all of the quotation that it stands in. */
function aroundDate(text: string): string | null {
  const date = DATE.exec(text);
  if (!date) return null;
  const quoted = [...text.matchAll(/["„“”»«']([^"„“”»«']{4,80})["“”«»']/gu)].find(({ 1: inner = "" }) =>
    DATE.test(inner),
  );
  if (quoted?.[1]) return quoted[1];
  const isJoined = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_.<>{}[\]-]/u.test(char);
  let [start, end] = [date.index, date.index + date[0].length];
  while (isJoined(text[start - 1])) start -= 1;
  while (isJoined(text[end])) end += 1;
  // A name with spaces is known by its ending: "JJJJ-MM-TT Lieferant.pdf".
  const more = new RegExp(`^(?: (?:[-–] )?\\p{L}+){1,4}${ENDING.source}`, "iu").exec(text.slice(end));
  return text.slice(start, end + (more?.[0].length ?? 0)).replace(/[.]$/u, "");
}

function isField(word: string): boolean {
  const plain = word.replaceAll(/[<>{}[\]]/gu, "");
  const { type, ids } = toSpec(plain);
  return (
    directConcepts(plain).some((id) => FIELD_CONCEPTS.has(id)) ||
    ids.some((id) => FIELD_CONCEPTS.has(id) && type !== "text") ||
    type === "id"
  );
}

function toSlots(pattern: string): Piece[] {
  const slots: Piece[] = [];
  const body = pattern
    .trim()
    .replace(/\.\p{L}{2,5}$/u, "")
    .replaceAll(/[<>{}[\]]/gu, "");
  const token = new RegExp(String.raw`(${DATE.source})|(\p{L}[\p{L}\p{N}]*)|([^\p{L}]+)`, "gu");
  for (const match of body.matchAll(token)) {
    if (match[1]) slots.push({ type: "date", form: toForm(match[1]), label: null });
    else if (match[2] && /^(?:datum|date)$/iu.test(match[2]))
      slots.push({ type: "date", form: "YYYY-MM-DD", label: null });
    else if (match[2] && isField(match[2])) slots.push({ type: "field", label: match[2] });
    else slots.push({ type: "text", text: match[0] });
  }
  return slots;
}
