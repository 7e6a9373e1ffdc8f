import { existsSync } from "node:fs";
import nodeModule from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Lets Node keep compiled code, so that later starts are faster. Not while coverage is measured (it would be less exact),
 * and never where that would create a folder that was not there.
 * @param {URL} folder
 */
export function enableCompileCache(folder) {
  if (process.env.NODE_V8_COVERAGE || !existsSync(folder)) return;
  nodeModule.enableCompileCache?.(fileURLToPath(new URL("cache/", folder)));
}
