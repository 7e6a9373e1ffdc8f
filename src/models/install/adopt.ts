import { constants, copyFile, link, rename } from "node:fs/promises";
import type { Context } from "../../core/index.ts";
import { codeOf, removeTree, statOrNull } from "./files.ts";
import type { StorePaths } from "./paths.ts";
import { ensureSpace } from "./space.ts";
import type { StatFs } from "./types.ts";

/**
 * Brings a verified file of this machine into the store without a second copy of its bytes where that is possible: as a
 * copy that shares its blocks, else as a hard link, else as a copy. Where even that fails the file is used in place.
 * Returns where the weights are.
 */
export async function adoptFile(
  found: string,
  paths: StorePaths,
  stat: StatFs | undefined,
  ctx: Context,
): Promise<string> {
  const temporary = `${paths.file}.new`;
  await removeTree(temporary);
  const ways = [
    () => copyFile(found, temporary, constants.COPYFILE_FICLONE_FORCE),
    () => link(found, temporary),
    async () => {
      const bytes = (await statOrNull(found))?.size ?? 0;
      await ensureSpace(paths.folder, bytes, "A copy of the model", stat);
      await copyFile(found, temporary);
    },
  ];
  for (const way of ways) {
    try {
      await way();
      await rename(temporary, paths.file);
      return paths.file;
    } catch (thrown) {
      ctx.log.debug("cannot bring the file into the store this way", { code: codeOf(thrown) });
      await removeTree(temporary);
    }
  }
  ctx.log.warn("the model is used where it lies", { path: found });
  return found;
}
