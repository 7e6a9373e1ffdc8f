import type { DateSpan, Lang, NumberSpan, PeriodSpan, Span } from "../../../files/index.ts";
import type { Clause } from "../types.ts";

/** What code reads out of a request before any model sees it. Offsets are into `text`. */
export interface Request {
  text: string;
  lang: Lang;
  /** ISO date. */
  today: string;
  clauses: Clause[];
  /** There is a result of the request before, which "it" or "that number" may mean. */
  follows: boolean;
  dates: DateSpan[];
  periods: PeriodSpan[];
  numbers: NumberSpan[];
  quotes: Span[];
  /** Path-like words with an extension, e.g. "lager/status.txt"; `exists` tells a source from a target. */
  paths: PathMention[];
  /** Columns the person asked for, in order, as they wrote them: "with the columns Item, Format and Due". */
  columns: string[];
  limits: { maxWords: number | null; minWords: number | null; sentences: number | null };
  /** "biggest first" … null when no order is asked for. `by` is the word that names what to order by, if any. */
  order: { direction: "asc" | "desc"; by: string | null } | null;
  /** "the three largest" -> 3. */
  top: number | null;
  /** The language asked for in an answer or letter ("auf Englisch", "in German"), else null. */
  answerLang: Lang | null;
  /** Content words: folded, stemmed, no stop words, in order. */
  terms: Term[];
}

export interface PathMention extends Span {
  path: string;
  exists: boolean;
  /** A folder that exists or is named as one ("in den Ordner kasse/erledigt"). */
  folder: boolean;
}

export interface Term extends Span {
  /** Folded. */
  word: string;
  stem: string;
  /** Begins with a capital in the middle of a sentence, or holds a digit: likely a name or an id. */
  name: boolean;
}
