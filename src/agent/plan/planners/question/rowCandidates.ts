import { stem, words, type Cell } from "../../../../files/index.ts";
import type { SourceTable, WideColumn } from "../../gather/types.ts";
import { directConcepts, linkColumns, related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import type { Need } from "../text/needs.ts";
import { describeRow, isPersonColumn, rowEvidence, type RowHit } from "../text/rows.ts";
import type { Asked } from "./asked.ts";
import * as patterns from "./patterns.ts";
import type { Candidate } from "./types.ts";

const MAX_ROWS = 8;
/** Where only whether a date stands there matters. */
const TODAY = "2000-01-01";
/** A column must be named about this clearly to be what is asked. */
const LINKED = 0.52;

/** Cells of the rows that meet the names and days of the question, in columns that fit the asked attribute and type. */
export function rowCandidates(hits: RowHit[], needs: Need[], asked: Asked, ctx: PlanContext): Candidate[] {
  const superseded = (hit: RowHit) => hit.table.supersededBy !== null && !namesVariant(hit, ctx);
  const ranked = hits
    .map((hit) => ({ hit, anchor: anchorShare(hit, needs) - (superseded(hit) ? 0.35 : 0) }))
    .toSorted((a, b) => b.anchor - a.anchor);
  const best = ranked[0]?.anchor ?? 0;
  return ranked
    .filter((entry) => entry.anchor >= best - 0.35)
    .slice(0, MAX_ROWS * 4)
    .flatMap(({ hit }) => cellsOf(hit, needs, asked, superseded(hit), ctx))
    .toSorted((a, b) => b.score - a.score);
}

/** Share of names and days met, weighted. */
function anchorShare(hit: RowHit, needs: Need[]): number {
  const anchors = needs.filter((need) => need.role !== "word" || need.mentions.length > 0);
  const total = anchors.reduce((sum, need) => sum + need.weight, 0);
  return total === 0 ? 0 : anchors.reduce((sum, need) => sum + need.weight * (hit.met.get(need) ?? 0), 0) / total;
}

function namesVariant(hit: RowHit, ctx: PlanContext): boolean {
  const variant = hit.table.variant;
  return (
    variant !== null && words(variant).some((word) => ctx.request.text.toLowerCase().includes(word.text.toLowerCase()))
  );
}

function cellsOf(hit: RowHit, needs: Need[], asked: Asked, superseded: boolean, ctx: PlanContext): Candidate[] {
  const cells = hit.wide.rows[hit.row] ?? [];
  const identifying = new Set(hit.cells.values());
  const open = needs.filter((need) => need.role === "word" && !hit.cells.has(need));
  const linked = linkNeeds(open, hit.wide.columns);
  const elsewhere = [...linked.entries()].some(([at, links]) => {
    const [cell, column] = [cells[at], hit.wide.columns[at]];
    const isNamed = [...links].some(([need, score]) => need.weight >= 0.7 && score >= 0.6);
    return isNamed && cell && column && cell.raw.trim() !== "" && typeFit(asked, column, cell, ctx) >= 0.8;
  });
  const total = needs.reduce((sum, need) => sum + need.weight, 0);
  const found: Candidate[] = [];
  for (const [at, column] of hit.wide.columns.entries()) {
    const cell = cells[at];
    if (!cell || cell.raw.trim() === "" || identifying.has(at)) continue;
    const fit = typeFit(asked, column, cell, ctx);
    if (fit === 0) continue;
    const links = linked.get(at) ?? new Map<Need, number>();
    const attribute = attributeOf(hit, column, open, links, fit, asked, elsewhere);
    if (attribute < LINKED) continue;
    const met = needs.reduce(
      (sum, need) => sum + need.weight * Math.max(hit.met.get(need) ?? 0, links.get(need) ?? 0),
      0,
    );
    // "next" and "last" tell which of two dates.
    const faint = Math.max(0, ...[...links].map(([need, score]) => (need.weight < 0.7 ? score : 0)));
    const { value, kind } = normalise(cell, column, asked, ctx);
    const person = asked.type === "person" ? fullName(hit, at) : null;
    if (person?.skip) continue;
    const evidence = rowEvidence(hit, ctx.catalogue);
    found.push({
      value: person?.name ?? value,
      kind,
      shown: person?.name ?? cell.raw.trim(),
      path: evidence.path,
      quote: evidence.quote,
      score:
        (total === 0 ? 0 : met / total) +
        fit * 0.12 +
        faint * 0.12 +
        attribute * 0.1 -
        0.05 * (column.via.length - 1) -
        (superseded ? 0.35 : 0),
      attribute,
      about: `${column.name} of: ${describeRow(hit, [at])}`,
      source: "row",
      slot: `${hit.table.id} ${at}`,
    });
  }
  return found;
}

/** Names of columns for a beginning and an end. */
const BEGINNING =
  /(?<!\p{L})(?:seit|since|start\p{L}*|beginn|eintritt\p{L}*|einzug\p{L}*|joined|from|hired|gegründet|founded|entry)(?!\p{L})|ab$|seit$/iu;
const RELATED: Partial<Record<Asked["relation"], RegExp>> = {
  since: BEGINNING,
  from: BEGINNING,
  until:
    /(?<!\p{L})(?:bis|until|end|ende|due|fällig\p{L}*|ablauf\p{L}*|expir\p{L}*|auszug\p{L}*|deadline|valid to|frist)(?!\p{L})|bis$|ende$/iu,
};

/** How surely the column is what is asked: by its name, by its shape where that tells, or because nothing is left open. */
function attributeOf(
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
  const weighty = open.filter((need) => need.weight >= 0.7 && !isForeign(hit.table, need));
  if (weighty.length === 0 && open.some((need) => need.weight >= 0.7)) return 0;
  if (weighty.length === 0) return fit * 0.8;
  const linked = Math.max(0, ...weighty.map((need) => links.get(need) ?? 0));
  if (isIdentifyingType(asked)) return Math.max(linked, fit * 0.7);
  if (asked.type === "date" && asked.relation !== "" && RELATED[asked.relation]?.test(column.name))
    return Math.max(linked, 0.55);
  // A measure is known by its unit: square metres, kilos, hours.
  if (asked.type === "number" && asked.unit !== null && column.unit === asked.unit && asked.unit !== "%")
    return Math.max(linked, 0.6);
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
function linkNeeds(open: Need[], columns: WideColumn[]): Map<number, Map<Need, number>> {
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

function isIdentifyingType(asked: Asked): boolean {
  return ["phone", "email", "iban", "url"].includes(asked.type);
}

/** 0 = the cell cannot be the answer, 1 = it has exactly the asked form. */
function typeFit(asked: Asked, column: WideColumn, cell: Cell, ctx: PlanContext): number {
  const raw = cell.raw.trim();
  switch (asked.type) {
    case "date":
      if (column.type === "date") return cell.value === null ? 0 : 1;
      return column.type === "text" && raw.length < 60 && patterns.dates(raw, TODAY).length === 1 ? 0.8 : 0;
    case "time":
      return patterns.times(raw).length > 0 && raw.length < 12 ? 1 : 0;
    case "amount":
      if (column.type === "money") return 1;
      return column.type === "number" && cell.value !== null
        ? named(column, ["price", "amount", "rate", "total", "fee"])
          ? 0.95
          : 0.4
        : 0;
    case "number":
      return (column.type === "number" || (column.type === "money" && asked.unit === "%")) && cell.value !== null
        ? unitFits(column, asked)
          ? 1
          : 0.5
        : 0;
    case "duration":
      return column.type === "number" && unitFits(column, { ...asked, unit: "d" })
        ? 1
        : patterns.numbers(raw, null).some((number) => number.unit !== null)
          ? 0.8
          : 0;
    case "year":
      return /^(?:19|20)\d\d$/u.test(raw) ? 1 : column.type === "date" ? 0.4 : 0;
    case "person":
      return /\d/u.test(raw) || column.type !== "text"
        ? 0
        : isPersonColumn(column.name, column.from && ctx.catalogue.table(column.from.table))
          ? 1
          : 0.6;
    case "place":
      return named(column, ["place", "town", "city", "address", "street", "storage", "location", "room"]) ||
        /\b(?:ort|stadt|straße|strasse|adresse|anschrift|city|street|address|room|raum|lagerort|location|plz)\b/iu.test(
          column.name,
        )
        ? 1
        : 0;
    case "phone":
      return patterns.phones(raw).length > 0 ? (/fax/iu.test(column.name) ? 0.5 : 1) : 0;
    case "email":
      return patterns.emails(raw).length > 0 ? 1 : 0;
    case "iban":
      return patterns.ibans(raw).length > 0 ? 1 : 0;
    case "url":
      return patterns.urls(raw).length > 0 ? 1 : 0;
    case "id":
      if (column.type === "date" || column.type === "money" || column.unit !== null) return 0;
      return /\d/u.test(raw) && !/^-?\d+[.,]\d+$/u.test(raw) ? 0.6 : 0;
    case "boolean":
    case "phrase":
      return 0.5;
  }
}

function named(column: WideColumn, ids: string[]): boolean {
  return words(column.name).some(
    (word) => directConcepts(word.text).some((id) => ids.includes(id)) || ids.includes(stem(word.word)),
  );
}

function unitFits(column: WideColumn, asked: Asked): boolean {
  if (asked.unit === null || column.unit === asked.unit) return true;
  const spelled: Record<string, RegExp> = {
    d: /days?|tage?/iu,
    h: /hours?|stunden|std/iu,
    "%": /%|prozent|percent/u,
    mo: /months?|monate/iu,
  };
  return spelled[asked.unit]?.test(column.name) ?? false;
}

function normalise(cell: Cell, column: WideColumn, asked: Asked, ctx: PlanContext): Pick<Candidate, "value" | "kind"> {
  const raw = cell.raw.trim();
  if (asked.type === "time") return { value: patterns.times(raw)[0]?.value ?? raw, kind: "text" };
  if (column.type === "date" && cell.value !== null)
    return { value: cell.value.slice(0, ctx.request.text ? 10 : 16), kind: "date" };
  if (asked.type === "date") return { value: patterns.dates(raw, ctx.request.today)[0]?.iso ?? raw, kind: "date" };
  if ((column.type === "number" || column.type === "money") && cell.value !== null && asked.type !== "id")
    return { value: cell.value, kind: "number" };
  return { value: raw, kind: "text" };
}

const FIRST = /^(?:vorname|first ?name|given name|forename|rufname)$/iu;
const LAST = /^(?:nachname|familienname|last ?name|surname|family name|name)$/iu;

/** First and last name of two columns in one; the second of the two is left out. */
function fullName(hit: RowHit, at: number): { name: string; skip: boolean } | null {
  const own = (column: WideColumn | undefined) => (column ? column.name.slice(column.name.lastIndexOf(".") + 1) : "");
  const column = hit.wide.columns[at];
  const sister = (pattern: RegExp) =>
    hit.wide.columns.findIndex(
      (other, index) =>
        index !== at &&
        pattern.test(own(other)) &&
        other.from?.table === column?.from?.table &&
        other.via.join() === column?.via.join(),
    );
  const raw = (index: number) => hit.wide.rows[hit.row]?.[index]?.raw.trim() ?? "";
  if (FIRST.test(own(column)) && sister(LAST) !== -1) return { name: raw(at), skip: raw(sister(LAST)) !== "" };
  if (!LAST.test(own(column))) return null;
  const first = sister(FIRST);
  return first === -1 || raw(first) === "" ? null : { name: `${raw(first)} ${raw(at)}`, skip: false };
}
