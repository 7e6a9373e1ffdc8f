import { fold, type Cell, type Column } from "../../../files/index.ts";
import { matchKey, rowIndex } from "./nameKeys.ts";
import { keyColumns, keyValue, textCell, textColumn } from "./sourceTables.ts";
import { sharedKeys } from "./versions.ts";
import type { SourceTable, TableLink, WideColumn, WideTable } from "./types.ts";

const EMPTY: Cell = { raw: "", value: null };
const MAX_DEPTH = 2;

interface Reached {
  table: SourceTable;
  /** For each base row the row of `table`, -1 = none. */
  rows: number[];
  via: string[];
  /** Name of the column of the base (or last table) that led here. */
  by: string;
  skip: number;
}

/** See Catalogue.wide. `links` are those of `table`, unless others are given (a series). */
export function widen(table: SourceTable, byId: ReadonlyMap<string, SourceTable>): WideTable {
  const base: Reached = { table, rows: table.rows.map((_, at) => at), via: [table.id], by: "", skip: -1 };
  const reached = [base, ...reach(base, byId, MAX_DEPTH)];
  const paper = recordOf(table, byId);
  if (paper)
    reached.push(
      paper,
      ...reach(paper, byId, MAX_DEPTH).filter((far) => !reached.some((near) => leadsAlike(near, far))),
    );
  const columns = reached.flatMap((step) =>
    step.table.columns.flatMap((column, at) => (at === step.skip ? [] : [{ step, column, at }])),
  );
  const refs = uniqueRefs(columns.map(({ step, column }) => ({ step, column })));
  return {
    base: table.id,
    columns: columns.map(({ step, column, at }, index): WideColumn => {
      const ref = refs[index] ?? column.name;
      return { ...column, name: ref, ref, from: { table: step.table.id, column: at }, via: step.via };
    }),
    rows: table.rows.map((_, row) =>
      columns.map(({ step, at }) => step.table.rows[step.rows[row] ?? -1]?.[at] ?? EMPTY),
    ),
    origins: table.rows.map((_, row) => ({ table: table.id, row })),
  };
}

/** Rows inside a document belong to the record of that document: positions of an invoice have its customer and date. */
function recordOf(table: SourceTable, byId: ReadonlyMap<string, SourceTable>): Reached | null {
  if (table.kind !== "list") return null;
  for (const records of byId.values()) {
    if (records.kind !== "records" || !records.rowPaths) continue;
    const paths = records.rowPaths;
    const rows = table.rows.map((_, at) => paths.indexOf(table.rowPaths?.[at] ?? table.path));
    if (rows.some((row) => row !== -1))
      return { table: records, rows, via: [table.id, records.id], by: "file", skip: -1 };
  }
  return null;
}

/** Nearest tables first. */
function reach(base: Reached, byId: ReadonlyMap<string, SourceTable>, depth: number): Reached[] {
  const found: Reached[] = [];
  let edge = [base];
  for (let step = 0; step < depth; step += 1) {
    edge = edge.flatMap((from) =>
      from.table.links.flatMap((link) => {
        const target = byId.get(link.target);
        return !target || from.via.includes(target.id) ? [] : [follow(from, link, target)];
      }),
    );
    // The same rows reached in another way bring nothing new.
    edge = edge.filter((far, at) => ![...found, ...edge.slice(0, at)].some((near) => leadsAlike(near, far)));
    found.push(...edge);
  }
  return found;
}

function leadsAlike(near: Reached, far: Reached): boolean {
  return near.table === far.table && near.rows.every((row, at) => far.rows[at] === -1 || row === far.rows[at]);
}

function follow(from: Reached, link: TableLink, target: SourceTable): Reached {
  const index = rowIndex(target, link.targetColumn, link.firstName);
  const rows = from.rows.map((row) => {
    const key = matchKey(keyValue(from.table.rows[row]?.[link.column]), index);
    return key === null || row < 0 ? -1 : (index.get(key) ?? -1);
  });
  const by = from.table.columns[link.column]?.name ?? "";
  return {
    table: target,
    rows,
    via: [...from.via, target.id],
    by,
    skip: link.firstName === null ? link.targetColumn : -1,
  };
}

/** The column's name for the base; "table.column" for others; the way there in front where that is not unique. */
function uniqueRefs(columns: { step: Reached; column: Column }[]): string[] {
  const forms = columns.map(({ step, column }) => {
    if (step.via.length === 1) return [column.name];
    const owner = step.table.id;
    const before = step.via.at(-2) ?? "";
    return [
      `${owner}.${column.name}`,
      `${step.by}.${column.name}`,
      `${before}.${owner}.${column.name}`,
      `${before}.${step.by}.${column.name}`,
    ];
  });
  // Of several ways to a table the shortest gets the plain name, unless two are equally short (sender and receiver).
  const shortest = new Map<string, { length: number; ways: Set<string> }>();
  for (const { step } of columns) {
    const known = shortest.get(step.table.id);
    const way = `${step.via.join(">")}/${step.by}`;
    if (!known || known.length > step.via.length)
      shortest.set(step.table.id, { length: step.via.length, ways: new Set([way]) });
    else if (known.length === step.via.length) known.ways.add(way);
  }
  const taken = new Set<string>();
  return forms.map((options, index) => {
    const free = (ref: string) => !taken.has(fold(ref));
    const step = columns[index]?.step;
    const way = step ? shortest.get(step.table.id) : undefined;
    const plain = step && way?.length === step.via.length && way.ways.size === 1;
    let ref =
      options.find((name, at) => free(name) && (plain || at > 0 || options.length === 1)) ?? options[0] ?? "column";
    for (let n = 2; !free(ref); n += 1) ref = `${options[0]} ${n}`;
    taken.add(fold(ref));
    return ref;
  });
}

