import { fold, words } from "../../../../files/index.ts";
import type { Catalogue, Mention, SourceTable, WideTable } from "../../gather/types.ts";
import type { Matcher } from "./matcher.ts";
import type { Need } from "./needs.ts";

/** A row of a table with what its keys lead to, and which needs it meets. */
export interface RowHit {
  table: SourceTable;
  wide: WideTable;
  row: number;
  /** Strength by need. */
  met: Map<Need, number>;
  /** Column index by need, for those that a cell meets. */
  cells: Map<Need, number>;
}

const USED = new Set(["table", "list", "events", "records"]);

/**
 * Rows that hold the names and days of the needs, per table, those that meet most first. A row that lacks a required name
 * is out: the same number of another customer is the worst of all answers. `loose` keeps it, for finding what stands for a name.
 */
export function rowHits(needs: Need[], catalogue: Catalogue, matcher: Matcher, loose = false): RowHit[] {
  const anchors = needs.filter((need) => need.mentions.length > 0 || need.role !== "word");
  if (anchors.length === 0) return [];
  const found: RowHit[] = [];
  const keys = new Map(anchors.map((need) => [need, keysOf(need, catalogue)]));
  for (const table of catalogue.tables) {
    if (!USED.has(table.kind) || table.rows.length === 0) continue;
    const wide = catalogue.wide(table);
    for (const row of rowsWorthALook(table, anchors)) {
      const hit = meet({ table, wide, row }, anchors, keys, matcher, loose);
      if (hit) found.push(hit);
    }
  }
  for (const hit of found) for (const need of needs) if (need.role === "word") meetWord(hit, need, matcher);
  return found;
}

const SMALL = 3000;

/** All rows of a small table; of a large one those in which the tables' own index found a name. */
function rowsWorthALook(table: SourceTable, anchors: Need[]): Iterable<number> {
  if (table.rows.length <= SMALL) return table.rows.keys();
  const mentions = anchors.flatMap((need) => need.mentions.filter((mention) => mention.table === table.id));
  return new Set(mentions.flatMap((mention) => mention.rows.slice(0, 200)));
}

function meet(
  at: { table: SourceTable; wide: WideTable; row: number },
  anchors: Need[],
  keys: ReadonlyMap<Need, string[]>,
  matcher: Matcher,
  loose: boolean,
): RowHit | null {
  const hit: RowHit = { ...at, met: new Map(), cells: new Map() };
  for (const need of anchors) {
    const column = need.role === "day" ? dayColumn(at, need) : nameColumn(at, need, matcher);
    if (column !== -1) {
      // A name that the row only leads to says less than one that stands in it.
      hit.met.set(need, 1 - 0.12 * Math.max(0, (at.wide.columns[column]?.via.length ?? 1) - 1));
      hit.cells.set(need, column);
      continue;
    }
    const byKey = keyColumn(at, keys.get(need) ?? []);
    if (byKey !== -1) {
      hit.met.set(need, 0.85);
      hit.cells.set(need, byKey);
    } else if (need.required && !loose) return null;
  }
  return hit.met.size > 0 ? hit : null;
}

/** The codes ("GAR40") of the one row that a name ("Gartenweg 40") stands in: other tables have the code alone. */
function keysOf(need: Need, catalogue: Catalogue): string[] {
  return need.mentions.flatMap((mention) => {
    const table = catalogue.table(mention.table);
    const [row] = mention.rows;
    if (table?.kind !== "table" || row === undefined || mention.rows.length > 1 || mention.score < 0.9) return [];
    return table.keys.flatMap((at) => {
      const raw = table.rows[row]?.[at]?.raw.trim() ?? "";
      return at !== mention.column && /^(?=.*\d)(?=.*\p{L})[\p{L}\d-]{3,12}$/u.test(raw) ? [raw] : [];
    });
  });
}

function keyColumn({ wide, row }: { wide: WideTable; row: number }, keys: readonly string[]): number {
  if (keys.length === 0) return -1;
  return (wide.rows[row] ?? []).findIndex(
    (cell, at) => wide.columns[at]?.via.length === 1 && keys.some((key) => equal(cell.raw, key)),
  );
}

function dayColumn({ wide, row }: { wide: WideTable; row: number }, need: Need): number {
  return wide.columns.findIndex(
    (column, at) => column.type === "date" && wide.rows[row]?.[at]?.value?.slice(0, 10) === need.iso,
  );
}

/**
 * The column in which the row holds a name: each of its words must stand in a cell that the tables know by it, or be a word
 * of some cell ("Anlieferung Hotel Drei Kronen"). -1 when one is missing.
 */
