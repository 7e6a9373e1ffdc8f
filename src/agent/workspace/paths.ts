import { AppError } from "../../core/index.ts";

/** Folders that are never listed and never written: tools outside Kralle run what lies in them (git hooks). */
const SKIPPED_FOLDERS = new Set([".git", "node_modules", ".kralle"]);
const PROTECTED_FOLDERS = new Set([".git", ".kralle"]);
const TEMPORARY = /^(?:\.kralle-.*\.tmp|~\$.*|\.~lock\..*#|\..*\.sw[op]|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;
// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file, section "Naming conventions"
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[ .].*)?$/i;
const MAX_PATH = 4_096;
const MAX_NAME_BYTES = 255;

export function isSkipped(name: string): boolean {
  return SKIPPED_FOLDERS.has(name.toLowerCase()) || TEMPORARY.test(name);
}

/**
 * Splits a path of a person or a model into names. Only form is looked at: absolute paths (also of Windows), `..`, NUL,
 * addresses and `~` are E_OUTSIDE_WORKSPACE; `.` and doubled slashes disappear. No decoding of any kind takes place.
 */
export function toSegments(path: string): string[] {
  if (path === "" || path.length > MAX_PATH) throw new AppError("E_INPUT", "A path is empty or too long.");
  if (path.includes("\0") || !path.isWellFormed()) throw outside(path, "it holds a character no path can have");
  const windows = process.platform === "win32" ? path.replaceAll("\\", "/") : path;
  if (/^[/\\]/.test(path) || /^[a-z]:/i.test(path)) throw outside(path, "it is absolute");
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) throw outside(path, "it is an address");
  const segments = windows.split("/").filter((name) => name !== "" && name !== ".");
  for (const name of segments) {
    if (name.split("\\").includes("..")) throw outside(path, 'it goes up with ".."');
  }
  if (segments[0] !== undefined && /^~[a-z0-9_-]*$/i.test(segments[0])) throw outside(path, "it names a home folder");
  if (process.platform === "win32") for (const name of segments) checkNewName(path, name);
  return segments;
}

/** Names that Kralle makes must work on every system: a file named NUL or ending in a dot is lost on Windows. */
export function checkNewName(path: string, name: string): void {
  const problem = problemOf(name);
  if (problem === null) return;
  throw new AppError("E_OUTSIDE_WORKSPACE", `${quote(path)} cannot be made: ${problem}.`, {
    hint: "Choose a plain file name.",
  });
}

function problemOf(name: string): string | null {
  if (DEVICE.test(name)) return `"${name}" is a device on Windows`;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(name)) return "a name holds a control character or a backslash";
  if (/[ .]$/.test(name)) return "a name ends in a space or a dot";
  if (process.platform === "win32" && /[<>:"|?*]/.test(name)) return "a name holds a character that Windows forbids";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return "a name is longer than 255 bytes";
  return null;
}

/** Refuses changes in folders whose files other programs execute. */
export function checkChangeable(path: string, segments: readonly string[]): void {
  const found = segments.find((name) => PROTECTED_FOLDERS.has(name.toLowerCase()));
  if (found === undefined) return;
  throw new AppError("E_REFUSED", `${quote(path)} lies in ${found}, which Kralle never changes.`, {
    hint: "Change it yourself if you need to.",
  });
}

export function outside(path: string, why: string): AppError {
  return new AppError("E_OUTSIDE_WORKSPACE", `${quote(path)} leads outside the workspace: ${why}.`, {
    hint: "Use a path relative to the workspace folder.",
  });
}

export function notFound(path: string): AppError {
  return new AppError("E_NOT_FOUND", `There is no file ${quote(path)} in the workspace.`, {
    hint: "List the files to see their names.",
  });
}

/** A path in a message: JSON escapes control characters, and long ones are cut. */
export function quote(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}

export function joinPath(segments: readonly string[]): string {
  return segments.join("/");
}

/** As a person sees it: NFC. */
export function shown(path: string): string {
  return path.normalize("NFC");
}
