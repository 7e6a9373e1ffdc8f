import { decode } from "../text/encoding.ts";
import { extensionOf } from "./toTable.ts";

/** What to read a file as. "binary" is none of ours; `note` says more to a person. */
export type Format =
  | { kind: "empty" | "pdf" | "docx" | "xlsx" | "image" }
  | { kind: "binary" | "unreadable"; note: string }
  | { kind: "text" | "csv" | "ics" | "eml" | "html" | "markdown" | "json"; text: string; encoding: string };

const IMAGES: readonly (readonly [string, string])[] = [
  ["89504e47", "png"],
  ["ffd8ff", "jpeg"],
  ["47494638", "gif"],
  ["52494646", "webp"],
  ["424d", "bmp"],
  ["49492a00", "tiff"],
  ["4d4d002a", "tiff"],
];

/** Decides by the first bytes, then by the text, then by the extension: a CSV named .xlsx is read as CSV. */
export function sniff(path: string, bytes: Buffer): Format {
  const extension = extensionOf(path);
  if (bytes.length === 0) return { kind: "empty" };
  if (bytes.subarray(0, 1024).includes("%PDF-")) return { kind: "pdf" };
  const head = bytes.subarray(0, 8).toString("hex");
  if (head.startsWith("504b0304")) return sniffZip(bytes);
  if (head.startsWith("d0cf11e0")) {
    return {
      kind: "unreadable",
      note: "an old or password-protected Office file; save it as .xlsx or PDF to have it read",
    };
  }
  if (IMAGES.some(([magic]) => head.startsWith(magic)) && !looksLikeText(bytes)) return { kind: "image" };
  const { text, encoding } = decode(bytes);
  if (text.trim() === "") return { kind: "empty" };
  if (isBinary(text)) return { kind: "binary", note: "not a text" };
  return { ...sniffText(text, extension), encoding };
}

function sniffZip(bytes: Buffer): Format {
  if (bytes.includes("xl/workbook")) return { kind: "xlsx" };
  if (bytes.includes("word/document.xml")) return { kind: "docx" };
  return { kind: "binary", note: "an archive" };
}

const looksLikeText = (bytes: Buffer) => !isBinary(decode(bytes.subarray(0, 512)).text);

/** Control characters that no text has; a few are forgiven. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, 20_000);
  let odd = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const code = sample.charCodeAt(at);
    if (
      code === 0 ||
      code === 0xfffd ||
      (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 27)
    )
      odd += 1;
    else if (code >= 0x80 && code < 0xa0) odd += 1; // unused places of windows-1252
  }
  return odd > 2 + sample.length * 0.01;
}

type TextFormat = { kind: "text" | "csv" | "ics" | "eml" | "html" | "markdown" | "json"; text: string };

function sniffText(text: string, extension: string): TextFormat {
  const head = text.slice(0, 2000).trimStart();
  if (/^BEGIN:VCALENDAR/i.test(head)) return { kind: "ics", text };
  if (extension === ".eml" || (extension !== ".txt" && extension !== ".md" && isMail(head)))
    return { kind: "eml", text };
  if (/^(?:<!doctype html|<html[\s>])/i.test(head) || extension === ".html" || extension === ".htm")
    return { kind: "html", text };
  if (/^\.(?:csv|tsv|tab|xlsx|xls)$/.test(extension)) return { kind: "csv", text };
  if (extension === ".md" || extension === ".markdown") return { kind: "markdown", text };
  if (extension === ".json") return { kind: "json", text };
  return { kind: "text", text };
}

/** Two known header fields at the very beginning. */
function isMail(head: string): boolean {
  const fields = head.split(/\r?\n\r?\n/)[0] ?? "";
  const known = fields.match(/^(?:from|to|subject|date|message-id|received|return-path|mime-version):/gim)?.length ?? 0;
  return known >= 3 && /^[A-Za-z-]+:/.test(head);
}
