import { findDates, fold, type Cell, type Doc } from "../../../files/index.ts";
import { directConcepts, splitCompound } from "../lexicon/index.ts";
import { baseName, extensionOf, fileName, folderOf } from "./names.ts";
import { dateColumn, fromRecords, textCell, textColumn } from "./sourceTables.ts";
import type { SourceTable } from "./types.ts";

type GiveId = (wanted: string, folder: string) => string;

/** The table `files`: one row per file, whatever it is. */
export function filesTable(docs: Doc[], giveId: GiveId, today: string): SourceTable {
  const columns = [
    ...["path", "name", "folder", "extension", "kind"].map(textColumn),
    dateColumn("date"),
    textColumn("title"),
    textColumn("number"),
  ];
  const rows = docs.map((doc): Cell[] => [
    textCell(doc.path),
    textCell(fileName(doc.path)),
    textCell(folderOf(doc.path)),
    textCell(extensionOf(doc.path)),
    textCell(doc.kind),
    textCell(docDate(doc, today)),
    textCell(docTitle(doc)),
    textCell(docNumber(doc)),
  ]);
  const paths = docs.map((doc) => doc.path);
  return fromRecords("files", "", columns, rows, paths, { kind: "files", id: giveId("files", "") });
}

/** The table `mails`: one row per mail, newest last; null when there are none. */
export function mailsTable(docs: Doc[], giveId: GiveId): SourceTable | null {
  const mails = docs
    .filter((doc) => doc.kind === "mail")
    .toSorted((a, b) => (a.meta["date"] ?? "").localeCompare(b.meta["date"] ?? ""));
  if (mails.length === 0) return null;
  const columns = [
    ...["file", "from", "from name", "to", "subject"].map(textColumn),
    dateColumn("date"),
    textColumn("attachments"),
  ];
  const rows = mails.map((doc): Cell[] => [
    textCell(doc.path),
    textCell(addressOf(doc.meta["from"] ?? "")),
    textCell(senderName(doc.meta["from"] ?? "")),
    textCell(doc.meta["to"] ?? ""),
    textCell(doc.meta["subject"] ?? ""),
    textCell((doc.meta["date"] ?? "").slice(0, 16)),
    textCell(doc.meta["attachments"] ?? ""),
  ]);
  const folders = new Set(mails.map((doc) => folderOf(doc.path)));
  const path = folders.size === 1 ? ([...folders][0] ?? "") : "";
  const rowPaths = mails.map((doc) => doc.path);
  return fromRecords("mails", path, columns, rows, rowPaths, { kind: "mails", id: giveId("mails", "") });
}

function addressOf(from: string): string {
  return /[^\s<>"']+@[^\s<>"']+/.exec(from)?.[0] ?? from;
}

/** The name in front of a mail address, the address itself when there is none. */
function senderName(from: string): string {
  const name = from
    .replace(/<[^>]*>/, "")
    .replaceAll(/["']/g, "")
    .trim();
  return name === "" ? addressOf(from) : name;
}

/** Title as the container, a heading, a subject or the first line tells it; "" for tables and pictures. */
export function docTitle(doc: Doc): string {
  if (doc.kind === "mail") return doc.meta["subject"] ?? "";
  if (!["text", "pdf"].includes(doc.kind)) return "";
  const heading = /^#{1,3} +(.+)$/m.exec(doc.text.slice(0, 2000))?.[1];
  if (heading) return heading.trim();
  const head = headLines(doc);
  const named = head.find((line) => isDocumentLine(line));
  return named ?? (doc.meta["title"] || (head[0]?.slice(0, 100) ?? ""));
}

/** The number a document calls itself by ("Rechnung RE-2026-104" -> "RE-2026-104"), "" when there is none. */
export function docNumber(doc: Doc): string {
  if (!["text", "pdf"].includes(doc.kind)) return "";
  const line = headLines(doc).find((text) => isDocumentLine(text));
  return line === undefined ? "" : (numberIn(line) ?? "");
}

/** The word for the kind of document in its title line: "Rechnung", "Quote". */
export function docWord(doc: Doc): string {
  const line = headLines(doc).find((text) => isDocumentLine(text));
  return (line ?? docTitle(doc)).split(/[\s\d]/)[0] ?? "";
}

function docDate(doc: Doc, today: string): string {
  if (doc.meta["date"]) return doc.meta["date"].slice(0, 10);
  const inName = findDates(baseName(doc.path).replaceAll("_", " "), { today })[0]?.iso;
  if (inName) return inName;
  if (!["text", "pdf"].includes(doc.kind)) return "";
  return findDates(headLines(doc).join("\n"), { today })[0]?.iso ?? "";
}

/** The text without the header lines that a mail's text begins with. */
export function bodyOf(doc: Doc): { text: string; start: number } {
  const header = doc.kind === "mail" ? (/^(?:[A-Z][\w-]*: ?[^\n]*\n)+\n*/.exec(doc.text)?.[0].length ?? 0) : 0;
  return { text: doc.text.slice(header), start: header };
}

function headLines(doc: Doc): string[] {
  return bodyOf(doc)
    .text.slice(0, 3000)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 15);
}

const NUMBER = /(?:^|\s)(\p{L}{1,6}[-–/.]?\d[\p{L}\d/.-]*|\p{L}{1,4}-\p{L}{0,4}-?\d[\p{L}\d/.-]*|\d[\d/-]{2,})$/u;

function numberIn(line: string): string | null {
  return NUMBER.exec(line.replace(/[.,;]$/, ""))?.[1] ?? null;
}

const PAPERS = new Set(
  "invoice receipt creditnote reminder offer order orderconfirmation deliverynote contract report labreport statement document ledger certificate".split(
    " ",
  ),
);

/** A line such as "Rechnung Nr. RE-2026-104" or "Service agreement SA-14". */
function isDocumentLine(line: string): boolean {
  const words = line.replace(/:/, " ").split(/\s+/);
  if (words.length > 5 || numberIn(line) === null) return false;
  const phrase = words.slice(0, -1).filter((word) => /^\p{L}/u.test(word));
  return phrase.some((word) => isPaper(word)) || isPaper(phrase.join(" "));
}

/** Whether a word names a kind of document: "Rechnungen", "quote". */
export function isPaper(word: string): boolean {
  const head = splitCompound(fold(word))?.head ?? word;
  return [word, head].some((part) => directConcepts(part).some((id) => PAPERS.has(id)));
}
