import { sentences, stem, words } from "../../../files/index.ts";
import type { RawTable } from "./rawTable.ts";

const TAKES_BACK =
  /(?<!\p{L})(?:streich\p{L}*|entfällt|erledigt|zurück(?:nehm|zieh)\p{L}*|(?:nehme|ziehe)n? .{1,60} zurück|storn\p{L}*|doch nicht|nicht mehr|withdraw\p{L}*|cancel\p{L}*|strike|scratch|take .{1,60} (?:off|out)|leave out|forget|no longer)(?!\p{L})/iu;
/** What speaks to a machine, or stands behind a signature's dashes, takes nothing back. */
const NOT_SAID = /\n--\s*\n[^]*$/u;
const TO_MACHINE =
  /(?<![\p{L}-])(?:ki|ai|llm|assisten\p{L}*|assistant\p{L}*|bots?|automatisch\p{L}*|automated)(?!\p{L})/iu;

/** The table of a mail without the rows that a sentence below takes back ("PS: Die Stehlampe bitte wieder streichen"). */
export function withoutWithdrawn(raw: RawTable, lines: readonly string[]): RawTable {
  const below = `\n${lines.slice(raw.lines.at(-1) ?? lines.length).join("\n")}\n`.replace(NOT_SAID, "");
  const said = sentences(below).filter(({ text }) => TAKES_BACK.test(text) && !TO_MACHINE.test(text));
  const gone = new Set(said.flatMap(({ text }) => rowMeant(raw, text)));
  if (gone.size === 0 || gone.size === raw.rows.length) return raw;
  const stays = (_: unknown, at: number) => !gone.has(at);
  return { ...raw, rows: raw.rows.filter(stays), lines: raw.lines.filter(stays) };
}

/** The one row whose cells share most long words with the sentence; none where two share as many. */
function rowMeant(raw: RawTable, sentence: string): number[] {
  const own = new Set(longStems(sentence));
  const shared = raw.rows.map((row) => new Set(longStems(row.join(" ")).filter((word) => own.has(word))).size);
  const best = Math.max(0, ...shared);
  const rows = [...shared.keys()].filter((at) => shared[at] === best);
  return best > 0 && rows.length === 1 ? rows : [];
}

function longStems(text: string): string[] {
  return words(text).flatMap(({ word }) => (/^\p{L}{4,}$/u.test(word) ? [stem(word)] : []));
}
