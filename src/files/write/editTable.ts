import type { TableEdit } from "../types.ts";
import { AppError } from "../../core/index.ts";
import { sniff } from "../read/sniff.ts";
import { editCsv } from "./editCsv.ts";
import { editTextTable } from "./editText.ts";
import { editXlsx } from "./editXlsx.ts";

/**
 * Applies edits to a table file and returns its new bytes. CSV and TSV: every byte that is not edited stays (delimiter,
 * quotes, line ends, encoding, mark, lines around the table), JSON and Markdown alike. XLSX: every other part and all styles stay. Rows are counted as
 * `readDoc` gave them; new rows come behind the last row, above totals and notes. Values are normalised and written in the
 * column's own format. Throws E_INPUT for an unknown column or row, E_FILE_UNREADABLE when the file is no table.
 */
export async function editTable(bytes: Buffer, path: string, edits: TableEdit[], sheet?: string): Promise<Buffer> {
  const format = sniff(path, bytes);
  if (format.kind === "xlsx") return editXlsx(bytes, path, edits, sheet);
  if (format.kind === "csv" || (format.kind === "text" && /\.(?:txt|tab)$/i.test(path)))
    return editCsv(bytes, path, edits);
  if (format.kind === "markdown" || format.kind === "json")
    return editTextTable(bytes, path, edits, { kind: format.kind, sheet: sheet ?? null });
  throw new AppError("E_FILE_UNREADABLE", `${path} is no table that can be edited.`, {
    hint: "Only CSV, TSV, XLSX, JSON and Markdown tables can be changed cell by cell.",
  });
}
