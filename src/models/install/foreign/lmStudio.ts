import { homedir } from "node:os";
import { join } from "node:path";
import type { Context } from "../../../core/index.ts";
import type { Environment } from "../types.ts";
import { toModels } from "./files.ts";
import type { FoundModel } from "./types.ts";
import { existingFolders, walkFiles } from "./walk.ts";

/** `<publisher>/<repository>/<file>`, and some more for who sorts by hand. */
const DEPTH = 4;

/** The models of LM Studio: GGUF files under their own names. Layout: lmstudio.ai/docs/app/basics/import-model. */
export async function findLmStudio(env: Environment, ctx: Context): Promise<FoundModel[]> {
  const home = env["HOME"] || env["USERPROFILE"] || homedir();
  const roots = await existingFolders([join(home, ".lmstudio", "models"), join(home, ".cache", "lm-studio", "models")]);
  const found: FoundModel[] = [];
  for (const root of roots) {
    const paths: string[] = [];
    for await (const path of walkFiles(root, DEPTH, ctx)) paths.push(path);
    const unknown = async (): Promise<null> => Promise.resolve(null);
    found.push(...(await toModels(paths, "lmstudio", unknown, () => null)));
  }
  return found;
}
