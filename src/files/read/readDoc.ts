import type { Doc, DocKind } from "../types.ts";
import { AppError, LIMITS } from "../../core/index.ts";
import { htmlToText } from "../text/html.ts";
import { readCsv } from "./csv.ts";
import { readDocx } from "./docx.ts";
import { readEml } from "./eml.ts";
import { readIcs } from "./ics.ts";
import { readPdf } from "./pdf.ts";
import { type Format, sniff } from "./sniff.ts";
import { readDelimitedText, readJsonTables, readMarkdownTables } from "./textTables.ts";
import { readXlsx } from "./xlsx.ts";

const MAX_DEPTH = 2;

/**
 * Reads any file, by its content first and its extension second. Never throws for what is in the file: then the kind is
 * "empty", "binary" or "unreadable", and `problems` says to a person what could not be read. Bounded by LIMITS.
 */
export function readDoc(path: string, bytes: Buffer): Promise<Doc> {
  return readNested(path, bytes, 0);
}

async function readNested(path: string, bytes: Buffer, depth: number): Promise<Doc> {
  const doc: Doc = {
    path,
    kind: "unreadable",
    bytes: bytes.length,
    text: "",
    encoding: null,
    tables: [],
    meta: {},
    problems: [],
  };
  if (bytes.length > LIMITS.fileBytes) {
    doc.problems.push(`larger than ${Math.round(LIMITS.fileBytes / 1024 / 1024)} MB, not read`);
    return doc;
  }
  try {
    return await read(doc, bytes, sniff(path, bytes), depth);
  } catch (error) {
    // what a hostile or damaged file makes a parser throw is a fact about the file
    const message =
      error instanceof AppError
        ? error.message
        : `damaged (${error instanceof Error ? error.message.slice(0, 120) : "unknown"})`;
    return { ...doc, kind: "unreadable", text: "", tables: [], problems: [...doc.problems, message] };
  }
}

async function read(doc: Doc, bytes: Buffer, format: Format, depth: number): Promise<Doc> {
  const { path, problems } = doc;
  switch (format.kind) {
    case "empty":
    case "image":
      return { ...doc, kind: format.kind };
    case "binary":
    case "unreadable":
      problems.push(format.note);
      return { ...doc, kind: format.kind };
    case "pdf":
      return { ...doc, kind: "pdf", ...(await readPdf(path, bytes, problems)) };
    case "docx":
      return { ...doc, kind: "pdf", ...readDocx(bytes) };
    case "xlsx":
      return { ...doc, kind: "table", ...readXlsx(path, bytes, problems) };
    case "eml": {
      if (depth >= MAX_DEPTH) return readText(doc, { ...format, kind: "text" });
      const mail = await readEml(path, bytes, problems, (name, content) => readNested(name, content, depth + 1));
      return { ...doc, kind: "mail", encoding: format.encoding, ...mail };
    }
    default:
      return readText(doc, format);
  }
}

type TextFormat = Extract<Format, { text: string }>;

function readText(doc: Doc, format: TextFormat): Doc {
  const { path, problems } = doc;
  let text = format.text.replace(/\r\n?/g, "\n");
  if (text.length > LIMITS.textChars && format.kind !== "csv") {
    problems.push(`only the first ${LIMITS.textChars} characters were read`);
    text = text.slice(0, LIMITS.textChars);
  }
  const base = { ...doc, encoding: format.encoding, text };
  const as = (kind: DocKind, more: Partial<Doc> = {}): Doc => ({ ...base, kind, ...more });
  switch (format.kind) {
    case "csv": {
      const table = readCsv(path, text, problems);
      return as("table", { tables: table ? [table] : [], text: text.slice(0, LIMITS.textChars) });
    }
    case "ics":
      return as("calendar", readIcs(path, text, problems));
    case "html":
      return as("text", { text: htmlToText(text) });
    case "markdown":
      return as("text", { tables: readMarkdownTables(path, text, problems) });
    case "json":
      return as("text", { tables: readJsonTables(path, text, problems) });
    default:
      return as("text", { tables: readDelimitedText(path, text, problems) });
  }
}
