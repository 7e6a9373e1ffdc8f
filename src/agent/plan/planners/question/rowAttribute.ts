import { stem, words } from "../../../../files/index.ts";
import type { SourceTable, WideColumn } from "../../gather/types.ts";
import { linkColumns, related } from "../../lexicon/index.ts";
import type { Need } from "../text/needs.ts";
import type { RowHit } from "../text/rows.ts";
import type { Asked } from "./asked.ts";
import { isIdentifyingType, unitFits } from "./typeFit.ts";

/** Names of columns for a beginning and an end. */
const BEGINNING =
  /(?<!\p{L})(?:seit|since|start\p{L}*|beginn|eintritt\p{L}*|einzug\p{L}*|joined|from|hired|gegründet|founded|entry)(?!\p{L})|ab$|seit$/iu;
const RELATED: Partial<Record<Asked["relation"], RegExp>> = {
  since: BEGINNING,
  from: BEGINNING,
  until:
    /(?<!\p{L})(?:bis|until|end|ende|due|fällig\p{L}*|ablauf\p{L}*|expir\p{L}*|runs? out|lapses|läuft ab|gültig(?: bis)?|valid(?: until)?|ends?|auszug\p{L}*|deadline|valid to|frist)(?!\p{L})|bis$|ende$/iu,
};

/** Whether no other column of the row has the asked unit. */
function isOnlyOne(hit: RowHit, column: WideColumn, asked: Asked): boolean {
  return !hit.wide.columns.some(
    (other) => other !== column && other.via.length === column.via.length && unitFits(other, asked),
  );
}

/** How surely the column is what is asked: by its name, by its shape where that tells, or because nothing is left open. */
export function attributeOf(
  hit: RowHit,
  column: WideColumn,
  open: Need[],
  links: Map<Need, number>,
  fit: number,
  asked: Asked,
  elsewhere: boolean,
): number {
  const key = open.find((need) => need.key);
  if (key) return links.get(key) ?? 0;
  const head = open.find((need) => need.head);
  if (head && (links.get(head) ?? 0) < 0.4 && (hit.met.get(head) ?? 0) < 0.4 && asked.unit === null) return 0;
  if (asked.type === "date" && asked.relation !== "" && RELATED[asked.relation]?.test(column.name)) return 0.55;
  // A measure is known by its unit: square metres, kilos, hours.
  const isMeasure = asked.type === "number" && asked.unit !== null && unitFits(column, asked);
  const isOfOther =
    asked.unit === "%" && open.some((need) => need.weight >= 0.7 && need.direct.some((id) => id !== "percent"));
  if (isMeasure && !isOfOther && isOnlyOne(hit, column, asked)) return 0.6;
  const weighty = open.filter((need) => need.weight >= 0.7 && !need.verb && !isForeign(hit.table, need));
  if (weighty.length === 0 && !isIdentifyingType(asked) && open.some((need) => need.weight >= 0.7 && !need.verb))
    return 0;
  if (weighty.length === 0) return fit * 0.8;
  const linked = Math.max(0, ...weighty.map((need) => links.get(need) ?? 0));
  if (isIdentifyingType(asked)) return Math.max(linked, fit * 0.7);
  const met = weighty.every((need) => (hit.met.get(need) ?? 0) >= 0.4);
  // Another column is called like what is asked: then this one is not it.
  return Math.max(linked, met && fit >= 0.9 && !elsewhere ? 0.6 : 0);
}

const foreign = new WeakMap<SourceTable, Map<string, boolean>>();

/**
 * A word that no lexicon knows and no cell of the table has: it may be the other language's word for one of its values
 * ("Katzenschnupfen" for "Cat flu"), so it speaks for no row and against none.
 */
function isForeign(table: SourceTable, need: Need): boolean {
  if (need.direct.length > 0 || need.parts.length > 0 || need.words.length !== 1) return false;
  const known = foreign.get(table) ?? new Map<string, boolean>();
  foreign.set(table, known);
  const folded = need.words[0]?.folded ?? "";
  const answer =
    known.get(folded) ??
    !table.rows.some((row) => row.some((cell) => words(cell.raw).some((word) => sameWord(word.word, folded))));
  known.set(folded, answer);
  return answer;
}

function sameWord(a: string, b: string): boolean {
  return (
    a === b ||
    stem(a) === stem(b) ||
    (Math.min(a.length, b.length) >= 5 && (a.startsWith(b.slice(0, 5)) || b.startsWith(a.slice(0, 5))))
  );
}

/** How well each open word names each column. */
export function linkNeeds(open: Need[], columns: WideColumn[]): Map<number, Map<Need, number>> {
  const linked = new Map<number, Map<Need, number>>();
  const names = columns.map((column) => ({ name: column.ref }));
  const put = (column: number, need: Need, score: number): void => {
    const known = linked.get(column) ?? new Map<Need, number>();
    known.set(need, Math.max(known.get(need) ?? 0, score));
    linked.set(column, known);
  };
  for (const need of open) {
    for (const { column, score } of linkColumns(need.text, names)) {
      // "Steuernummer" and "Auftragsnr" share only that they are numbers.
      const sure = !need.key || score >= 0.75 || shareWord(need, names[column]?.name ?? "");
      if (sure) put(column, need, score);
    }
  }
  for (const [at, need] of open.entries()) {
    const next = open[at + 1];
    if (!next || need.key || next.key || next.start - need.end > 1) continue;
    for (const { column, score } of linkColumns(`${need.text} ${next.text}`, names)) {
      put(column, need, score);
      put(column, next, score);
    }
  }
  return linked;
}

/** Whether need and column agree in more than the word "number". */
function shareWord(need: Need, name: string): boolean {
  const bare = (text: string) =>
    words(text.replaceAll(/(?:nummern?|numbers?|nr|no|id|code)\.?(?=\s|$|-)/giu, " "))
      .map((word) => stem(word.word))
      .filter((word) => word.length >= 2);
  const [left, right] = [bare(need.text), bare(name.slice(name.lastIndexOf(".") + 1))];
  return left.some((a) =>
    right.some((b) => related(a, b) >= 0.5 || (a.length >= 3 && (a.startsWith(b) || b.startsWith(a)))),
  );
}
