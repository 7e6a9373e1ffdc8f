import { fold, findDates, findPeriods, stem, type Doc } from "../../../files/index.ts";
import { concepts } from "../lexicon/index.ts";
import { baseName, folderOf, isNew, isOld, markers, NEW, OLD, tokenize } from "./names.ts";
import { docTitle } from "./fileTables.ts";
import { keyValue } from "./sourceTables.ts";
import type { SourceTable } from "./types.ts";

/** Concepts of tables that say how things are at a time (the newest counts), unlike those that list what happened. */
const STATES = new Set(
  "price rate pricelist stock minstock validfrom validuntil valid purchaseprice rent membershipfee".split(" "),
);

/**
 * Sets `family`, `variant`, `series`, `valid` and `supersededBy`. Tables of the same columns are versions of each other when
 * they speak about the same keys, parts of a series when they do not.
 */
export function setVersions(tables: SourceTable[], today: string): void {
  const groups = new Map<string, SourceTable[]>();
  for (const table of tables) {
    if (table.kind === "list") joinLists(table, tables);
    if (table.kind !== "table") continue;
    table.valid = validity(table, today);
    const group = [...groups.values()].find((others) => others[0] !== undefined && sameColumns(others[0], table));
    if (group) group.push(table);
    else groups.set(table.id, [table]);
  }
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    setVariants(group);
    for (const part of splitByKeys(group)) if (part.length > 1) markGroup(part, today);
  }
  for (const table of tables) if (table.kind === "table" && isOld(table.path)) putAway(table, tables);
}

/** An old list of the same things, with other columns, gives way as well: "van list 2025 - old" beside "van list". */
function putAway(old: SourceTable, tables: SourceTable[]): void {
  if (old.supersededBy !== null || old.series !== null) return;
  const current = tables.find(
    (table) =>
      table !== old &&
      table.kind === "table" &&
      !isOld(table.path) &&
      plainName(baseName(table.path)) === plainName(baseName(old.path)) &&
      sharedKeys(old, table).share >= 0.5,
  );
  if (!current) return;
  setVariants([old, current]);
  old.supersededBy = current.id;
}

/** Rows inside several documents under the same head (positions of delivery notes) are parts of one whole. */
function joinLists(table: SourceTable, tables: SourceTable[]): void {
  const names = (other: SourceTable) => other.columns.map((column) => fold(column.name)).join("|");
  const first = tables.find((other) => other.kind === "list" && other !== table && names(other) === names(table));
  if (!first || table.columns.length < 2 || !table.columns.some((column) => !/^(?:item|part \d+)$/.test(column.name)))
    return;
  const folder = folderOf(table.path);
  table.series = first.series ?? `${folder.slice(folder.lastIndexOf("/") + 1) || table.id}-rows`;
  table.variant = baseName(table.path);
}

function markGroup(group: SourceTable[], today: string): void {
  const id = commonName(group);
  const overlapping =
    keyOverlap(group) >= 0.5 || (keyOverlap(group) >= 0.2 && group.some((table) => isOld(table.path)));
  const marked = group.some((table) => isOld(table.path) || isNew(table.path));
  if (!overlapping || (!marked && datesApart(group))) {
    for (const table of group) table.series = id;
    return;
  }
  for (const table of group) table.family = id;
  // Sales of two months are two parts, member lists of two years two versions, and so are counts of stock.
  if (!marked && !isState(group) && group.every((table) => namesShortPeriod(table.path))) {
    for (const table of group) table.series = id;
    return;
  }
  const current = currentOf(group, today);
  if (current === null) return;
  for (const table of group) if (table !== current) table.supersededBy = current.id;
}

/** The one that applies: not put away, begun, not ended; of these the latest begun. null when nothing tells. */
function currentOf(group: SourceTable[], today: string): SourceTable | null {
  const open = group.filter(
    (table) =>
      !isOld(table.path) &&
      (table.valid.from === null || table.valid.from <= today) &&
      (table.valid.to === null || table.valid.to >= today),
  );
  if (open.length === 1) return open[0] ?? null;
  const dated = open.map((table) => ({ table, from: table.valid.from ?? "", fresh: isNew(table.path) ? 1 : 0 }));
  dated.sort((a, b) => b.from.localeCompare(a.from) || b.fresh - a.fresh);
  const [first, second] = dated;
  if (!first || !second) return null;
  return first.from !== second.from || first.fresh !== second.fresh ? first.table : null;
}

function isState(group: SourceTable[]): boolean {
  const first = group[0];
  if (!first) return false;
  return [first.name, ...first.columns.map((column) => column.name)].some((name) =>
    concepts(name).some((id) => STATES.has(id)),
  );
}

