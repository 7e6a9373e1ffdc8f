import { words } from "../../../../files/index.ts";
import type { Evidence, PlanContext, ValueKind } from "../../types.ts";
import { isReadable } from "../text/docs.ts";
import { createMatcher, type Matcher } from "../text/matcher.ts";
import { isPaper, readNeeds, type Need } from "../text/needs.ts";
import { aliasesOf, nameWords, rowHits } from "../text/rows.ts";
import { expand } from "../../lexicon/index.ts";
import { askedFor, questionIn, type AnswerType, type Asked } from "./asked.ts";
import { composeAbsent, composeAnswer } from "./compose.ts";
import { rowCandidates } from "./rowCandidates.ts";
import { isIdentifyingType } from "./typeFit.ts";
import { textCandidates } from "./textCandidates.ts";
import type { Candidate } from "./types.ts";

export interface Answer {
  value: string | null;
  kind: ValueKind;
  evidence: Evidence[];
  say: string;
  /** How well the best candidate met the question, about 0..1.4. */
  score: number;
  candidate: Candidate | null;
  /** Other values of the same column that fit just as well. */
  ties: number;
  asked: Asked;
  needs: Need[];
}

/** A lead over the next other value from which on code decides alone. */
const CLEAR = 0.18;
const CLEAR_IN_SLOT = 0.06;
const MAX_OPTIONS = 6;

export interface Question {
  text: string;
  /** Other stretches that are no subject (paths of the request). */
  skip?: { start: number; end: number }[];
  /** A file that must not be the answer: the one that asks. */
  without?: string;
  /** Only these files. */
  within?: string[];
}

/** Everything that could answer, best first, with what is needed. */
function gatherAnswers(question: Question, ctx: PlanContext): { asked: Asked; needs: Need[]; candidates: Candidate[] } {
  const asked = askedFor(question.text);
  const matcher = createMatcher(ctx.request.today);
  const needs = focusNeeds(question, asked, matcher, ctx);
  const hits = rowHits(needs, ctx.catalogue, matcher);
  const query = [...needs.map((need) => need.text), ...expand(needs.map((need) => need.text)).slice(0, 40)].join(" ");
  const search = {
    needs,
    asked,
    aliases: aliasesOf(needs, rowHits(needs, ctx.catalogue, matcher, true)),
    matcher,
    names: nameWords(ctx.catalogue),
    query,
    isPast:
      /(?<!\p{L})(?:bisher\p{L}*|früher\p{L}*|vorher\p{L}*|alte[nrsm]?|ehemalig\p{L}*|old|previous\p{L}*|former\p{L}*|before|used to)(?!\p{L})/iu.test(
        question.text,
      ),
  };
  const both = (type: Asked): Candidate[] =>
    distinct(
      [...textCandidates({ ...search, asked: type }, ctx), ...rowCandidates(hits, needs, type, ctx)]
        .filter(({ path }) => path !== question.without && (!question.within || question.within.includes(path)))
        .toSorted((a, b) => b.score - a.score),
    );
  const candidates = both(asked);
  const wider = asked.unit === null ? WIDER[asked.type] : undefined;
  const enough = candidates.some((candidate) => isSupported(candidate, needs));
  return { asked, needs, candidates: enough || !wider ? candidates : both({ ...asked, type: wider }) };
}

/** Where no value of the exact shape is found, a sentence may still say it in words. */
const WIDER: Partial<Record<AnswerType, AnswerType>> = {
  duration: "phrase",
  place: "phrase",
  time: "phrase",
  number: "phrase",
  person: "phrase",
};

/** The sentence that asks tells what is needed; what stands around it helps to tell whom it is about. */
function focusNeeds(question: Question, asked: Asked, matcher: Matcher, ctx: PlanContext): Need[] {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const needs = readNeeds(question.text, source, [...asked.spans, ...(question.skip ?? [])]);
  const sentence = questionIn(question.text);
  const start = question.text.lastIndexOf(sentence);
  const inside = (need: Need) => need.start >= start && need.end <= start + sentence.length;
  const named = needs.some((need) => need.required && inside(need));
  for (const need of needs) {
    need.verb = asked.type === "person" && isVerb(need, question.text, ctx);
    if (!inside(need)) {
      need.weight *= need.role === "word" || named ? 0.2 : 1;
      if (named) need.required = false;
    }
    if (inside(need) && need.role === "word" && !isIdentifyingType(asked) && isHead(need, sentence, start))
      need.head = true;
    const before = needs[needs.indexOf(need) - 1];
    if (before?.head && inside(need) && need.role === "word" && !isPaper(need) && isInFiles(need, matcher, ctx))
      need.required = true;
    const word = need.role === "word" && asked.key !== "";
    if (word && inside(need) && asked.key.toLowerCase().includes(need.text.toLowerCase())) need.key = true;
  }
  return needs;
}

/** Whether some text has the very word: then what speaks of another thing is no answer. */
function isInFiles(need: Need, matcher: Matcher, ctx: PlanContext): boolean {
  return ctx.catalogue.docs.some(
    (doc) => isReadable(doc) && (matcher.find(need, doc.text.slice(0, 20_000))?.strength ?? 0) >= 0.9,
  );
}

