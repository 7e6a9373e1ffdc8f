import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { openWorkspace, type Workspace } from "../../../src/agent/workspace/index.ts";
import type { Context } from "../../../src/core/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { createContext, tempFolder, tempStore } from "../../store/_setup.ts";

export interface Bench {
  root: string;
  store: Store;
  ctx: Context;
  workspace: Workspace;
  /** The same folder opened anew, as after a crash. */
  reopen(): Promise<Workspace>;
}

export async function openBench(t: TestContext, files: Record<string, string> = {}): Promise<Bench> {
  const root = await tempFolder(t, "kralle-ws-");
  await fill(root, files);
  const ctx = createContext();
  const store = await tempStore(t, ctx);
  const reopen = (): Promise<Workspace> => openWorkspace(root, store, ctx);
  return { root, store, ctx, workspace: await reopen(), reopen };
}

export async function fill(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** Everything below a folder: files with content, mode and time; folders as null. */
export async function snapshot(
  root: string,
): Promise<Record<string, { text: string; mode: number; time: number } | null>> {
  const found: Record<string, { text: string; mode: number; time: number } | null> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(root.length + 1);
    if (entry.isDirectory()) found[name] = null;
    if (!entry.isFile()) continue;
    const info = await stat(path);
    found[name] = { text: await readFile(path, "utf8"), mode: info.mode, time: Math.floor(info.mtimeMs) };
  }
  return found;
}

export function bytes(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
