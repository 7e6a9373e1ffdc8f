import type { Table } from "../types.ts";
import { AppError, LIMITS } from "../../core/index.ts";
import { askPdfThread } from "./pdfThread.ts";
import { baseName, toTable } from "./toTable.ts";

/**
 * Text (lines as they stand on the page, columns parted by four spaces), tables and facts of a PDF, read in a thread of its
 * own. Throws E_FILE_UNREADABLE for a damaged, encrypted or hostile file.
 */
export async function readPdf(path: string, bytes: Buffer, problems: string[]) {
  const answer = await askPdfThread(Uint8Array.from(bytes), LIMITS.textChars);
  if (!answer.ok) {
    if (/password/i.test(answer.name)) throw new AppError("E_FILE_UNREADABLE", "The PDF is protected by a password.");
    throw new AppError("E_FILE_UNREADABLE", `The PDF could not be read (${answer.message.slice(0, 120)}).`);
  }
  const { text, meta, tables, files } = answer.content;
  problems.push(...answer.content.problems);
  const name = baseName(path);
  const typed = tables.map((table, index): Table => {
    return toTable({ ...table, name: index === 0 ? name : `${name} ${index + 1}`, path, sheet: null }, problems);
  });
  return { text, meta, tables: typed, ...(files.length > 0 ? { files } : {}) };
}
