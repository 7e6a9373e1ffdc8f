import { join } from "node:path";
import { storePaths, type StorePaths } from "./paths.ts";

/** A split model has a folder of its own: its parts are found by their names, side by side. */
export function splitPaths(home: string, sha256: string, first: string): StorePaths {
  const paths = storePaths(home, sha256);
  return { ...paths, file: join(paths.folder, `sha256-${sha256}`, first) };
}
