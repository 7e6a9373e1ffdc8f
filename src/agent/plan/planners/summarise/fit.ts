import { countWords, cutToWords } from "../text/values.ts";
import { tells, type Fact, type Point } from "./points.ts";

/** Facts of a point that a summary must tell; names only a few, where there are harder facts. */
function required(point: Point): Fact[] {
  const hard = point.facts.filter((fact) => fact.kind !== "name");
  const names = point.facts.filter((fact) => fact.kind === "name");
  return hard.length > 0 ? [...hard.slice(0, 3), ...names.slice(0, 1)] : names.slice(0, 2);
}

/** What of the chosen points a text does not tell. */
export function lacking(text: string, kept: Point[], today: string): Fact[] {
  return kept.flatMap((point) => required(point).filter((fact) => !tells(text, fact, today)));
}

/** How much of the chosen points a text tells: facts, and paragraphs of which it tells anything. */
export function share(text: string, kept: Point[], today: string): number {
  const facts = kept.flatMap(required);
  if (facts.length === 0) return 1;
  const told = facts.filter((fact) => tells(text, fact, today)).length / facts.length;
  const paragraphs = byParagraph(kept);
  return 0.6 * told + 0.4 * (paragraphs.filter((points) => isTold(text, points, today)).length / paragraphs.length);
}

function byParagraph(kept: Point[]): Point[][] {
  const groups = new Map<number, Point[]>();
  for (const point of kept)
    if (required(point).length > 0) groups.set(point.paragraph, [...(groups.get(point.paragraph) ?? []), point]);
  return [...groups.values()];
}

function isTold(text: string, points: Point[], today: string): boolean {
  return points.some((point) => required(point).some((fact) => tells(text, fact, today)));
}

export function toSentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=\p{Lu}|\d)/u).filter((sentence) => sentence.trim() !== "");
}

/** At most `max` words: sentences go out one by one, always the one whose facts are lost least. */
export function trim(text: string, kept: Point[], max: number, today: string): string {
  let list = toSentences(text.trim());
  const paragraphs = byParagraph(kept);
  while (list.length > 1 && countWords(list.join(" ")) > max) {
    const losses = list.map((sentence, at) => {
      const rest = list.filter((_, other) => other !== at).join(" ");
      const lost = kept.reduce(
        (sum, point) =>
          sum +
          required(point).filter((fact) => tells(sentence, fact, today) && !tells(rest, fact, today)).length *
            (1 + point.score / 4),
        0,
      );
      const silenced = paragraphs.filter((points) => isTold(sentence, points, today) && !isTold(rest, points, today));
      return { at, loss: (lost + 3 * silenced.length + 0.2) / (8 + countWords(sentence)) };
    });
    const least = losses.toSorted((a, b) => a.loss - b.loss || b.at - a.at)[0];
    list = list.filter((_, at) => at !== least?.at);
  }
  return cutToWords(list.join(" "), max);
}

/** The text's own sentences with facts that are missing, as far as the limit allows. */
export function fillUp(text: string, kept: Point[], maxWords: number, today: string): string {
  let filled = text;
  const open = kept
    .map((point) => ({ point, lost: required(point).filter((fact) => !tells(filled, fact, today)).length }))
    .filter((entry) => entry.lost > 0)
    .toSorted((a, b) => b.lost * b.point.score - a.lost * a.point.score);
  for (const { point } of open) {
    if (required(point).every((fact) => tells(filled, fact, today))) continue;
    const next = `${filled} ${asSentence(point.text)}`;
    if (countWords(next) <= maxWords) filled = next;
  }
  return filled;
}

/** The best sentences within the limit, in the order of the text: first one of every paragraph, then the densest. */
export function extract(points: Point[], maxWords: number): string {
  const chosen = new Set<Point>();
  let length = 0;
  const take = (point: Point): void => {
    const words = countWords(point.text);
    if (chosen.has(point) || length + words > maxWords) return;
    chosen.add(point);
    length += words;
  };
  const byScore = points.toSorted((a, b) => b.score - a.score);
  const seen = new Set<number>();
  for (const point of byScore) {
    if (seen.has(point.paragraph)) continue;
    seen.add(point.paragraph);
    take(point);
  }
  for (const point of points.toSorted((a, b) => density(b) - density(a))) take(point);
  return points
    .filter((point) => chosen.has(point))
    .map((point) => asSentence(point.text))
    .join(" ");
}

function density(point: Point): number {
  return point.score / (8 + countWords(point.text));
}

export function asSentence(text: string): string {
  const trimmed = text.replace(/[,;:]$/u, "");
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/u.test(begun) ? begun : `${begun}.`;
}
