import { existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative } from "node:path";
import { AppError } from "../../core/index.ts";
import type { SandboxFolder } from "../../guard/index.ts";

/** A program as its sandbox starts it: its path, and what of this machine it needs to see to run at all. */
export interface ProgramView {
  path: string;
  folders: SandboxFolder[];
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Finds a program and what belongs to it: its own folder, that of what it is a link to, the package of a script among its arguments, and
 * our Node. All of it read only; whatever else it shall see is named in the settings. Throws E_COMMAND where there is no such program.
 */
export function viewProgram(name: string, command: string, args: readonly string[], env: Env): ProgramView {
  const path = findProgram(command, env);
  if (path === null) {
    throw new AppError("E_COMMAND", `The MCP server ${name} ended: there is no program ${command.slice(0, 200)}.`, {
      hint: "Try its command by hand; `kralle mcp list` shows it.",
    });
  }
  const home = env["HOME"] ?? "";
  const scripts = args.filter((arg) => isAbsolute(arg) && statSync(arg, { throwIfNoEntry: false })?.isFile());
  const seen = [path, realpathSync(path), process.execPath].map((program) => rootOfProgram(program, home));
  const wanted = [...seen, ...scripts.map((script) => rootOfScript(script, home))];
  const folders = [...new Set(wanted)].filter((folder) => !/^\/(?:usr|bin|sbin|lib\w*)(?:\/|$)/.test(folder));
  return { path, folders: folders.map((folder) => ({ path: folder, canWrite: false })) };
}

function findProgram(command: string, env: Env): string | null {
  if (command.includes("/")) return isAbsolute(command) && isFile(command) ? command : null;
  const places = (env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  return places.map((folder) => join(folder, command)).find(isFile) ?? null;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** The installation that a program belongs to, where it can be told from a folder of many things; else the program's folder. */
function rootOfProgram(path: string, home: string): string {
  const root = join(dirname(path), "..");
  const marks = ["pyvenv.cfg", "package.json", join("lib", "node_modules")];
  const isOwn = marks.some((mark) => existsSync(join(root, mark))) && !isAbove(root, home);
  if (isOwn && root !== join(home, ".local")) return root;
  return isAbove(dirname(path), home) ? path : dirname(path);
}

/** The package that a script is part of; else the script alone. */
function rootOfScript(path: string, home: string): string {
  for (let folder = dirname(path); dirname(folder) !== folder && !isAbove(folder, home); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) || existsSync(join(folder, "pyproject.toml"))) return folder;
  }
  return path;
}

/** Whether a folder is the person's home or one around it. */
function isAbove(folder: string, home: string): boolean {
  const inner = relative(folder, home);
  return home !== "" && (inner === "" || (!inner.startsWith("..") && !isAbsolute(inner)));
}