/** From columns that say so ("gültig ab", "valid until"), else from dates and years in name and folder. */
function validity(table: SourceTable, today: string): SourceTable["valid"] {
  const from = columnDates(table, "validfrom");
  const to = columnDates(table, "validuntil");
  // One open end means that the table still holds.
  const valid = {
    from: from.toSorted().at(-1) ?? null,
    to: to.length === table.rows.length ? (to.toSorted().at(-1) ?? null) : null,
  };
  if (valid.from !== null || valid.to !== null) return valid;
  return { from: startInName(table.path, today), to: null };
}

function columnDates(table: SourceTable, concept: string): string[] {
  const column = table.columns.findIndex((head) => head.type === "date" && concepts(head.name).includes(concept));
  return column === -1 ? [] : table.rows.flatMap((row) => row[column]?.value?.slice(0, 10) ?? []);
}

const SEASON_STARTS: [RegExp, string][] = [
  [/fruehjahr|fruehling|spring/, "03-01"],
  [/sommer|summer/, "06-01"],
  [/herbst|autumn|fall/, "09-01"],
  [/winter/, "12-01"],
];

/** First day of the time that a path names, null when it names none. */
function startInName(path: string, today: string): string | null {
  const name = baseName(path).replaceAll("_", " ");
  const written = findDates(name, { today })[0]?.iso;
  if (written) return written;
  const month = /(?<!\d)((?:19|20)\d\d)[- ](0[1-9]|1[0-2])(?![-\d])/.exec(name);
  if (month) return `${month[1]}-${month[2]}-01`;
  const folded = fold(path);
  const year = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(baseName(path))?.[0] ?? /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(path)?.[0];
  const season = SEASON_STARTS.find(([pattern]) => pattern.test(folded))?.[1];
  if (year && season) return `${year}-${season}`;
  return findPeriods(name.replaceAll("-", " "), { today })[0]?.from ?? (year ? `${year}-01-01` : null);
}

/** Whether the name says a month, a week or a quarter. */
function namesShortPeriod(path: string): boolean {
  const name = fold(baseName(path)).replaceAll("_", " ");
  return (
    /(?<!\d)(?:19|20)\d\d[- ](?:0[1-9]|1[0-2])(?!\d)|(?<!\d)(?:0[1-9]|1[0-2])[- ](?:19|20)\d\d(?!\d)/.test(name) ||
    /(?<![a-z])(?:q[1-4]|kw ?\d\d?|week ?\d\d?|woche ?\d\d?|quartal)(?![a-z])/.test(name) ||
    MONTH.test(name)
  );
}

const MONTH =
  /(?<![a-z])(?:jan|feb|mar|maerz|mrz|apr|mai|may|jun|jul|aug|sep|sept|okt|oct|nov|de[cz]|(?:jan|febr)uar[y]?|march|april|ju[nl][iy]|june|august|(?:septem|novem)ber|o[kc]tober|de[cz]ember)(?![a-z])/;

/** Whether a column of dates that change from row to row runs over other days in each table. */
function datesApart(group: SourceTable[]): boolean {
  const ranges = group.map((table) => {
    const column = table.columns.findIndex(
      (head) => head.type === "date" && !concepts(head.name).some((id) => id === "validfrom" || id === "validuntil"),
    );
    const dates = column === -1 ? [] : table.rows.flatMap((row) => row[column]?.value ?? []).toSorted();
    return new Set(dates).size > 1 ? { from: dates[0] ?? "", to: dates.at(-1) ?? "" } : null;
  });
  const sorted = ranges.filter((range) => range !== null).toSorted((a, b) => a.from.localeCompare(b.from));
  return (
    sorted.length === group.length && sorted.every((range, at) => at === 0 || (sorted[at - 1]?.to ?? "") < range.from)
  );
}

/** Nearly the same columns: at least four of five names in common. */
function sameColumns(a: SourceTable, b: SourceTable): boolean {
  const left = a.columns.map((column) => fold(column.name));
  const right = new Set(b.columns.map((column) => fold(column.name)));
  if (left.length < 2) return false;
  const common = left.filter((name) => right.has(name)).length;
  return common / Math.max(left.length, right.size) >= 0.7 && common >= 2;
}

/** Least share of common keys between neighbours, over the best key column; 0 without keys. */
function keyOverlap(group: SourceTable[]): number {
  let least = 1;
  for (const [at, table] of group.entries()) {
    if (at > 0) least = Math.min(least, Math.max(...group.slice(0, at).map((other) => sharedKeys(other, table).share)));
  }
  return least;
}

/** Sets apart tables that share no keys with those that do: two price lists and a third list of other articles. */
function splitByKeys(group: SourceTable[]): SourceTable[][] {
  const versions: SourceTable[] = [];
  const others: SourceTable[] = [];
  for (const table of group) {
    const alike = group.some((other) => other !== table && sharedKeys(other, table).share >= 0.5);
    (alike ? versions : others).push(table);
  }
  return versions.length === 0 || others.length === 0 ? [group] : [versions, others];
}

