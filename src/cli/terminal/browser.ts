import { spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export type Env = Readonly<Record<string, string | undefined>>;

/** The program that opens a page in the person's browser; null without a desktop, over SSH, or where `BROWSER` says none. */
export function findOpener(env: Env, platform: NodeJS.Platform): readonly [string, ...string[]] | null {
  if (env["BROWSER"] === "none" || env["SSH_CONNECTION"] !== undefined || env["CI"] !== undefined) return null;
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["explorer.exe"];
  return env["DISPLAY"] || env["WAYLAND_DISPLAY"] ? ["xdg-open"] : null;
}

/**
 * Opens a link that signs in. Arguments of programs can be read by everybody on the machine, so the program is given a page that
 * only the owner can read, which sends the browser there. Returns what removes that page; null: nobody could open it.
 */
export async function openInBrowser(
  link: string,
  folder: string,
  env: Env = process.env,
  platform = process.platform,
): Promise<(() => Promise<void>) | null> {
  const opener = findOpener(env, platform);
  if (opener === null) return null;
  const page = join(folder, "sign-in.html");
  await writeFile(page, toPage(link), { mode: 0o600 });
  const remove = (): Promise<void> => rm(page, { force: true });
  const [program, ...args] = opener;
  const child = spawn(program, [...args, pathToFileURL(page).href], {
    stdio: "ignore",
    detached: true,
    env: { ...env },
  });
  const isStarted = await new Promise<boolean>((resolve) => {
    child.once("spawn", () => resolve(true)).once("error", () => resolve(false));
  });
  child.unref();
  if (isStarted) return remove;
  await remove();
  return null;
}

function toPage(link: string): string {
  const safe = link.replaceAll(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Kralle</title>
<meta http-equiv="refresh" content="0;url=${safe}"><a href="${safe}">Kralle</a>
`;
}