/** What somebody does stands in no column's name: lower case in German, right behind "who" in English. */
function isVerb(need: Need, text: string, ctx: PlanContext): boolean {
  if (need.role !== "word" || need.mentions.length > 0) return false;
  if (ctx.request.lang === "de") return /^\p{Ll}/u.test(need.text);
  return /\b(?:who|whom)\s+(?:(?:has|have|had|is|was|will|does|did)\s+)?$/iu.test(text.slice(0, need.start));
}

const OF = /^\s+(?:of|for|von|vom|der|des|für|beim?|zur?|zum)\s+(?:\p{L}+\s+)?(?:\p{Lu}|\d|\p{L}+)/u;

/** "service" in "the next service of …": a known word right before the word that ties it to its subject. */
function isHead(need: Need, sentence: string, start: number): boolean {
  if (need.direct.length === 0 && need.parts.length === 0) return false;
  const before = sentence.slice(0, need.start - start);
  return (
    OF.test(sentence.slice(need.end - start)) &&
    /(?:^|\s)(?:the|our|a|an|is|die|der|das|dem|den|unsere?r?|seine?|ihre?|next|last|nächste|letzte|\p{L}+['’]s)\s+(?:\p{L}+\s+)?$/iu.test(
      before,
    )
  );
}

/** The answer to a question over texts and single cells; "absent" when nothing speaks of subject and attribute together. */
export async function answerQuestion(question: Question, ctx: PlanContext): Promise<Answer> {
  const { asked, needs, candidates } = gatherAnswers(question, ctx);
  const supported = candidates.filter((candidate) => isSupported(candidate, needs));
  const ofDay = withoutRepeated(question, asked, withoutTies(asked, supported)).filter((candidate) => candidate.day);
  const likely = ofDay.length > 0 ? ofDay : withoutRepeated(question, asked, withoutTies(asked, supported));
  if (likely.length === 0) return absent(needs, asked, ctx);
  const best = likely[0] as Candidate;
  const chosen = await choose(question.text, likely, ctx);
  const candidate = chosen ?? best;
  return {
    value: candidate.value,
    kind: candidate.kind,
    evidence: [{ path: candidate.path, quote: candidate.quote }],
    say: composeAnswer(candidate, asked, ctx.request.answerLang ?? ctx.request.lang),
    score: candidate.score,
    candidate,
    ties: tiesOf(candidate, likely),
    asked,
    needs,
  };
}

/** Who asks for a person names others: "Who takes over while Curtis is away?" is not answered by Curtis. */
function withoutRepeated(question: Question, asked: Asked, candidates: Candidate[]): Candidate[] {
  if (asked.type !== "person") return candidates;
  const named = new Set(
    words(question.text)
      .filter((word) => /^\p{Lu}/u.test(word.text))
      .map((word) => word.word),
  );
  // A family name may be the firm's too ("Ines Kastner of Kastner Ltd"); the given name, or all of it, is a repetition.
  return candidates.filter(({ value }) => {
    const own = words(value).filter((word) => word.word.length > 2);
    return own[0] === undefined || !(named.has(own[0].word) || own.every((word) => named.has(word.word)));
  });
}

/** Figures that many rows have alike are for adding up; a text that states one comes first. */
function withoutTies(asked: Asked, candidates: Candidate[]): Candidate[] {
  if (asked.type !== "amount" && asked.type !== "number") return candidates;
  if (!candidates.some((candidate) => candidate.source === "text" && candidate.attribute >= 0.35)) return candidates;
  return candidates.filter((candidate) => candidate.source === "text" || tiesOf(candidate, candidates) === 0);
}

function tiesOf(candidate: Candidate, candidates: Candidate[]): number {
  return candidates.filter(
    (other) => other !== candidate && other.slot === candidate.slot && Math.abs(other.score - candidate.score) < 0.02,
  ).length;
}

function absent(needs: Need[], asked: Asked, ctx: PlanContext): Answer {
  const say = composeAbsent(needs, asked, ctx.request.answerLang ?? ctx.request.lang);
  return { value: null, kind: "absent", evidence: [], say, score: 0, candidate: null, ties: 0, asked, needs };
}

/** Subject and attribute must meet in one place; the value's own shape alone is not enough. */
function isSupported(candidate: Candidate, needs: Need[]): boolean {
  const content = needs.filter((need) => need.role === "word" && need.weight >= 0.7 && !need.verb);
  if (needs.some((need) => need.key)) return candidate.attribute >= 0.4;
  if (content.length === 0) return candidate.score >= 0.3;
  return candidate.attribute >= 0.3 && candidate.score >= 0.35;
}

async function choose(text: string, candidates: Candidate[], ctx: PlanContext): Promise<Candidate | null> {
  const best = candidates[0];
  if (!best) return null;
  const rivals = candidates.filter((candidate) => candidate.score > best.score - 0.45).slice(0, MAX_OPTIONS);
  const isBehind = (rival: Candidate) => best.score - rival.score >= (rival.slot === best.slot ? CLEAR_IN_SLOT : CLEAR);
  if (rivals.slice(1).every(isBehind)) return best;
  const at = await ctx.fill.choose({
    question: `Question: ${text}\nWhich of these answers it?`,
    options: rivals.map((candidate) => ({ label: candidate.shown.slice(0, 70), about: candidate.about })),
  });
  return at === null ? best : (rivals[at] ?? best);
}

function distinct(candidates: Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const key = candidate.value.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
