import { fold } from "../../../files/index.ts";

export interface Token {
  start: number;
  end: number;
  /** Lower case, letters as they stand: tells Schäfer from Schaefer. */
  raw: string;
  folded: string;
}

/** Runs of letters and digits with their offsets; "RE-2026-101" is three. */
export function tokenize(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    raw: match[0].normalize("NFC").toLowerCase(),
    folded: fold(match[0]),
  }));
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** File name without its extension. */
export function baseName(path: string): string {
  return fileName(path).replace(/(?<=.)\.[\p{L}\p{N}]{1,5}$/u, "");
}

export function extensionOf(path: string): string {
  return /(?<=.)\.([\p{L}\p{N}]{1,5})$/u.exec(fileName(path))?.[1]?.toLowerCase() ?? "";
}

/** Readable id of a table: lower case, no spaces. */
export function toId(name: string): string {
  return (
    name
      .normalize("NFC")
      .trim()
      .toLowerCase()
      .replaceAll(/[\s.]+/g, "-") || "table"
  );
}

/** Gives each wanted id once; a second gets its folder in front, then a number. */
export function createIds(): (wanted: string, folder: string) => string {
  const taken = new Set<string>();
  return (wanted, folder) => {
    const parent = folder.slice(folder.lastIndexOf("/") + 1);
    const tries = [toId(wanted), ...(parent ? [toId(`${parent}-${wanted}`)] : [])];
    let id = tries.find((name) => !taken.has(name));
    for (let n = 2; id === undefined; n += 1) if (!taken.has(`${tries[0]}-${n}`)) id = `${tries[0]}-${n}`;
    taken.add(id);
    return id;
  };
}
