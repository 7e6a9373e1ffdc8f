import { coverage, meets, readMarks, type Mark } from "../memory/index.ts";

export interface Described {
  name: string;
  description: string;
}

/** Words that descriptions and orders have, whatever they are about. */
const EMPTY =
  /(?<!\p{L})(?:use[sd]?|using|users?|skills?|when(?:ever)?|ask(?:s|ed|ing)?|tasks?|requests?|help(?:s|ing)?|creat(?:e|es|ed|ing)|generat(?:e|es|ed|ing)|mak(?:e|es|ing)|new|good|nutz\p{L}*|verwende\p{L}*|benutz\p{L}*|erstell\p{L}*|aufgaben?|anfragen?|hilf\p{L}*|neue?[nmrs]?|gute?[nmrs]?)(?!\p{L})/giu;
/** "Not for invoices": what a skill is not for. */
const NOT = /^(?:do(?:es)? not|don['’]t|never|not|nicht|nie)(?!\p{L})/iu;

const marksOf = (text: string): Mark[] => readMarks(text.replaceAll(EMPTY, " "), true);
const plain = (): number => 1;

const aboutOf = (description: string): string =>
  description
    .split(/(?<=[.;!?])\s+/u)
    .filter((sentence) => !NOT.test(sentence))
    .join(" ");

/** "use house-letters", "mit dem Skill angebot": called by its name. */
function isCalled(text: string, name: string): boolean {
  const bounded = String.raw`(?<![\p{L}\p{N}-])${name}(?![\p{L}\p{N}-])`;
  const before = name.includes("-") ? "" : String.raw`(?:\/|skill\s+["'„“»]?)`;
  return new RegExp(before === "" ? bounded : `${before}${name}(?![\\p{L}\\p{N}-])`, "iu").test(text);
}

/** A question about a thing is no order for such work. */
const QUESTION =
  /^\s*(?:what|which|who|whose|when|where|why|how|was|welche[nmrs]?|wer|wem|wann|wo|warum|wieso|wie|is|are|does|do|did|ist|sind|hat|haben)(?!\p{L})/iu;

const HEAD_CHARS = 600;

/** Where the order stands. What is pasted below it may be anybody's, and chooses nothing. */
const headOf = (request: string): string => (request.trimStart().split(/\n\s*\n/u)[0] ?? "").slice(0, HEAD_CHARS);

/** Words that a request and a skill have to share, and the part of the request that these are. */
const FEW = { words: 2, share: 0.5 };
const MANY = { words: 3, share: 0.3 };
/** The second best is that much behind, or nothing is clear. */
const BEHIND = 0.8;

/**
 * The one skill that a request clearly needs, by its words alone; null where none fits or two do. A skill that is called by its name is
 * taken.
 */
export function findFitting<T extends Described>(request: string, skills: readonly T[]): T | null {
  const head = headOf(request);
  const called = skills.filter(({ name }) => isCalled(head, name));
  if (called.length > 0) return called.length === 1 ? (called[0] ?? null) : null;
  const isQuestion = QUESTION.test(head);
  const asked = distinct(marksOf(head));
  if (asked.length === 0) return null;
  const [best, second] = skills
    .map((skill) => ({ skill, score: scoreOf(asked, skill, isQuestion) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  if (!best || (second && second.score > best.score * BEHIND)) return null;
  return best.skill;
}

function scoreOf(asked: readonly Mark[], { name, description }: Described, isQuestion: boolean): number {
  const named = marksOf(name.replaceAll("-", " "));
  const all = [...named, ...marksOf(aboutOf(description))];
  const shared = asked.reduce((sum, mark) => sum + meets(mark, all), 0);
  const isNamed = named.length > 0 && coverage(named, asked, plain) >= 0.95;
  const share = shared / asked.length;
  const fits =
    (isNamed && (named.length > 1 || shared >= FEW.words)) ||
    (!isQuestion && shared >= FEW.words && share >= FEW.share) ||
    (!isQuestion && shared >= MANY.words && share >= MANY.share);
  return fits ? shared + (isNamed ? named.length : 0) : 0;
}

/** A word that is said twice counts once. */
function distinct(marks: readonly Mark[]): Mark[] {
  const seen = new Set<string>();
  return marks.filter(({ keys }) => {
    const [key = ""] = keys.keys();
    return !seen.has(key) && seen.add(key);
  });
}
