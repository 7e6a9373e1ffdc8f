import { fold, stem, words } from "../../files/index.ts";
import type { Memory } from "../../store/index.ts";
import { concepts, directConcepts, isStopWord } from "../plan/lexicon/index.ts";
import { readFact, type Fact } from "./facts.ts";

/** A word, or a phrase with one meaning, that tells what a text is about. */
export interface Mark {
  /** Stems and meanings ("vatid") by which it meets others, each with how surely. */
  keys: Map<string, number>;
  /** A name, an id or a number: shared by chance it is not. */
  isName: boolean;
}

/** Written like names, and shared by chance all the same. */
const DAYS = new Set(
  `monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag january
  february march april may june july august september october november december januar februar maerz mai juni juli oktober
  dezember`
    .split(/\s+/u)
    .flatMap((day) => [day, `${day}s`]),
);

const TITLES = new Set(["mr", "mrs", "ms", "miss", "dr", "prof", "herr", "herrn", "frau", "familie"]);

/** Words of asking and telling, beside the function words of both languages. */
const IDLE = new Set(
  `know knows remember remind forget tell told said say please again exactly currently current now today still always never
  name number value thing things something everything anything weiss weisst wissen merke merk gemerkt erinner erinnerst vergiss
  write writes written send sends go goes come comes out call called schreib schreibe schreiben schreibt schick schicke schicken geht
  kommt one two three four five six seven eight nine ten eins zwei drei vier fuenf sechs sieben acht neun zehn
  sagen gesagt nochmal noch mal genau aktuell derzeit heute jetzt immer nie lautet lauten heisst ist hoch sache etwas alles`
    .split(/\s+/u)
    .map(fold),
);

/** `isTold`: a memory, whose first word may be a name; in a request it has a capital in any case. */
export function readMarks(text: string, isTold = false): Mark[] {
  const found = words(text);
  const folded = found.map(({ word }) => word);
  const marks: Mark[] = [];
  for (let at = 0; at < found.length; at += 1) {
    const phrase = phraseAt(folded, at);
    if (phrase) {
      marks.push({ keys: new Map([[`c:${phrase.id}`, 1]]), isName: false });
      at = phrase.end - 1;
      continue;
    }
    const word = found[at];
    if (!word || isIdle(word.word) || TITLES.has(word.word)) continue;
    const mark = toMark(word.word, word.text, at === 0 && !isTold);
    // "Herr Vogel" is no bird.
    marks.push(TITLES.has(folded[at - 1] ?? "") ? { keys: new Map([[stem(word.word), 1]]), isName: true } : mark);
  }
  return marks;
}

const isIdle = (word: string): boolean => isStopWord(word) || IDLE.has(word);

/** Words that mean one thing together ("VAT id"); no function word begins or ends them. */
function phraseAt(folded: readonly string[], at: number): { id: string; end: number } | null {
  if (isIdle(folded[at] ?? "") && !PARTS.has(folded[at] ?? "")) return null;
  for (let end = Math.min(folded.length, at + 3); end >= at + 2; end -= 1) {
    if (isStopWord(folded[end - 1] ?? "")) continue;
    const [id] = directConcepts(folded.slice(at, end).join(" "));
    if (id !== undefined) return { id, end };
  }
  return null;
}

/** Idle alone, but telling in "phone number". */
const PARTS = new Set(["number", "name", "value"]);

function toMark(word: string, text: string, isFirst: boolean): Mark {
  const { keys, isOffice } = keysOf(word);
  const isName = /\d/u.test(text) || (/^\p{Lu}/u.test(text) && !isFirst && !isOffice && !DAYS.has(word));
  return { keys, isName };
}

interface Keys {
  keys: Map<string, number>;
  /** A word of office life, which the lexicon knows. */
  isOffice: boolean;
}

/** Most words come again and again, and taking a compound apart takes its time. */
const known = new Map<string, Keys>();
const MOST_KNOWN = 20_000;

function keysOf(word: string): Keys {
  const before = known.get(word);
  if (before) return before;
  const keys = new Map([[stem(word), 1]]);
  const [direct] = directConcepts(word);
  if (direct !== undefined) keys.set(`c:${direct}`, 1);
  else for (const id of concepts(word)) keys.set(`c:${id}`, 0.6);
  const found = { keys, isOffice: keys.size > 1 };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, found);
  return found;
}

export function meets(mark: Mark, others: readonly Mark[]): number {
  let best = 0;
  for (const other of others) {
    for (const [key, strength] of mark.keys) best = Math.max(best, Math.min(strength, other.keys.get(key) ?? 0));
  }
  return best;
}

