import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isMissing, sizeOf } from "../backup/files.ts";
import { ENGINE_FILE } from "../backup/manifest.ts";
import { toStoreError } from "../errors.ts";

const LOGS = ["logs/kralle.log", "logs/kralle.log.1"];
const TYPED = "chat_history";
/** What models have read already: whole prompts, in a form of their own. */
const READ = "cache/states";

export interface Traces {
  /** Ids whose lines of the log go. */
  ids: readonly string[];
  /** Lines of the history of the chat that go. */
  typed: readonly string[];
  /** A text whose lines go from both. */
  match: string | null;
}

/** Lines of logs and of the chat's history, and what models have read. */
export async function sweepTraces(home: string, { ids, typed, match }: Traces): Promise<void> {
  const [gone, lines] = [new Set(ids), new Set(typed)];
  const words = match === null ? [] : [match, JSON.stringify(match).slice(1, -1)];
  const isNamed = (line: string): boolean =>
    (line.match(/\b[a-z]{2,8}_[a-z0-9]{21}\b/g) ?? []).some((id) => gone.has(id)) ||
    words.some((word) => line.includes(word));
  for (const log of LOGS) await keepLines(join(home, log), (line) => !isNamed(line));
  await keepLines(join(home, TYPED), (line) => !lines.has(line) && !words.some((word) => line.includes(word)));
  await rm(join(home, READ), { recursive: true, force: true });
}

/** All of them. */
export async function sweepEveryTrace(home: string): Promise<void> {
  for (const path of [...LOGS, TYPED, READ]) await rm(join(home, path), { recursive: true, force: true });
}

async function keepLines(path: string, isKept: (line: string) => boolean): Promise<void> {
  if ((await sizeOf(path)) === null) return;
  const lines = (await readFile(path, "utf8")).split("\n");
  const kept = lines.filter(isKept);
  if (kept.length === lines.length) return;
  await writeFile(`${path}.new`, kept.join("\n"), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** What the workflow engine recorded of these runs. Its file must not be in use. */
export async function sweepEngine(home: string, runs: readonly string[]): Promise<void> {
  const path = join(home, ENGINE_FILE);
  if ((await sizeOf(path)) === null) return;
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
    const columns = db
      .prepare(
        `SELECT m.name AS name, c.name AS key FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name IN ('workflow_uuid', 'destination_uuid')`,
      )
      .all();
    for (const { name, key } of columns) {
      const statement = db.prepare(`DELETE FROM "${String(name)}" WHERE "${String(key)}" = ?`);
      for (const run of runs) statement.run(run);
    }
    db.exec("COMMIT; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (thrown) {
    throw toStoreError(thrown, path);
  } finally {
    db.close();
  }
}

/** Files below the home in which a text stands, as UTF-8 or as JSON writes it; their paths. */
export async function searchHome(home: string, text: string, skipped: readonly string[]): Promise<string[]> {
  const forms = [text, JSON.stringify(text).slice(1, -1)].map((form) => Buffer.from(form));
  const found: string[] = [];
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(home.length + 1);
    if (!entry.isFile() || skipped.some((folder) => name.startsWith(`${folder}/`))) continue;
    const bytes = await readFile(path).catch((thrown: unknown) => {
      if (isMissing(thrown)) return Buffer.alloc(0);
      throw thrown;
    });
    if (forms.some((form) => bytes.includes(form))) found.push(name);
  }
  return found;
}
