import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, LIMITS, type Context } from "../../../core/index.ts";
import { readDoc } from "../../../files/index.ts";
import { sha256Of, type Documents, type DocumentSource } from "../../../store/index.ts";
import { toChunk, toFacts } from "./toFacts.ts";

export interface SyncReport {
  /** Files read anew, unchanged ones, and those that are gone. */
  read: number;
  same: number;
  removed: number;
  /** For a person: what could not be read, with its path. */
  problems: string[];
}

const MOST_FILES = 2_000;
const MOST_DEPTH = 8;

/**
 * Brings the documents of a folder up to date: files that changed (by time and size, then by digest) are read anew, those that are gone go.
 * Links are not followed, hidden files not read. Throws E_NOT_FOUND where there is no such folder.
 */
export async function syncFolder(source: DocumentSource, documents: Documents, ctx: Context): Promise<SyncReport> {
  const report: SyncReport = { read: 0, same: 0, removed: 0, problems: [] };
  const known = new Map((await documents.list(source.id)).map((document) => [document.path, document]));
  const files = await listFiles(source.place, ctx);
  if (files.length > MOST_FILES) report.problems.push(`only the first ${MOST_FILES} files were read`);
  const today = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  for (const { path, modified, bytes } of files.slice(0, MOST_FILES)) {
    ctx.signal.throwIfAborted();
    const before = known.get(path);
    known.delete(path);
    if (before && before.modified === modified && before.bytes === bytes) {
      report.same += 1;
      continue;
    }
    if (bytes > LIMITS.fileBytes) {
      report.problems.push(`${path}: larger than ${Math.round(LIMITS.fileBytes / 1024 ** 2)} MB, not read`);
      continue;
    }
    const content = await readFile(join(source.place, path));
    const doc = await readDoc(path, content);
    const { title, facts } = toFacts(doc, today);
    const document = { source: source.id, path, title, sha256: sha256Of(content), bytes, modified, text: doc.text };
    await documents.put({ ...document, problems: doc.problems }, facts.map(toChunk), ctx);
    report.read += 1;
    report.problems.push(...doc.problems.map((problem) => `${path}: ${problem}`));
  }
  for (const { id } of known.values()) {
    await documents.remove(id);
    report.removed += 1;
  }
  await documents.markChecked(source.id, ctx);
  return report;
}

interface FoundFile {
  path: string;
  modified: number;
  bytes: number;
}

async function listFiles(root: string, ctx: Context): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    ctx.signal.throwIfAborted();
    for (const entry of (await readFolder(join(root, folder))).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith(".") || entry.name.startsWith("~$") || found.length > MOST_FILES) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && depth < MOST_DEPTH) await walk(path, depth + 1);
      if (!entry.isFile()) continue;
      const { mtimeMs, size } = await lstat(join(root, path));
      found.push({ path, modified: Math.round(mtimeMs), bytes: size });
    }
  };
  await walk("", 0);
  return found;
}

async function readFolder(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (cause) {
    throw new AppError("E_NOT_FOUND", `The folder ${path} cannot be read.`, {
      hint: "Name a folder that is there and that you may read.",
      cause,
    });
  }
}
