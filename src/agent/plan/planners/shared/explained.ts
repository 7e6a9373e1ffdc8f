import { words } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { related } from "../../lexicon/index.ts";
import type { Term } from "../../request/index.ts";
import { overlaps, type Reading } from "./reading.ts";
import type { RowMatch } from "./rows.ts";

/** Words that say what to do or how, not which row: they need no explanation by the table. */
const GENERIC =
  /^(?:aend\p{L}*|änd\p{L}*|chang\p{L}*|correct\p{L}*|korrig\p{L}*|updat\p{L}*|aktuali\p{L}*|set|sets|setz\p{L}*|stell\p{L}*|mark\p{L}*|trag\p{L}*|eintrag\p{L}*|enter\p{L}*|record\p{L}*|mov\p{L}*|verschieb\p{L}*|verschob\p{L}*|verleg\p{L}*|rais\p{L}*|increas\p{L}*|erhöh\p{L}*|lower\p{L}*|reduc\p{L}*|senk\p{L}*|delet\p{L}*|remov\p{L}*|lösch\p{L}*|entfern\p{L}*|streich\p{L}*|add\p{L}*|füg\p{L}*|ergänz\p{L}*|adjust\p{L}*|anpass\p{L}*|pass\p{L}*|current\p{L}*|aktuell\p{L}*|neu\p{L}*|new|now|jetzt|nun|ab|sofort|erst|künftig|bitte|please|herrn?|frau|mr|mrs|ms|dr|firma|familie|liste\p{L}*|list\p{L}*|tabelle|table|datei|file|eintrag|entry|zeile|row|spalte|column|wert|value|prozent|percent|euro|eur|pounds?|beide\p{L}*|both|bei|hat|has|have|kann|can|is|ist|soll\p{L}*|should|möchte|wants?|will|uhr|mehr|longer|also|auch|come|comes|kommen|kommt|get|gets|bekommt|bekommen|left|only|today|heute|tomorrow|morgen|from|until|bis|seit|since)$/iu;

/** Content words of a clause that a table does not account for: no row, no column, no name of the table, no new value. */
export function unexplained(
  reading: Reading,
  table: SourceTable,
  match: RowMatch,
  except: readonly { start: number; end: number }[],
  near = 0.4,
): Term[] {
  const names = words(
    `${table.id} ${table.path.replaceAll(/[/_.-]/gu, " ")} ${table.columns.map(({ name }) => name).join(" ")}`,
  ).map(({ text }) => text);
  return reading.terms.filter((term) => {
    if (GENERIC.test(term.text) || /^\d/u.test(term.text)) return false;
    if (
      overlaps(term, except) ||
      overlaps(term, reading.dates) ||
      overlaps(term, reading.times) ||
      overlaps(term, reading.numbers)
    )
      return false;
    if (overlaps(term, reading.paths) || match.clues.some((clue) => clue.start <= term.start && term.end <= clue.end))
      return false;
    return !names.some((name) => related(term.text, name) >= near);
  });
}

const HOLDER =
  /(?:en|s|n)?(?:liste|plan|tabelle|datei|verzeichnis|übersicht|uebersicht|kartei|daten|blatt|list|sheet)$/iu;

/** How near a word is to the name of a file or table; "Maschinenliste" is the list in "maschinen.txt". */
export function nameRelated(word: string, name: string): number {
  const whole = related(word, name);
  const kind = word.replace(HOLDER, "");
  return kind === word || kind.length < 4 ? whole : Math.max(whole, 0.95 * related(kind, name));
}
