import type { Span } from "../types.ts";

/** No letter or digit before / after: `\b` of JavaScript does not know umlauts. */
export const B = "(?<![\\p{L}\\p{N}])";
export const E = "(?![\\p{L}\\p{N}])";

export function spanOf(text: string, start: number, end: number): Span {
  return { start, end, text: text.slice(start, end) };
}

/** Keeps the earliest and, at one start, the longest spans; drops what overlaps them. */
export function withoutOverlaps<T extends Span>(spans: T[]): T[] {
  const sorted = [...spans].toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: T[] = [];
  let end = 0;
  for (const span of sorted) {
    if (span.start < end) continue;
    kept.push(span);
    end = span.end;
  }
  return kept;
}

/** Blanks out spans, keeping every offset. */
export function mask(text: string, spans: readonly { start: number; end: number }[]): string {
  let out = "";
  let at = 0;
  for (const { start, end } of [...spans].toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    out += text.slice(at, from) + "\u0000".repeat(end - from);
    at = end;
  }
  return out + text.slice(at);
}