function nameColumn({ wide, row }: { wide: WideTable; row: number }, need: Need, matcher: Matcher): number {
  const cells = wide.rows[row] ?? [];
  const columnOf = (mention: Mention): number =>
    wide.columns.findIndex(
      ({ from }, at) =>
        from?.table === mention.table && from.column === mention.column && equal(cells[at]?.raw ?? "", mention.value),
    );
  const holding = need.mentions
    .map((mention) => ({ mention, column: columnOf(mention) }))
    .filter((one) => one.column !== -1);
  const open = need.words.filter(
    (word) =>
      !TITLES.has(word.folded) &&
      !holding.some(({ mention }) => words(mention.text).some((other) => other.word === word.folded)),
  );
  if (holding.length > 0 && open.length === 0) return Math.min(...holding.map(({ column }) => column));
  const whole = cells.findIndex((cell, index) => {
    const type = wide.columns[index]?.type;
    return type === "text" && cell.raw.length > 2 && (matcher.find(need, cell.raw)?.strength ?? 0) >= 0.95;
  });
  return whole === -1 ? spread(wide, row, need) : whole;
}

/** First and last name in two columns of one table; -1 when a word of the name is missing. */
function spread(wide: WideTable, row: number, need: Need): number {
  const wanted = need.words.filter((word) => !TITLES.has(word.folded));
  if (wanted.length < 2) return -1;
  const cells = wide.rows[row] ?? [];
  const columns = wanted.map((word) =>
    cells.findIndex(
      (cell, at) =>
        wide.columns[at]?.type === "text" &&
        (wide.columns[at]?.via.length ?? 9) <= 2 &&
        cell.raw.length < 60 &&
        words(cell.raw).some((other) => other.word === word.folded),
    ),
  );
  const from = new Set(columns.map((at) => wide.columns[at]?.from?.table ?? ""));
  return columns.every((at) => at !== -1) && from.size === 1 ? Math.max(...columns) : -1;
}

const TITLES = new Set("dr prof herr herrn frau mr mrs ms familie der die das the".split(" "));

function equal(a: string, b: string): boolean {
  return fold(a).trim() === fold(b).trim();
}

/** A word of the request that a cell of the row holds ("cat"), or that its table is called by ("orders"). */
function meetWord(hit: RowHit, need: Need, matcher: Matcher): void {
  const cells = hit.wide.rows[hit.row] ?? [];
  let best = { strength: 0, column: -1 };
  for (const [column, cell] of cells.entries()) {
    if (hit.wide.columns[column]?.type !== "text" || cell.raw.trim() === "" || cell.raw.length > 200) continue;
    const strength = matcher.find(need, cell.raw)?.strength ?? 0;
    if (strength > best.strength) best = { strength, column };
  }
  if (best.strength >= 0.6) {
    hit.met.set(need, best.strength);
    hit.cells.set(need, best.column);
    return;
  }
  const name = `${hit.table.id} ${hit.table.path}`.replaceAll(/[/_.-]/gu, " ");
  const byName = matcher.find(need, name)?.strength ?? 0;
  if (byName >= 0.5) hit.met.set(need, byName * 0.8);
}

/** Share of the needs' weight that a row meets. */
function coverageOf(hit: RowHit, needs: Need[]): number {
  const total = needs.reduce((sum, need) => sum + need.weight, 0);
  return total === 0 ? 0 : needs.reduce((sum, need) => sum + need.weight * (hit.met.get(need) ?? 0), 0) / total;
}

/** Ids that stand for the names of the needs: keys of their rows and of the rows that lead to them ("A-101" for the cat). */
export function aliasesOf(needs: Need[], hits: RowHit[]): Map<Need, string[]> {
  const aliases = new Map<Need, string[]>();
  const best = new Map<string, number>();
  for (const hit of hits) best.set(hit.table.id, Math.max(best.get(hit.table.id) ?? 0, coverageOf(hit, needs)));
  for (const need of needs) {
    if (need.role !== "name") continue;
    const ids = new Set<string>();
    for (const hit of hits) {
      if (
        !hit.met.has(need) ||
        coverageOf(hit, needs) < (best.get(hit.table.id) ?? 0) - 0.02 ||
        hit.table.kind !== "table"
      )
        continue;
      for (const column of hit.table.keys) {
        const raw = hit.table.rows[originRow(hit)]?.[column]?.raw.trim() ?? "";
        if (/\d/u.test(raw) && /^[\p{L}\p{N}/-]{3,20}$/u.test(raw) && /\p{L}|\d{4}/u.test(raw)) ids.add(raw);
      }
    }
    if (ids.size > 0) aliases.set(need, [...ids]);
  }
  return aliases;
}

