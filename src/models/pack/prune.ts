import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../install/files.ts";

/** Sources for compiling the engine, which a pack never does, and what only a debugger or a compiler reads. */
const UNNEEDED = [
  /^node_modules\/node-llama-cpp\/llama\/(?:gitRelease\.bundle|addon|patches|toolchains|profiles|cmake|xpack)$/,
  /\.(?:js|cjs|mjs)\.map$/,
  /\.d\.(?:ts|cts|mts)$/,
  /\/yarn\.lock$/,
];
const LICENCE = /(?:^|\/)(?:licen[cs]e|copying|notice)[^/]*$/i;

/** Says whether a path inside a pack (with `/`) can go; licences always stay. */
export function isUnneeded(path: string): boolean {
  return UNNEEDED.some((pattern) => pattern.test(path)) && !LICENCE.test(path);
}

/** Removes what a pack does not need to run. Returns its bytes before and after. */
export async function prunePack(dir: string): Promise<{ installed: number; kept: number }> {
  const sizes = { installed: 0, kept: 0 };
  await walk(dir, "", sizes);
  return sizes;
}

async function walk(dir: string, path: string, sizes: { installed: number; kept: number }): Promise<void> {
  for (const entry of await readdir(join(dir, path), { withFileTypes: true })) {
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    if (isUnneeded(inside)) {
      sizes.installed += await sizeOf(join(dir, inside));
      await removeTree(join(dir, inside));
    } else if (entry.isDirectory()) await walk(dir, inside, sizes);
    else {
      const { size } = await lstat(join(dir, inside));
      sizes.installed += size;
      sizes.kept += size;
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await lstat(path);
  if (!stats.isDirectory()) return stats.size;
  let bytes = 0;
  for (const name of await readdir(path)) bytes += await sizeOf(join(path, name));
  return bytes;
}
