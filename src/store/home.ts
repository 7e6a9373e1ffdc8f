import { chmod, mkdir, stat } from "node:fs/promises";
import { AppError } from "../core/index.ts";

/** Makes the home folder (mode 0700) and checks that it is a folder that can be written. */
export async function ensureHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const info = await stat(home);
    if ((info.mode & 0o077) !== 0 && process.platform !== "win32") await chmod(home, 0o700);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError("E_HOME_UNWRITABLE", `The home folder ${home} cannot be used: ${reason}.`, {
      hint: "Set KRALLE_HOME to a folder that your user may write.",
      cause: thrown,
    });
  }
}
