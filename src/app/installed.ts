import { AppError, type Context } from "../core/index.ts";
import { installedModels, type InstalledModel } from "../models/index.ts";

/** The models of a home; E_HOME_UNWRITABLE where the home is no folder. */
export async function listInstalled(home: string, ctx: Context): Promise<InstalledModel[]> {
  try {
    return await installedModels(home, ctx);
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
    if (!["ENOTDIR", "EACCES", "EPERM"].includes(code)) throw thrown;
    throw new AppError("E_HOME_UNWRITABLE", `The home folder ${home} cannot be used (${code}).`, {
      hint: "Set KRALLE_HOME to a folder that you may write to.",
      cause: thrown,
    });
  }
}
