import { fold } from "../../../files/index.ts";

export interface Token {
  start: number;
  end: number;
  /** Lower case, letters as they stand: tells Schäfer from Schaefer. */
  raw: string;
  folded: string;
}

/** Letters and digits in one piece. */
export const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** Runs of letters and digits with their offsets; "RE-2026-101" is three. */
export function tokenize(text: string): Token[] {
  return [...text.matchAll(WORD)].map((match) => ({
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
function toId(name: string): string {
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

/** Words in paths that say a file was put away, or is the one in use. */
export const OLD = new Set(
  "alt alte alter altes old archiv archive archived ablage veraltet obsolete superseded previous vorher frueher ungueltig backup deprecated outdated bisher".split(
    " ",
  ),
);
export const NEW = new Set(
  "neu neue neuer neues new current aktuell aktuelle aktueller latest gueltig final".split(" "),
);

/** The folded words of a path. */
export function markers(path: string): string[] {
  return tokenize(path).map((token) => token.folded);
}

export function isOld(path: string): boolean {
  return markers(path).some((word) => OLD.has(word));
}

export function isNew(path: string): boolean {
  return markers(path).some((word) => NEW.has(word));
}