function originRow(hit: RowHit): number {
  return hit.wide.origins[hit.row]?.row ?? hit.row;
}

const MAX_QUOTE = 240;

/** The file of a row and its words as they stand there. */
export function rowEvidence(
  hit: { table: SourceTable; wide: WideTable; row: number },
  catalogue: Catalogue,
): { path: string; quote: string } {
  const origin = hit.wide.origins[hit.row];
  const table = (origin && catalogue.table(origin.table)) ?? hit.table;
  const row = origin?.row ?? hit.row;
  const path = table.rowPaths?.[row] ?? table.path;
  const doc = catalogue.doc(path);
  const cells = (table.rows[row] ?? []).map((cell) => cell.raw.trim()).filter((raw) => raw !== "");
  const lines = table.rowPaths ? [] : (doc?.text.split("\n") ?? []);
  const holds = (line: string | undefined) => line !== undefined && cells.every((cell) => line.includes(cell));
  const own = lines[(table.lines[row] ?? 0) - 1];
  // In text forms of sheets the lines may stand elsewhere than the rows.
  const literal = (holds(own) ? own : lines.find(holds))?.trim() ?? cells.join("; ");
  return { path, quote: literal.slice(0, MAX_QUOTE) };
}

/** Cells of a row in one line: "Name Rocky, Species dog". */
export function describeRow(hit: RowHit, except: number[] = [], max = 110): string {
  const parts = hit.wide.columns.flatMap((column, at) => {
    const raw = hit.wide.rows[hit.row]?.[at]?.raw.trim() ?? "";
    return raw === "" || except.includes(at) || column.via.length > 2 ? [] : [`${column.name} ${raw}`];
  });
  const text = parts.join(", ");
  return text.length > max ? `${text.slice(0, max)}…` : text;
}

/** Words of a text that are names in the tables. */
export function nameWords(catalogue: Catalogue): Set<string> {
  const found = new Set<string>();
  for (const table of catalogue.tables) {
    if (table.kind !== "table") continue;
    for (const [at, column] of table.columns.entries()) {
      if (column.type !== "text" || !isPersonColumn(column.name, table)) continue;
      for (const row of table.rows.slice(0, 3000))
        for (const word of words(row[at]?.raw ?? "")) if (/^\p{Lu}/u.test(word.text)) found.add(word.word);
    }
  }
  return found;
}

const PERSON =
  /^(?:name|names?|vorname|nachname|first ?name|last ?name|surname|contact|ansprechpartner\w*|mitarbeiter\w*|employee|staff|person|owner|besitzer\w*|halter\w*|vet|tierarzt|arzt|kund\w+|customer|client|account manager|manager|leiter\w*|betreuer\w*|bearbeiter\w*|lehrer\w*|trainer\w*|dozent\w*|mieter\w*|tenant|patient|teilnehmer\w*|kursleit\w*|on call|bereitschaft|fahrer\w*|driver|assigned\w*|zuständig\w*|verantwortlich\w*|responsible|mitglied\w*|member|nurse|receptionist|instructor|teacher|doctor|guest|gast|company|firma|unternehmen|organisation|verein|school|schule|therapeut\w*|therapist|coach|referent\w*|techniker\w*|technician|monteur\w*|verkäufer\w*|sachbearbeiter\w*|consultant|agent|author|autor\w*|editor|brewer|supervisor|supplier|lieferant\w*|hersteller|producer|landlord|vermieter\w*)\b/iu;

/** Columns of tables of goods: their "Name" is no person's. */
const GOODS =
  /(?<!\p{L})(?:preis\p{L}*|price|bestand|stock|jahrgang|vintage|einheit|unit|menge|quantity|gebühr|fee|mindestbestand|lagerort|artikel\p{L}*|sku|isbn)(?!\p{L})/iu;

/** Whether a column holds people or firms. `table` is the one that it comes from. */
export function isPersonColumn(name: string, table: { columns: { name: string }[] } | null = null): boolean {
  const own = name.slice(name.lastIndexOf(".") + 1);
  if (/^name$/iu.test(own.trim()) && table?.columns.some((column) => GOODS.test(column.name))) return false;
  return PERSON.test(own.trim()) && !/\b(?:nr|no|id|number|nummer|seit|since|code)\b|(?:nr|id|nummer)$/iu.test(own);
}
