import { findPeriods } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { isReadable } from "../text/docs.ts";
import { createMatcher, type Matcher } from "../text/matcher.ts";
import { isPaper, overlaps, readNeeds, type Need } from "../text/needs.ts";
import { aliasesOf, nameWords, rowHits } from "../text/rows.ts";
import { expand } from "../../lexicon/index.ts";
import { askedFor, questionIn, type AnswerType, type Asked } from "./asked.ts";
import { isSupported } from "./support.ts";
import { rowCandidates } from "./rowCandidates.ts";
import { isIdentifyingType } from "./typeFit.ts";
import { textCandidates } from "./textCandidates.ts";
import type { Candidate } from "./types.ts";
import { weighWords } from "./weighWords.ts";
import { isYear } from "./years.ts";

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
export function gatherAnswers(
  question: Question,
  ctx: PlanContext,
): { asked: Asked; needs: Need[]; candidates: Candidate[] } {
  const asked = askedFor(question.text);
  const matcher = createMatcher(ctx.request.today);
  const needs = focusNeeds(question, asked, matcher, ctx);
  const hits = rowHits(needs, ctx.catalogue, matcher);
  const query = [...needs.map((need) => need.text), ...expand(needs.map((need) => need.text)).slice(0, 40)].join(" ");
  const periods = findPeriods(question.text, { today: ctx.request.today }).filter(isYear);
  const search = {
    needs,
    asked,
    aliases: aliasesOf(needs, rowHits(needs, ctx.catalogue, matcher, true)),
    matcher,
    names: nameWords(ctx.catalogue),
    query,
    years: periods.map(({ to }) => Number((to ?? "").slice(0, 4))).filter((year) => year > 0),
    isPast:
      /(?<!\p{L})(?:bisher\p{L}*|früher\p{L}*|vorher\p{L}*|alte[nrsm]?|ehemalig\p{L}*|old|previous\p{L}*|former\p{L}*|before|used to)(?!\p{L})/iu.test(
        question.text,
      ),
    isWithout: /(?<!\p{L})(?:without|ohne|not|nicht|kein\p{L}*|no)(?!\p{L})/iu.test(question.text),
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
  date: "duration",
  duration: "phrase",
  place: "phrase",
  time: "phrase",
  number: "phrase",
  person: "phrase",
};

const NOWADAYS = /(?<!\p{L})(?:these days|nowadays|heutzutage|heute noch|zur ?zeit)(?!\p{L})/giu;

/** The sentence that asks tells what is needed; what stands around it helps to tell whom it is about. */
function focusNeeds(question: Question, asked: Asked, matcher: Matcher, ctx: PlanContext): Need[] {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const nowadays = [...question.text.matchAll(NOWADAYS)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const needs = readNeeds(question.text, source, [...asked.spans, ...nowadays, ...(question.skip ?? [])]);
  const sentence = questionIn(question.text);
  const start = question.text.lastIndexOf(sentence);
  const inside = (need: Need) => need.start >= start && need.end <= start + sentence.length;
  const named = needs.some((need) => need.required && inside(need));
  const periods = findPeriods(question.text, { today: ctx.request.today });
  for (const need of needs) {
    need.verb = asked.type === "person" && isVerb(need, question.text, ctx);
    if (!inside(need)) {
      need.weight *= need.role === "word" || named ? 0.2 : 1;
      if (named) need.required = false;
    }
    if (inside(need) && need.role === "word" && !isIdentifyingType(asked) && isHead(need, sentence, start))
      need.head = true;
    const before = needs[needs.indexOf(need) - 1];
    const ofHead = before?.head && inside(need) && need.role === "word" && !isPaper(need) && !overlaps(need, periods);
    if (ofHead && isInFiles(need, matcher, ctx)) need.required = true;
    const word = need.role === "word" && asked.key !== "";
    if (word && inside(need) && asked.key.toLowerCase().includes(need.text.toLowerCase())) need.key = true;
  }
  weighWords(needs, question.text, asked, matcher, ctx);
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

/** "What were the takings …", "Wie lautet die Policennummer …": what stands here is what is asked. */
const NAMED =
  /(?:^|\s)(?:what|which|wie|was)(?:['’]s|\s+(?:is|are|was|were|ist|sind|war|waren|lautet|lauten))\s+(?:the|our|der|die|das|unsere?)\s+$/iu;

/** "service" in "the next service of …": a known word right before the word that ties it to its subject. */
function isHead(need: Need, sentence: string, start: number): boolean {
  if (need.direct.length === 0 && need.parts.length === 0) return false;
  const before = sentence.slice(0, need.start - start);
  if (NAMED.test(before)) return true;
  return (
    OF.test(sentence.slice(need.end - start)) &&
    /(?:^|\s)(?:the|our|a|an|is|die|der|das|dem|den|unsere?r?|seine?|ihre?|next|last|nächste|letzte|\p{L}+['’]s)\s+(?:\p{L}+\s+)?$/iu.test(
      before,
    )
  );
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
