import { words } from "../../../../files/index.ts";
import { quoteData } from "../../prompt.ts";
import type { Fill } from "../../types.ts";
import { countWords, cutToWords, inventedNumbers, languageIs } from "../text/values.ts";
import { states } from "./states.ts";
import type { Letter, LetterFact } from "./types.ts";

const MIN_WORDS = 10;

/** A letter, and how the owner wants such letters written, where they said so. */
type Ordered = Letter & { instructions?: string };

/** The text between greeting and closing: the model's where every fact is right in it, else code's own sentences. */
export async function writeBody(
  letter: Ordered,
  names: ReadonlySet<string>,
  today: string,
  fill: Fill,
): Promise<string> {
  const room = letter.maxWords - countWords(letter.greeting) - countWords(letter.closing) - 1;
  const check = (text: string) => faultsOf(tidy(text), letter, room, names, today);
  const draft = await fill.write({
    task: taskOf(letter),
    context: contextOf(letter),
    lang: letter.lang,
    maxWords: room,
    check,
  });
  const text = repair(tidy(draft.text), letter, room, names, today);
  const fallback = ownWords(letter, room);
  if (countWords(text) < MIN_WORDS) return fallback;
  return faultsOf(text, letter, room, names, today).length === 0 ? text : fallback;
}

const GENRES: Record<Letter["occasion"], string> = {
  reply: "a reply to the mail",
  reminder: "a friendly payment reminder",
  invitation: "an invitation",
  announcement: "an announcement",
  thanks: "a letter of thanks",
  apology: "an apology",
  confirmation: "a confirmation",
  cancellation: "a cancellation",
  inquiry: "an inquiry",
  congratulation: "congratulations",
  letter: "a letter",
};

function taskOf(letter: Ordered): string {
  const to = letter.recipient === "" ? "" : ` to ${letter.recipient}`;
  return `Order: ${letter.request}\nWrite ${GENRES[letter.occasion]}${to}, two to five sentences.${letter.tone === undefined ? "" : ` Be ${letter.tone}.`} State every fact from the list, copied exactly. Add no other facts. Leave out greeting, subject and closing; they are there already.`;
}

function contextOf(letter: Ordered): string {
  const facts = letter.facts.map((fact) => `- ${fact.label}: ${fact.text}`);
  const { instructions = "" } = letter;
  return [
    ...(instructions === "" ? [] : [instructions.trim()]),
    ...(letter.mail === "" ? [] : [`The mail:\n${quoteData(letter.mail, 900)}`]),
    facts.length === 0 ? "There are no facts to state." : `Facts:\n${facts.join("\n")}`,
  ].join("\n");
}

