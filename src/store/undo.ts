import { createId, type Context } from "../core/index.ts";
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "./database.ts";

/** open: changes are being made · ended · undoing: an undo was begun and must be carried to its end · undone. */
export type UndoUnitState = "open" | "ended" | "undoing" | "undone";

export interface UndoUnit {
  id: string;
  /** The workspace's real root. */
  root: string;
  run: string | null;
  label: string;
  state: UndoUnitState;
  at: number;
}

/** intent: recorded, perhaps not made · done · void: never happened · undone: taken back. */
export type UndoChangeState = "intent" | "done" | "void" | "undone";

export interface UndoChange {
  unit: string;
  seq: number;
  kind: "create" | "write" | "move" | "remove";
  /** Relative to the root, as it is named on disk; for a move the new path. */
  path: string;
  /** For a move: the path before. */
  source: string | null;
  /** SHA-256 of the content; null where there was (or will be) no file. */
  before: string | null;
  after: string | null;
  /** Permission bits and modification time (ms) of the file before, to restore them. */
  mode: number | null;
  modified: number | null;
  /** Folders that this change made, outermost first. */
  folders: string[];
  /** The place among the steps of its run in which it was made; null outside of steps. */
  step: number | null;
  state: UndoChangeState;
}

/** The record of changes to workspaces. An intent that `addChange` returned is on disk before the file is touched. */
export interface UndoLog {
  openUnit(unit: { root: string; run: string | null; label: string }, ctx: Context): Promise<UndoUnit>;
  setUnit(id: string, state: UndoUnitState): Promise<void>;
  addChange(change: Omit<UndoChange, "seq" | "state">): Promise<UndoChange>;
  setChange(change: UndoChange, state: UndoChangeState): Promise<void>;
  /** In the order they were made. */
  changes(unit: string): Promise<UndoChange[]>;
  /** Changes of one step of a run that stand, in the order they were made. */
  ofStep(root: string, run: string, step: number): Promise<UndoChange[]>;
  /** The newest unit in one of the states that holds a change in one of `having` (any unit when it is empty). */
  lastUnit(root: string, states: UndoUnitState[], having?: UndoChangeState[]): Promise<UndoUnit | null>;
  units(root: string, states: UndoUnitState[]): Promise<UndoUnit[]>;
  /** Folders that Kralle made in this workspace by changes that were not undone. */
  madeFolders(root: string): Promise<Set<string>>;
}

export function createUndoLog(db: Database): UndoLog {
  return {
    async openUnit({ root, run, label }, ctx) {
      const at = ctx.clock.now();
      const id = createId("und", at);
      await db.run("INSERT INTO undo_units (id, root, run, label, state, at) VALUES (?, ?, ?, ?, 'open', ?)", [
        id,
        root,
        run,
        label,
        at,
      ]);
      return { id, root, run, label, state: "open", at };
    },
    async setUnit(id, state) {
      await db.run("UPDATE undo_units SET state = ? WHERE id = ?", [state, id]);
    },
    async addChange(change) {
      const row = await db.get(
        `INSERT INTO undo_changes (unit, seq, kind, path, source, before_sha, after_sha, mode, modified, folders, step, state)
         SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent' FROM undo_changes WHERE unit = ? RETURNING seq`,
        [
          change.unit,
          change.kind,
          change.path,
          change.source,
          change.before,
          change.after,
          change.mode,
          change.modified,
          JSON.stringify(change.folders),
          change.step,
          change.unit,
        ],
      );
      return { ...change, seq: row ? numberOf(row, "seq") : 0, state: "intent" };
    },
    async setChange(change, state) {
      await db.run("UPDATE undo_changes SET state = ? WHERE unit = ? AND seq = ?", [state, change.unit, change.seq]);
    },
    async changes(unit) {
      return (await db.all("SELECT * FROM undo_changes WHERE unit = ? ORDER BY seq", [unit])).map(toChange);
    },
    async ofStep(root, run, step) {
      const rows = await db.all(
        `SELECT c.* FROM undo_units u JOIN undo_changes c ON c.unit = u.id
         WHERE u.run = ? AND u.root = ? AND u.state IN ('open', 'ended') AND c.step = ? AND c.state = 'done'
         ORDER BY u.id, c.seq`,
        [run, root, step],
      );
      return rows.map(toChange);
    },
    async lastUnit(root, states, having = []) {
      const holds = `EXISTS (SELECT 1 FROM undo_changes c WHERE c.unit = u.id AND c.state IN (${marks(having)}))`;
      const row = await db.get(
        `SELECT * FROM undo_units u WHERE root = ? AND state IN (${marks(states)}) ${having.length > 0 ? `AND ${holds}` : ""}
         ORDER BY id DESC LIMIT 1`,
        [root, ...states, ...having],
      );
      return row && toUnit(row);
    },
    async units(root, states) {
      const sql = `SELECT * FROM undo_units WHERE root = ? AND state IN (${marks(states)}) ORDER BY id`;
      return (await db.all(sql, [root, ...states])).map(toUnit);
    },
    async madeFolders(root) {
      const rows = await db.all(
        `SELECT c.folders FROM undo_changes c JOIN undo_units u ON u.id = c.unit
         WHERE u.root = ? AND c.folders <> '[]' AND c.state IN ('intent', 'done')`,
        [root],
      );
      return new Set(rows.flatMap((row) => jsonOf(row, "folders") as string[]));
    },
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => "?").join(", ");
}

function toUnit(row: Row): UndoUnit {
  return {
    id: textOf(row, "id"),
    root: textOf(row, "root"),
    run: textOrNull(row, "run"),
    label: textOf(row, "label"),
    state: textOf(row, "state") as UndoUnitState,
    at: numberOf(row, "at"),
  };
}

function toChange(row: Row): UndoChange {
  return {
    unit: textOf(row, "unit"),
    seq: numberOf(row, "seq"),
    kind: textOf(row, "kind") as UndoChange["kind"],
    path: textOf(row, "path"),
    source: textOrNull(row, "source"),
    before: textOrNull(row, "before_sha"),
    after: textOrNull(row, "after_sha"),
    mode: numberOrNull(row, "mode"),
    modified: numberOrNull(row, "modified"),
    folders: jsonOf(row, "folders") as string[],
    step: numberOrNull(row, "step"),
    state: textOf(row, "state") as UndoChangeState,
  };
}
