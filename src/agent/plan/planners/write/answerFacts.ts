import type { Lang } from "../../../../files/index.ts";
import type { PlanContext, Val } from "../../types.ts";
import type { Answer } from "../question/answer.ts";
import { askedFor } from "../question/asked.ts";
import * as patterns from "../question/patterns.ts";
import { languageIs } from "../text/values.ts";
import { clock, currencyOf, day, money, plainNumber } from "./format.ts";
import type { LetterFact } from "./types.ts";

export function fromVal(question: string, val: Val, ctx: PlanContext, lang: Lang): LetterFact[] {
  if (val.type !== "value" || val.value === null || val.kind === "absent") return [];
  const evidence = val.evidence[0] ?? { path: "", quote: "" };
  const isMoney =
    val.kind === "number" &&
    (askedFor(question).type === "amount" ||
      /(?<!\p{L})(?:spen[dt]\p{L}*|cost\p{L}*|paid|pay|owe\p{L}*|price|amount|revenue|ausgegeben|kost\p{L}*|bezahl\p{L}*|betrag|preis|umsatz|schuld\p{L}*)(?!\p{L})/iu.test(
        question,
      ));
  const text =
    val.kind === "date"
      ? day(val.value, lang)
      : val.kind === "number"
        ? isMoney
          ? money(val.value, currencyOf(ctx.catalogue), lang)
          : plainNumber(val.value, lang)
        : val.value;
  return [
    {
      label: question,
      text,
      kind: val.kind === "boolean" ? "text" : val.kind,
      value: val.value,
      required: true,
      ...evidence,
    },
  ];
}

/** The answer itself, and of a sentence its times and dates, which the letter must name. */
export function toFacts(question: string, answer: Answer, ctx: PlanContext, lang: Lang): LetterFact[] {
  const { candidate } = answer;
  if (!candidate) return [];
  const base = { label: question, path: candidate.path, quote: candidate.quote };
  if (candidate.kind === "date")
    return [{ ...base, text: day(candidate.value, lang), kind: "date", value: candidate.value, required: true }];
  if (candidate.kind === "number") {
    const amount = answer.asked.type === "amount";
    const text = amount
      ? money(candidate.value, currencyOf(ctx.catalogue), lang)
      : /\d/u.test(candidate.shown) && candidate.source === "text"
        ? candidate.shown
        : `${plainNumber(candidate.value, lang)}${candidate.unit === null ? "" : ` ${candidate.unit}`}`;
    return [{ ...base, text, kind: "number", value: candidate.value, required: true }];
  }
  const times = patterns.times(candidate.shown);
  if (times.length > 0) {
    const named = times.map((time) => clock(time.value, lang));
    const joint = lang === "de" ? " bis " : " to ";
    return [
      { ...base, text: named.join(joint), kind: "text", value: "", required: false },
      ...times.map((time): LetterFact => ({
        ...base,
        text: clock(time.value, lang),
        kind: "time",
        value: time.value,
        required: true,
      })),
    ];
  }
  // A sentence cannot be copied into another language; in its own its words must come through.
  const gist = languageIs(candidate.shown) === lang && candidate.shown.includes(" ");
  return [
    {
      ...base,
      text: candidate.shown,
      kind: gist ? "gist" : "text",
      value: gist ? candidate.shown : "",
      required: gist,
    },
  ];
}
