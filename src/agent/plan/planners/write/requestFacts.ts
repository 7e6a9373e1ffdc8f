import { findDates, findNumbers, findPeriods, words, type Lang } from "../../../../files/index.ts";
import { maskSpans } from "../../request/index.ts";
import type { PlanContext } from "../../types.ts";
import { expand } from "../../lexicon/index.ts";
import { askedFor } from "../question/asked.ts";
import { scoreUnits } from "../question/textCandidates.ts";
import * as patterns from "../question/patterns.ts";
import { namedDays } from "../text/namedDays.ts";
import { createMatcher } from "../text/matcher.ts";
import { readNeeds } from "../text/needs.ts";
import { languageIs } from "../text/values.ts";
import { aliasesOf, nameWords, rowHits } from "../text/rows.ts";
import { clock, day } from "./format.ts";
import type { Collected, LetterFact } from "./types.ts";

/** Days and times of a sentence, as facts that the letter must not lose. */
function figuresOf(fact: LetterFact, ctx: PlanContext, lang: Lang): LetterFact[] {
  const days = daysIn(fact.text, ctx.request.today);
  const times = patterns
    .times(fact.text)
    .filter((time) => !days.some((date) => time.start < date.end && date.start < time.end));
  return [
    ...days.map((date): LetterFact => ({
      ...fact,
      text: day(date.iso, lang),
      kind: "date",
      value: date.iso,
      required: true,
    })),
    ...times.map((time): LetterFact => ({
      ...fact,
      text: clock(time.value, lang),
      kind: "time",
      value: time.value,
      required: true,
    })),
  ];
}

/** Days of a text; of a stretch ("from 4 to 15 January") both ends. */
function daysIn(text: string, today: string): { start: number; end: number; iso: string }[] {
  const days = findDates(text, { today });
  const ends = findPeriods(text, { today })
    .filter(
      (period) =>
        period.from !== null &&
        period.to !== null &&
        period.from !== period.to &&
        days.some((date) => date.start < period.end && period.start < date.end),
    )
    .flatMap((period) =>
      [period.from ?? "", period.to ?? ""].map((iso) => ({ start: period.start, end: period.end, iso })),
    );
  const all = [...days, ...ends];
  return all.filter((date, at) => all.findIndex((other) => other.iso === date.iso) === at);
}

const WORD_LIMIT = /\d{1,4}\s*(?:words?|wörter\p{L}*|worte\p{L}*|sätze\p{L}*|sentences?)/giu;

/** Days, times, amounts and quoted words that the person gave: the letter must hold them. */
export function requestFacts(text: string, ctx: PlanContext, lang: Lang, start: number): LetterFact[] {
  const { request } = ctx;
  const paths = request.paths.map((path) => ({ start: path.start - start, end: path.end - start }));
  const limits = [...text.matchAll(WORD_LIMIT)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const plain = maskSpans(text, [...paths.filter((path) => path.start >= 0 && path.end <= text.length), ...limits]);
  const days = [...findDates(plain, { today: request.today }), ...namedDays(plain, request.today)];
  const times = patterns
    .times(plain)
    .filter((time) => !days.some((date) => time.start < date.end && date.start < time.end));
  const numbers = findNumbers(plain).filter(
    (number) => ![...days, ...times].some((other) => number.start < other.end && other.start < number.end),
  );
  const base = { required: true, path: "", quote: "" };
  return [
    ...days.map((date): LetterFact => ({
      ...base,
      label: lang === "de" ? "Datum" : "Date",
      text: day(date.iso, lang),
      kind: "date",
      value: date.iso,
    })),
    ...times.map((time): LetterFact => ({
      ...base,
      label: lang === "de" ? "Uhrzeit" : "Time",
      text: clock(time.value, lang),
      kind: "time",
      value: time.value,
    })),
    ...numbers
      .filter((number) => number.unit !== null || Number(number.value) > 3)
      .map((number): LetterFact => ({
        ...base,
        label: lang === "de" ? "Angabe" : "Figure",
        text: number.text,
        kind: "number",
        value: number.value,
      })),
    ...request.quotes
      .filter((quote) => quote.start >= start && quote.end <= start + text.length)
      .map((quote): LetterFact => ({
        ...base,
        label: lang === "de" ? "Wortlaut" : "Wording",
        text: quote.text,
        kind: "text",
        value: quote.text,
      })),
  ];
}

/** A sentence out of a mail needs its subject to be understood. */
function withTopic(fact: LetterFact, order: string, ctx: PlanContext): string {
  const text = fact.text.replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/u, "");
  const doc = ctx.catalogue.doc(fact.path);
  const subject = doc?.kind === "mail" ? (doc.meta["subject"] ?? "").replace(/^(?:re|aw|fwd?|wg):\s*/iu, "") : "";
  const told = words(order).some(
    (word) => word.word.length > 4 && words(text).some((other) => other.word === word.word),
  );
  return subject === "" || told ? text : `${subject}: ${text}`;
}

/** Words that order a letter and say nothing of its matter. */
const ORDER =
  /(?<!\p{L})(?:please|bitte|write|draft|schreib\p{L}*|entwirf|verfass\p{L}*|notice|letter|mail|e-?mail|brief|aushang|rundschreiben|announcement|date|time|datum|uhrzeit|words?|wörter\p{L}*|höchstens|at most|maximal|save|put|speicher\p{L}*|all|alle\p{L}*|members|customers|mieter\p{L}*|kunden|mitglieder\p{L}*|mention|include|friendly|freundlich\p{L}*)(?!\p{L})/giu;

/** What notes and papers say about the matter; facts of sentences that meet nearly all of it must stand in the letter. */
export function textFacts(
  text: string,
  ctx: PlanContext,
  lang: Lang,
  skip: { start: number; end: number }[],
  without: string,
): Collected {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const order = [...text.matchAll(ORDER), ...text.matchAll(WORD_LIMIT)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const needs = readNeeds(text, source, [...skip, ...order]).filter((need) => need.weight >= 0.7);
  if (needs.length === 0) return { facts: [], sentences: [] };
  const matcher = createMatcher(ctx.request.today);
  const query = [...needs.map((need) => need.text), ...expand(needs.map((need) => need.text)).slice(0, 30)].join(" ");
  const aliases = aliasesOf(needs, rowHits(needs, ctx.catalogue, matcher, true));
  for (const need of needs) need.required = false;
  const units = scoreUnits(
    {
      needs,
      asked: askedFor(text),
      aliases,
      matcher,
      names: nameWords(ctx.catalogue),
      query,
      years: [],
      isPast: false,
      isWithout: false,
    },
    ctx,
  )
    .filter((entry) => entry.unit.doc.path !== without && entry.score >= 0.45 && entry.attribute >= 0.35)
    .slice(0, 3);
  const facts = units.map((entry): LetterFact => {
    const shown = entry.unit.text.replaceAll(/\s+/gu, " ");
    return {
      label: entry.unit.heading || entry.unit.doc.path,
      text: shown,
      kind: "text",
      value: "",
      required: false,
      path: entry.unit.doc.path,
      quote: entry.unit.text.slice(0, 300),
    };
  });
  const dated = facts.filter((fact) => /\d/u.test(fact.text)).flatMap((fact) => figuresOf(fact, ctx, lang));
  const sentences = facts
    .filter((fact) => languageIs(fact.text) === lang)
    .slice(0, 2)
    .map((fact) => withTopic(fact, text, ctx));
  return { facts: [...facts, ...dated.slice(0, 4)], sentences };
}
