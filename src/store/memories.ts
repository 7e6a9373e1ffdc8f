import { AppError, createId, type Context } from "../core/index.ts";
import { numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "./database.ts";
import { createLabelLog } from "./labels.ts";

/** One thing that the owner wants remembered, in their own words. A text never changes: a correction is a new memory. */
export interface Memory {
  id: string;
  text: string;
  /** Where it was said; null: entered by the owner outside a conversation. */
  said: { session: string; run: string } | null;
  /** When the matter was first told, and when in these words; ms UTC. */
  created: number;
  updated: number;
  /** Answers that it went into, over all its wordings. */
  used: number;
  lastUsed: number | null;
  /** The wording that holds now; null: this one does. */
  replacedBy: string | null;
}

/**
 * What is remembered, with the wordings before each correction until it is forgotten. Contract: texts are kept on one line
 * without control characters; what holds already is not kept twice, so a call that is repeated after a crash does nothing;
 * an id of an earlier wording stands for the one that holds. Throws E_NOT_FOUND for an unknown id, E_INPUT for a text that
 * is empty or too long, or when there are too many.
 */
export interface Memories {
  /** `labels`: where the text came from, kept with it (`LabelLog`); one that is there already gets them, too. */
  add(text: string, said: Memory["said"], ctx: Context, labels?: readonly string[]): Promise<Memory>;
  get(id: string): Promise<Memory | null>;
  /** Those that hold, newest first. */
  list(): Promise<Memory[]>;
  /** Earlier wordings of a memory, newest first. */
  history(id: string): Promise<Memory[]>;
  correct(id: string, text: string, said: Memory["said"], ctx: Context, labels?: readonly string[]): Promise<Memory>;
  /** Deletes a memory with all its wordings, for good; returns how many rows that were. 0: there is no such memory. */
  forget(id: string): Promise<number>;
  markUsed(ids: readonly string[], ctx: Context): Promise<void>;
}

/** Characters of one memory; longer texts belong into files. */
const MAX_CHARS = 2_000;
const MOST = 2_000;

export function createMemories(db: Database): Memories {
  const labelled = (labels: readonly string[], work: (tx: Database) => Promise<Memory>): Promise<Memory> =>
    db.transaction(async (tx) => {
      const memory = await work(tx);
      await createLabelLog(tx).add({ kind: "memory", place: "", subject: memory.id, detail: "" }, labels);
      return memory;
    });
  return {
    add: (text, said, ctx, labels = []) =>
      labelled(labels, async (tx) => {
        const clean = toMemoryText(text);
        const same = await tx.get("SELECT * FROM memories WHERE text = ? AND replaced_by IS NULL", [clean]);
        if (same) return toMemory(same);
        const count = await tx.get("SELECT COUNT(*) AS count FROM memories WHERE replaced_by IS NULL");
        if (count && numberOf(count, "count") >= MOST) {
          throw new AppError("E_INPUT", `More than ${MOST} things cannot be remembered.`, {
            hint: "Forget some that are no longer needed: `kralle memory list`.",
          });
        }
        return insert(tx, { text: clean, said, used: 0, lastUsed: null }, ctx);
      }),
    async get(id) {
      const row = await db.get("SELECT * FROM memories WHERE id = ?", [id]);
      return row && toMemory(row);
    },
    async list() {
      return (await db.all("SELECT * FROM memories WHERE replaced_by IS NULL ORDER BY id DESC")).map(toMemory);
    },
    async history(id) {
      const rows = await db.all("SELECT * FROM memories WHERE replaced_by = ? ORDER BY id DESC", [id]);
      return rows.map(toMemory);
    },
    correct: (id, text, said, ctx, labels = []) =>
      labelled(labels, async (tx) => {
        const before = await holding(tx, id);
        if (!before) throw new AppError("E_NOT_FOUND", `There is no memory ${id}.`, { hint: HINT });
        const clean = toMemoryText(text);
        if (before.text === clean) return before;
        const { created, used, lastUsed } = before;
        const after = await insert(tx, { text: clean, said, created, used, lastUsed }, ctx);
        // Every wording points at the one that holds, so that no chain has to be followed.
        await tx.run("UPDATE memories SET replaced_by = ? WHERE id = ? OR replaced_by = ?", [
          after.id,
          before.id,
          before.id,
        ]);
        return after;
      }),
    forget: (id) =>
      db.transaction(async (tx) => {
        const memory = await holding(tx, id);
        if (!memory) return 0;
        const earlier = await tx.run("DELETE FROM memories WHERE replaced_by = ?", [memory.id]);
        const last = await tx.run("DELETE FROM memories WHERE id = ?", [memory.id]);
        return earlier.changes + last.changes;
      }),
    markUsed: (ids, ctx) =>
      db.transaction(async (tx) => {
        for (const id of new Set(ids))
          await tx.run("UPDATE memories SET used = used + 1, last_used = ? WHERE id = ?", [ctx.clock.now(), id]);
      }),
  };
}

const HINT = "`kralle memory list` shows what is remembered.";

/** One line, in composed characters, without any that hide or steer. Throws E_INPUT when nothing is left, or too much. */
function toMemoryText(text: string): string {
  const clean = toOneLine(text);
  if (clean === "")
    throw new AppError("E_INPUT", "There is nothing to remember in that.", { hint: "Say it in words." });
  if (clean.length <= MAX_CHARS) return clean;
  throw new AppError("E_INPUT", `A memory may have ${MAX_CHARS} characters; this one has ${clean.length}.`, {
    hint: "Say the few words that matter, or keep the text in a file.",
  });
}

/** Control, format and unassigned characters become spaces, and any white space one space. */
export function toOneLine(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{C}\p{Z}\u2800]+/gu, " ")
    .trim();
}

type New = Pick<Memory, "text" | "said" | "used" | "lastUsed"> & { created?: number };

async function insert(db: Database, memory: New, ctx: Context): Promise<Memory> {
  const now = ctx.clock.now();
  const { text, said, used, lastUsed, created = now } = memory;
  const id = createId("mem", now);
  await db.run(
    `INSERT INTO memories (id, text, session, run, created, updated, used, last_used, replaced_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
    [id, text, said?.session ?? null, said?.run ?? null, created, now, used, lastUsed],
  );
  return { id, text, said, created, updated: now, used, lastUsed, replacedBy: null };
}

/** The memory that holds, by its id or by that of an earlier wording. */
async function holding(db: Database, id: string): Promise<Memory | null> {
  const row = await db.get(
    "SELECT * FROM memories WHERE id = COALESCE((SELECT replaced_by FROM memories WHERE id = ?), ?)",
    [id, id],
  );
  return row && toMemory(row);
}

function toMemory(row: Row): Memory {
  const session = textOrNull(row, "session");
  return {
    id: textOf(row, "id"),
    text: textOf(row, "text"),
    said: session === null ? null : { session, run: textOrNull(row, "run") ?? "" },
    created: numberOf(row, "created"),
    updated: numberOf(row, "updated"),
    used: numberOf(row, "used"),
    lastUsed: numberOrNull(row, "last_used"),
    replacedBy: textOrNull(row, "replaced_by"),
  };
}