/** See Catalogue.pivot. */
export function pivotTables(older: SourceTable, newer: SourceTable): WideTable | null {
  const { left, right, share } = sharedKeys(older, newer);
  if (share === 0) return null;
  const leftRows = rowIndex(older, left);
  const rightRows = rowIndex(newer, right);
  const keys = [...new Set([...rightRows.keys(), ...leftRows.keys()])];
  const pairs = keys.map((key) => ({
    old: older.rows[leftRows.get(key) ?? -1],
    new: newer.rows[rightRows.get(key) ?? -1],
  }));
  const columns: WideColumn[] = [];
  const cells: ((pair: (typeof pairs)[number]) => Cell)[] = [];
  const add = (column: Column, name: string, from: WideColumn["from"], cell: (typeof cells)[number]) => {
    columns.push({ ...column, name, ref: name, from, via: [newer.id] });
    cells.push(cell);
  };
  for (const [at, column] of newer.columns.entries()) {
    const other = at === right ? left : older.columns.findIndex((head) => fold(head.name) === fold(column.name));
    const from = { table: newer.id, column: at };
    const oldCell = (pair: (typeof pairs)[number]) => pair.old?.[other] ?? EMPTY;
    const newCell = (pair: (typeof pairs)[number]) => pair.new?.[at] ?? EMPTY;
    const same = pairs.every((pair) => !pair.old || !pair.new || keyValue(oldCell(pair)) === keyValue(newCell(pair)));
    if (at === right || (other !== -1 && same && column.type === "text")) {
      add(column, column.name, from, (pair) => (pair.new ? newCell(pair) : oldCell(pair)));
      continue;
    }
    const oldHead = older.columns[other];
    if (oldHead)
      add(oldHead, `${column.name} (${sideName(older, newer)})`, { table: older.id, column: other }, oldCell);
    add(column, `${column.name} (${sideName(newer, older)})`, from, newCell);
  }
  return {
    base: newer.id,
    columns,
    rows: pairs.map((pair) => cells.map((cell) => cell(pair))),
    origins: keys.map((key) => {
      const row = rightRows.get(key);
      return row === undefined ? { table: older.id, row: leftRows.get(key) ?? 0 } : { table: newer.id, row };
    }),
  };
}

function sideName(table: SourceTable, other: SourceTable): string {
  return table.variant !== null && table.variant !== other.variant ? table.variant : table.id;
}

/** See Catalogue.union. */
export function unionTables(parts: SourceTable[], byId: ReadonlyMap<string, SourceTable>): WideTable | null {
  const first = parts[0];
  if (!first) return null;
  const origins = parts.flatMap((part) => part.rows.map((_, row) => ({ table: part.id, row })));
  const columns = first.columns.map((column) => typed(column, parts));
  const rows = parts.flatMap((part) => inOrder(part, first));
  const rowPaths = first.kind === "list" ? parts.flatMap((part) => part.rows.map(() => part.path)) : first.rowPaths;
  const merged: SourceTable = { ...first, columns, rows, rowPaths, links: commonLinks(parts) };
  const wide = widen(merged, byId);
  const source: WideColumn = { ...textColumn("source"), ref: "source", from: null, via: [first.id] };
  return {
    base: first.id,
    columns: [...wide.columns, source],
    rows: wide.rows.map((row, at) => [...row, textCell(origins[at]?.table ?? "")]),
    origins,
  };
}

/** A part whose column is empty is typed as text; the others know better. */
function typed(column: Column, parts: SourceTable[]): Column {
  if (column.type !== "text") return column;
  const heads = parts.flatMap((part) => {
    const at = part.columns.findIndex((head) => fold(head.name) === fold(column.name));
    const filled = part.rows.some((row) => keyValue(row[at]) !== "");
    return filled && part.columns[at] ? [part.columns[at]] : [];
  });
  const other = heads.find((head) => head.type !== "text");
  return other && heads.every((head) => head.type !== "text") ? other : column;
}

/** Links of any part, by the columns' names; the first part's columns give the indices. */
function commonLinks(parts: SourceTable[]): TableLink[] {
  const first = parts[0];
  const links: TableLink[] = [];
  for (const part of parts) {
    for (const link of part.links) {
      const name = fold(part.columns[link.column]?.name ?? "");
      const column = first?.columns.findIndex((head) => fold(head.name) === name) ?? -1;
      if (column === -1 || links.some((other) => other.column === column && other.target === link.target)) continue;
      links.push({ ...link, column });
    }
  }
  return links;
}

/** The parts of each series as one table to look things up in; only where its rows have a key together. */
export function seriesWholes(tables: SourceTable[]): SourceTable[] {
  return [...new Set(tables.flatMap((table) => (table.kind === "table" ? (table.series ?? []) : [])))].flatMap((id) => {
    const parts = tables.filter((table) => table.series === id);
    const first = parts[0];
    if (!first || tables.some((table) => table.id === id)) return [];
    const rows = parts.flatMap((part) => inOrder(part, first));
    return [{ ...first, id, rows, series: null, variant: null, keys: keyColumns(first.columns, rows), links: [] }];
  });
}

/** Rows of a part in the order of the first part's columns. */
function inOrder(part: SourceTable, first: SourceTable): Cell[][] {
  const order = first.columns.map((column) => part.columns.findIndex((head) => fold(head.name) === fold(column.name)));
  return part.rows.map((row) => order.map((at) => row[at] ?? EMPTY));
}