function faultsOf(text: string, letter: Ordered, room: number, names: ReadonlySet<string>, today: string): string[] {
  const faults: string[] = [];
  const count = countWords(text);
  if (count > room) faults.push(`it has ${count} words, at most ${room} are allowed`);
  if (count < MIN_WORDS) faults.push("it is too short");
  if (languageIs(text) !== letter.lang) faults.push(`it is not in ${letter.lang === "de" ? "German" : "English"}`);
  for (const fact of missing(text, letter, today).slice(0, 5)) faults.push(`"${fact.text}" (${fact.label}) is missing`);
  for (const number of inventedNumbers(text, sourcesOf(letter), today).slice(0, 3))
    faults.push(`"${number}" is no fact from the list`);
  for (const name of strangers(text, letter, names).slice(0, 2)) faults.push(`"${name}" does not belong into it`);
  if (attaches(text, letter)) faults.push("nothing is attached");
  if (/\[[^\]]{2,40}\]|<[^>]{2,40}>|\{\{|xx+/iu.test(text)) faults.push("there is a placeholder in it");
  return faults;
}

/** A letter promises no enclosure that the order does not speak of. */
function attaches(text: string, letter: Ordered): boolean {
  const pattern =
    /(?<!\p{L})(?:attached|attachment|enclosed|enclose|anbei|im anhang|angehängt|beigefügt\p{L}*|beiliegend\p{L}*)(?!\p{L})/iu;
  return pattern.test(text) && !pattern.test(letter.request);
}

function missing(text: string, letter: Ordered, today: string): LetterFact[] {
  return letter.facts.filter((fact) => fact.required && !states(text, fact, today));
}

function sourcesOf(letter: Ordered): string {
  return [
    letter.request,
    letter.mail,
    letter.instructions ?? "",
    ...letter.facts.flatMap((fact) => [fact.text, fact.value, fact.label]),
  ].join("\n");
}

/** People of the tables whom neither order, mail nor facts speak of. */
function strangers(text: string, letter: Ordered, names: ReadonlySet<string>): string[] {
  const allowed = new Set(
    words(`${sourcesOf(letter)} ${letter.recipient} ${letter.greeting} ${letter.closing}`).map((word) => word.word),
  );
  return words(text)
    .filter(
      (word) =>
        /^\p{Lu}\p{Ll}{2,}/u.test(word.text) &&
        names.has(word.word) &&
        !allowed.has(word.word) &&
        word.start > 0 &&
        !/[.!?]\s*$/u.test(text.slice(0, word.start)),
    )
    .map((word) => word.text);
}

const GREETING_LINE =
  /^(?:sehr geehrte|liebe[rs]?\b|guten (?:tag|morgen|abend)|hallo\b|dear\b|hi\b|hello\b|good (?:morning|afternoon)|betreff\b|subject\b)[^\n]{0,80}[,:!]?\s*$/iu;
const CLOSING_LINE =
  /^(?:mit freundlichen grüßen|freundliche grüße|viele grüße|beste grüße|herzliche grüße|liebe grüße|kind regards|best regards|regards|sincerely|yours (?:sincerely|faithfully)|best wishes|warm regards)\b/iu;

/** Without greeting, subject, closing, fences and list signs that the model adds all the same. */
function tidy(text: string): string {
  const lines = text
    .replaceAll(/```\w*\n?/gu, "")
    .replaceAll("**", "")
    .split("\n")
    .map((line) => line.trim());
  const end = lines.findIndex((line) => CLOSING_LINE.test(line));
  const kept = (end === -1 ? lines : lines.slice(0, end)).filter((line) => !GREETING_LINE.test(line));
  return kept
    .map((line) => line.replace(/^(?:[-*•])\s+/u, ""))
    .join("\n")
    .replaceAll(/\n{2,}/gu, "\n\n")
    .trim();
}

/** Wrong sentences go out, facts that are missing come in as code's own sentence. */
function repair(text: string, letter: Ordered, room: number, names: ReadonlySet<string>, today: string): string {
  const sources = sourcesOf(letter);
  const kept = text
    .split(/(?<=[.!?])\s+(?=\p{Lu})/u)
    .filter(
      (sentence) =>
        inventedNumbers(sentence, sources, today).length === 0 &&
        strangers(`. ${sentence}`, letter, names).length === 0 &&
        !attaches(sentence, letter) &&
        !/\[[^\]]{2,40}\]/u.test(sentence),
    )
    .join(" ");
  if (countWords(kept) < MIN_WORDS) return "";
  const lost = missing(kept, letter, today);
  if (lost.length === 0) return cutToWords(kept, room);
  const own = letter.fallback.filter((sentence) => lost.some((fact) => states(sentence, fact, today)));
  const uncovered = lost.filter((fact) => !own.some((sentence) => states(sentence, fact, today)));
  const rest = uncovered.map((fact) => `${fact.label}: ${fact.text}.`);
  const added = [...own, ...rest].map(capital).join(" ");
  // The facts count: the model's words give way where both do not fit.
  return `${cutToWords(kept, Math.max(MIN_WORDS, room - countWords(added)))} ${added}`.trim();
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Code's own letter, as many of its sentences as fit; those with facts stand first. */
function ownWords(letter: Ordered, room: number): string {
  let text = "";
  for (const [at, sentence] of letter.fallback.entries()) {
    const next =
      text === ""
        ? letter.lang === "de" && letter.greeting.endsWith(",")
          ? sentence
          : capital(sentence)
        : `${text} ${at === 0 ? sentence : capital(sentence)}`;
    if (countWords(next) > room && text !== "") continue;
    text = next;
  }
  return text;
}
