import { posix } from "node:path";

export interface FileName {
  folder: string;
  /** Without extension. */
  stem: string;
  /** With the dot, as it stands; "" when there is none. */
  extension: string;
}

export function splitPath(path: string): FileName {
  const base = posix.basename(path);
  const extension = /\.[\p{L}\p{N}]{1,8}$/u.exec(base)?.[0] ?? "";
  const folder = posix.dirname(path);
  return { folder: folder === "." ? "" : folder, stem: base.slice(0, base.length - extension.length), extension };
}

export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu;

/** A name that Windows, macOS and Linux all take: forbidden characters become "-", umlauts stay, NFC. "" when nothing is left. */
export function safeName(name: string): string {
  const clean = name
    .normalize("NFC")
    .replaceAll(/[<>:"/\\|?*\p{Cc}]+/gu, "-")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/-{2,}/gu, "-")
    .replace(/^[\s.-]+/u, "")
    .replace(/[\s.-]+$/u, "")
    .slice(0, 120);
  return RESERVED.test(clean) ? `_${clean}` : clean;
}
