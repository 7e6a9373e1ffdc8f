import { encode } from "../text/encoding.ts";
import { withoutInvisible } from "./visible.ts";

/** UTF-8 that was read as windows-1252, since nothing was said or something wrong: "GrÃ¼ÃŸe". */
export function repair(text: string): string {
  if (!/[ÂÃâ][\u0080-\u00bf\u0152-\u2122]/.test(text)) return text;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(encode(text, "windows-1252"));
  } catch (thrown) {
    if (thrown instanceof Error) return text; // it is no such text
    throw thrown;
  }
}

/** On one line, without characters that hide or steer. */
export const toLine = (text: string, chars: number): string =>
  withoutInvisible(text.toWellFormed())
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, chars)
    .toWellFormed();

/** A name that is one on every system and leads nowhere: no folders, no hidden file, no device, none of the characters that shells read. */
export function toFileName(name: string): string {
  const last = toLine(name, 1_000).split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replaceAll(/[<>:"|?*]/g, "_")
    .replace(/^[.\s]+/, "")
    .replace(/[.\s]+$/, "");
  const safe = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(clean) ? `_${clean}` : clean;
  if (safe.length <= 120) return safe;
  const end = /\.[a-z0-9]{1,8}$/i.exec(safe)?.[0] ?? "";
  return `${safe.slice(0, 120 - end.length)}${end}`.toWellFormed();
}
