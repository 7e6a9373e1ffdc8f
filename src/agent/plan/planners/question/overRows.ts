import type { Clause } from "../../types.ts";

/** Work over rows: counting, adding up, ordering, listing. */
const OVER_ROWS =
  /\b(?:total|sum|altogether|insgesamt|summe|zusammen|average|durchschnitt\w*|highest|lowest|cheapest|most expensive|biggest|largest|smallest|oldest|newest|earliest|teuerste\w*|billigste\w*|günstigste\w*|größte\w*|kleinste\w*|höchste\w*|niedrigste\w*|meisten?|wenigste\w*|älteste\w*|compare|vergleich\w*|difference|unterschied|list|liste|table|tabelle|each|every|jede[rsn]?|pro kunde|per customer)\b/iu;
const PLURAL =
  /\b(?:(?:which|what) (?:\p{L}+ ){0,2}?\p{L}{3,}s (?:are|were|have|had|did|do)|(?:welche|welchen) (?:\p{L}+ ){0,2}?\p{L}{3,}(?:s|en|er|e|ungen)\b (?:sind|waren|haben|hatten|fehlen|laufen|weichen))\b/iu;

/** Whether many rows are asked for or about; no single place answers that. */
export function isOverRows(clause: Clause): boolean {
  return OVER_ROWS.test(clause.text) || PLURAL.test(clause.text);
}

/** What a policy or a contract lays down stands in its text. */
const AGREED =
  /(?<!\p{L})(?:(?:under|according to|by|per) (?:the|our|their|his|her) (?:\p{L}+ )?(?:insurance|policy|contract|lease|terms|agreement|licen[cs]e|rules|statutes|warranty)|(?:laut|gemäß|nach) (?:\p{L}+ )?\p{L}*(?:vertrag|police|versicherung|satzung|ordnung|bedingungen|vereinbarung|agb)|selbstbeteiligung|selbstbehalt|excess|deductible)(?!\p{L})/iu;

/** Whether the question asks what a paper lays down, not what rows add up to. */
export function isLaidDown(text: string): boolean {
  return AGREED.test(text);
}