/** How much of `marks` comes back in `others`, 0..1 by weight. */
export function coverage(marks: readonly Mark[], others: readonly Mark[], weigh: (mark: Mark) => number): number {
  const total = marks.reduce((sum, mark) => sum + weigh(mark), 0);
  return total === 0 ? 0 : marks.reduce((sum, mark) => sum + weigh(mark) * meets(mark, others), 0) / total;
}

/** A memory taken apart. */
export interface Read {
  memory: Memory;
  fact: Fact | null;
  subject: Mark[];
  all: Mark[];
}

export function readMemory(memory: Memory): Read {
  const fact = readFact(memory.text);
  const all = readMarks(memory.text, true);
  return { memory, fact, subject: fact ? readMarks(fact.subject, true) : all, all };
}

const EQUAL = 0.95;
const plain = (): number => 1;

/** Memories in which every telling word of a text comes back; best first: those that are about little else. */
export function findAbout(text: string, memories: readonly Read[]): Read[] {
  const marks = readMarks(text);
  if (marks.length === 0) return [];
  return memories
    .filter(({ all }) => coverage(marks, all, plain) >= EQUAL)
    .toSorted((a, b) => coverage(b.subject, marks, plain) - coverage(a.subject, marks, plain));
}

/** Facts about exactly the same subject as a statement, be their values what they are. */
export function findSameSubject(statement: string, memories: readonly Read[]): Read[] {
  const fact = readFact(statement);
  const marks = fact ? readMarks(fact.subject) : [];
  if (marks.length === 0) return [];
  return memories.filter(
    (read) =>
      read.fact !== null &&
      coverage(marks, read.subject, plain) >= EQUAL &&
      coverage(read.subject, marks, plain) >= EQUAL,
  );
}

/** Facts whose subject a question names: whole ("exact"), or with words of it left out. */
export function findAsked(question: string, memories: readonly Read[]): { exact: Read[]; partial: Read[] } {
  const marks = readMarks(question);
  if (marks.length === 0) return { exact: [], partial: [] };
  const asked = memories.filter(({ fact, subject }) => fact !== null && coverage(marks, subject, plain) >= EQUAL);
  const exact = asked.filter(({ subject }) => coverage(subject, marks, plain) >= EQUAL);
  return { exact, partial: asked.filter((read) => !exact.includes(read)) };
}

/** Facts that a text names by their whole subject: "with our VAT id". */
export function findNamed(text: string, memories: readonly Read[]): Read[] {
  const marks = readMarks(text);
  return memories.filter(
    ({ fact, subject }) => fact !== null && subject.length > 0 && coverage(subject, marks, plain) >= EQUAL,
  );
}

const MOST = 5;
/** What a memory and a request that share no name have to share: of what the memory is about, or of what the request is. */
const SHARED = 0.6;
/** What is far behind the best is left out. */
const BEHIND = 0.4;
/** "Never write …", "Immer …": holds whenever the request is about one of its things. */
const RULE = /^(?:always|never|from now on|immer|nie(?:mals)?|stets|grundsätzlich|ab jetzt|künftig)(?!\p{L})/iu;

/** The few memories that a request needs, best first; most requests need none. */
export function findRelevant(text: string, memories: readonly Read[]): Memory[] {
  const marks = readMarks(text);
  const weigh = rarity(memories);
  const scored = memories.flatMap((read) => {
    const { memory, subject, all } = read;
    const share = Math.max(coverage(subject, marks, weigh), coverage(marks, all, weigh));
    const isNamed = all.some((mark) => mark.isName && meets(mark, marks) === 1);
    const isRule = RULE.test(memory.text) && all.some((mark) => meets(mark, marks) === 1);
    if (share < SHARED && !isNamed && !isRule) return [];
    const score = all.reduce((sum, mark) => sum + weigh(mark) * meets(mark, marks), 0) * (0.5 + share / 2);
    return [{ memory, score, isNamed }];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score, isNamed }) => score > 0 && (isNamed || score >= best * BEHIND))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ memory }) => memory);
}

/** A word that many memories share tells little: 1 for one that a single memory has, down to a fraction. */
function rarity(memories: readonly Read[]): (mark: Mark) => number {
  const counts = new Map<string, number>();
  for (const { all } of memories) {
    const keys = new Set(all.flatMap((mark) => [...mark.keys.keys()]));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const whole = Math.log(1 + memories.length);
  return ({ keys, isName }) => {
    const count = Math.max(1, ...[...keys.keys()].map((key) => counts.get(key) ?? 1));
    return (isName ? 1.5 : 1) * Math.max(0.25, Math.log(1 + memories.length / count) / whole);
  };
}

/** Memories in which all telling words of a text come back, or words that mean the same. */
export function findMemories(about: string, memories: readonly Memory[]): Memory[] {
  return findAbout(about, memories.map(readMemory)).map(({ memory }) => memory);
}
