export interface Candidate {
  /** Normalised: ISO date, decimal string, text. */
  value: string;
  /** As it stands in the document. */
  raw: string;
  /** What names it there: its label, or where it stands ("title", "letterhead"). */
  label: string;
  quote: string;
  /** 0..1. */
  score: number;
  unit: string | null;
}

export function lineOf(text: string, at: number): string {
  const end = text.indexOf("\n", at);
  return text
    .slice(text.lastIndexOf("\n", at - 1) + 1, end === -1 ? undefined : end)
    .trim()
    .slice(0, 200);
}
