import { posix } from "node:path";
import type { Take } from "./pieces.ts";

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

const LEGAL =
  /(?:,?\s+(?:GmbH|AG|KG|OHG|UG|GbR|e\.\s?K\.|e\.\s?V\.|mbH|Ltd|Limited|LLC|Inc|PLC|Co|& Co\.?(?: KG)?)\.?)+$/iu;

export function withoutLegalForm(name: string): string {
  return name.replace(LEGAL, "").trim();
}

/** A short name for a file: "Weingut Thiele" whole, or its first or last word; legal forms are left out unless they are wanted. */
export function takeName(name: string, take: Take, separator: string): string {
  const plain = take === "legal" ? name : withoutLegalForm(name);
  const list = plain.split(/\s+/u);
  if (take === "first") return list[0] ?? plain;
  if (take === "last") return list.at(-1) ?? plain;
  return list.join(separator);
}