/** The column that is a key in both and has most values in common. */
export function sharedKeys(a: SourceTable, b: SourceTable): { left: number; right: number; share: number } {
  let found = { left: -1, right: -1, share: 0 };
  for (const left of a.keys) {
    const head = a.columns[left];
    if (!head || head.type === "date" || head.type === "money") continue;
    const right = b.columns.findIndex((column) => fold(column.name) === fold(head.name));
    if (right === -1 || !b.keys.includes(right)) continue;
    const values = new Set(a.rows.map((row) => keyValue(row[left])));
    const common = b.rows.filter((row) => values.has(keyValue(row[right]))).length;
    const share = common / Math.max(1, Math.min(a.rows.length, b.rows.length));
    if (share > found.share) found = { left, right, share };
  }
  return found;
}

/** What the names have in common: "preisliste", "stunden". */
function commonName(group: SourceTable[]): string {
  const lists = group.map((table) => markers(baseName(table.path)));
  const common = (lists[0] ?? []).filter((word) => lists.every((list) => list.includes(word)) && !/^\d+$/.test(word));
  return common.join("-") || (group[0]?.id ?? "");
}

/** `variant`: the words of the path that not all of the group have; the year of validity when there are none. */
function setVariants(group: SourceTable[]): void {
  const lists = group.map((table) =>
    baseName(table.path) === table.name ? tokenize(table.path) : tokenize(`${table.path} ${table.name}`),
  );
  for (const [at, table] of group.entries()) {
    const own = lists[at] ?? [];
    const special = own.filter((token) => !lists.every((list) => list.some((other) => other.folded === token.folded)));
    const text = [...new Set(special.map((token) => token.raw))].join(" ");
    table.variant = text || (table.valid.from?.slice(0, 4) ?? table.id);
  }
}

/** Text documents that a newer one of the same title or name replaces. */
export function supersededDocs(docs: Doc[], today: string): Map<string, string> {
  const groups = new Map<string, Doc[]>();
  for (const doc of docs) {
    if (!["text", "pdf"].includes(doc.kind)) continue;
    for (const key of new Set([plainName(baseName(doc.path)), plainName(docTitle(doc))])) {
      if (key.length >= 4) groups.set(key, [...(groups.get(key) ?? []), doc]);
    }
  }
  const found = new Map<string, string>();
  for (const group of groups.values()) {
    if (group.length < 2 || group.length > 12) continue;
    const states = group.map((doc) => ({
      doc,
      old: isOld(doc.path),
      from: statedDate(doc, today),
      year: yearOnly(doc.path),
    }));
    const telling = states.filter((state) => state.old || state.from !== null || state.year !== null);
    if (
      telling.length === 0 ||
      states.filter((state) => state.old).length + states.filter((state) => state.from ?? state.year).length < 1
    )
      continue;
    const open = states.filter((state) => !state.old && (state.from === null || state.from <= today));
    // Without a word about validity on each side they are two documents, not two versions.
    const current = open.toSorted((a, b) => (b.from ?? b.year ?? "").localeCompare(a.from ?? a.year ?? ""))[0];
    if (!current) continue;
    for (const state of states) {
      const isVersion =
        state.old ||
        (state.from !== null && current.from !== null) ||
        (state.year !== null && (current.year !== null || current.from !== null));
      if (state !== current && isVersion) found.set(state.doc.path, current.doc.path);
    }
  }
  return found;
}

/** Name without years, dates, versions and words for old and new, stemmed. */
function plainName(text: string): string {
  return tokenize(text.replaceAll(/\([^)]*\)|\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}/g, " "))
    .filter(({ folded }) => !/^(?:(?:19|20)\d\d|v\d+)$/.test(folded) && !OLD.has(folded) && !NEW.has(folded))
    .filter(({ folded }) => !/^(?:stand|version|fassung|gueltig|ab|seit|valid|from|since|as|of)$/.test(folded))
    .filter(({ folded }) => !new RegExp(`^${MONTH.source}$`).test(folded))
    .map((token) => stem(token.folded))
    .join(" ");
}

/** The date that a document says it applies from, in its first lines. */
function statedDate(doc: Doc, today: string): string | null {
  const head = doc.text.slice(0, 600);
  const match =
    /(?:stand|gültig (?:ab|seit)|gilt ab|fassung vom|valid from|effective(?: from)?|in force from|version of|as of|since)\b[:\s]*/iu.exec(
      head,
    );
  if (!match) return null;
  const after = head.slice(match.index + match[0].length, match.index + match[0].length + 40).split("\n")[0] ?? "";
  const date = findDates(after, { today })[0];
  return date?.iso ?? findPeriods(after, { today })[0]?.from ?? null;
}

/** The year of a name that has no whole date: "lieferbedingungen-2025". */
function yearOnly(path: string): string | null {
  const name = baseName(path);
  if (/\d{4}-\d\d-\d\d|\d\d[.-]\d\d[.-]\d{4}|\d{8}/.test(name)) return null;
  return /(?<!\d)(?:19|20)\d\d(?!\d|[-_.]\d)/.exec(name)?.[0] ?? null;
}
