import { LIMITS, toAppError, type Context } from "../core/index.ts";
import { readDoc, type Doc } from "../files/index.ts";
import type { FileEntry, Workspace } from "./workspace/index.ts";

interface Cached {
  version: string;
  doc: Doc;
}

/** Read documents live as long as their workspace and are read again when the file's version differs. */
const caches = new WeakMap<Workspace, Map<string, Cached>>();

/**
 * Every file of the workspace, read, sorted by path. A file that cannot be read is there too, as kind "unreadable" with
 * the reason in `problems`. Links are left out: where they lead inside, the file itself is in the list.
 */
export async function loadDocs(workspace: Workspace, ctx: Context): Promise<Doc[]> {
  const entries = (await workspace.list()).filter((entry) => !entry.link);
  const cache = caches.get(workspace) ?? new Map<string, Cached>();
  caches.set(workspace, cache);
  const docs: Doc[] = [];
  for (const entry of entries) {
    ctx.signal.throwIfAborted();
    docs.push(await load(workspace, entry, cache));
  }
  const paths = new Set(entries.map((entry) => entry.path));
  for (const path of cache.keys()) if (!paths.has(path)) cache.delete(path);
  return docs;
}

/** One document. Throws E_NOT_FOUND or E_OUTSIDE_WORKSPACE; what is wrong inside the file is told by the document. */
export async function loadDoc(workspace: Workspace, path: string): Promise<Doc> {
  const entry = await workspace.stat(path);
  if (entry === null) return readDoc(path, await workspace.read(path)); // throws, with the reason
  const cache = caches.get(workspace) ?? new Map<string, Cached>();
  caches.set(workspace, cache);
  return load(workspace, entry, cache);
}

async function load(workspace: Workspace, entry: FileEntry, cache: Map<string, Cached>): Promise<Doc> {
  const cached = cache.get(entry.path);
  if (cached?.version === entry.version) return cached.doc;
  const doc = await read(workspace, entry);
  cache.set(entry.path, { version: entry.version, doc });
  return doc;
}

async function read(workspace: Workspace, entry: FileEntry): Promise<Doc> {
  if (entry.bytes > LIMITS.fileBytes) return unreadable(entry, "the file is too large to be read");
  try {
    return await readDoc(entry.path, await workspace.read(entry.path));
  } catch (thrown) {
    return unreadable(entry, toAppError(thrown, "E_FILE_UNREADABLE").message);
  }
}

function unreadable(entry: FileEntry, problem: string): Doc {
  return {
    path: entry.path,
    kind: "unreadable",
    bytes: entry.bytes,
    text: "",
    encoding: null,
    tables: [],
    meta: {},
    problems: [problem],
  };
}
