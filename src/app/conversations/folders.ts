import { mkdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { AppError } from "../../core/index.ts";
import type { Session } from "../../store/index.ts";

/** The folder of a session without one: where its attachments lie. */
export async function folderOf(session: Session, home: string): Promise<string> {
  if (session.workspace !== null) return session.workspace;
  const own = join(home, "files", session.id);
  await mkdir(own, { recursive: true, mode: 0o700 });
  return own;
}

/** As it is called on the disk. Throws E_INPUT for a path that is not absolute or no folder, E_NOT_FOUND. */
export async function requireWorkspace(path: string): Promise<string> {
  const hint = "Name an existing folder by its whole path.";
  if (!isAbsolute(path)) throw new AppError("E_INPUT", `The workspace ${path} is no whole path.`, { hint });
  const found = await stat(path).catch(() => null);
  if (!found) throw new AppError("E_NOT_FOUND", `The workspace folder ${path} does not exist.`, { hint });
  if (!found.isDirectory()) throw new AppError("E_INPUT", `The workspace ${path} is a file, not a folder.`, { hint });
  return realpath(path);
}
