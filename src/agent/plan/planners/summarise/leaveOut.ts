import { stem, words } from "../../../../files/index.ts";
import { isStopWord } from "../../lexicon/index.ts";
import type { Point } from "./points.ts";

/** A part of a sentence: up to a comma, dash, bracket or full stop. */
const PART = /[^,;:.!?()–—]+/gu;
const LEAVES =
  /(?<!\p{L})(?:leave (?:out|off)|leave .{1,60} out|skip|spare (?:me|us)|without|omit|forget|never mind|don['’]?t (?:need|want|bother with)|not the|nothing (?:about|on)|weglassen|weg ?lass\p{L}*|lass\p{L}* .{1,60} weg|ohne|(?:brauch\p{L}*|will|interessier\p{L}*) .{0,40}nicht|nichts (?:von|über|zu[mr]?))(?!\p{L})/iu;

/** Stretches of a request that say what is not wanted ("spare me the football", "das mit dem Ofen kannst du weglassen"). */
export function leftOutSpans(request: string): { start: number; end: number; text: string }[] {
  return [...request.matchAll(PART)]
    .filter((match) => LEAVES.test(match[0]))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }));
}

/** The points without those that speak of what is not wanted. All of them, when nothing would be left. */
export function withoutLeftOut(points: Point[], request: string): Point[] {
  const unwanted = new Set(leftOutSpans(request).flatMap(({ text }) => contentOf(text.replace(LEAVES, " "))));
  if (unwanted.size === 0) return points;
  const hit = new Set(
    points.filter((point) => contentOf(point.text).some((word) => unwanted.has(word))).map((point) => point.paragraph),
  );
  const kept = points.filter((point) => !hit.has(point.paragraph));
  return kept.length > 0 ? kept : points;
}

function contentOf(text: string): string[] {
  return words(text)
    .filter(({ word }) => word.length > 2 && !isStopWord(word) && !GENERAL.has(word))
    .map(({ word }) => stem(word));
}

/** Words of such a part that name no subject. */
const GENERAL = new Set(
  "things thing rest stuff bits points sachen rest zeug punkte left open kannst you can please bitte".split(" "),
);
