import { AppError } from "../../core/index.ts";
import { attribute, scanXml } from "./xml.ts";
import { unzip } from "./zip.ts";

/** A Word file (ECMA-376 part 1, WordprocessingML) as text: headings with "#", lists with "-", tables as Markdown. */
export function readDocx(bytes: Buffer): { text: string } {
  const part = unzip(bytes, (name) => name === "word/document.xml").get("word/document.xml");
  if (!part) throw new AppError("E_FILE_UNREADABLE", "The Word file has no text part.");
  return { text: toText(Buffer.from(part).toString("utf8")) };
}

interface Rows {
  rows: string[][];
  cell: string[];
}

function toText(xml: string): string {
  const lines: string[] = [];
  const open: Rows[] = [];
  let line = "";
  let mark = "";
  let inText = false;
  const endParagraph = () => {
    const table = open.at(-1);
    if (table) table.cell.push(line.trim());
    else lines.push(line.trim() === "" ? "" : mark + line.trim());
    line = "";
    mark = "";
  };
  for (const token of scanXml(xml)) {
    if (token.type === "text") {
      if (inText) line += token.text;
      continue;
    }
    const ends = token.type === "close" || token.empty;
    if (token.name === "t") inText = !ends;
    else if (token.type === "open") {
      if (token.name === "tab") line += " ";
      else if (token.name === "br" || token.name === "cr") line += open.length > 0 ? " " : "\n";
      else if (token.name === "numPr" && mark === "") mark = "- ";
      else if (token.name === "pStyle") mark = headingMark(attribute(token.attributes, "val")) ?? mark;
      else if (token.name === "tbl") open.push({ rows: [], cell: [] });
      else if (token.name === "tr") open.at(-1)?.rows.push([]);
      else if (token.name === "p" && token.empty) endParagraph();
    } else if (token.name === "p") endParagraph();
    else if (token.name === "tc") endCell(open.at(-1));
    else if (token.name === "tbl") endTable(open, lines);
  }
  return lines
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function headingMark(style: string | null): string | null {
  const level = /^(?:heading|berschrift|überschrift|title|titel)\s*(\d)?/iu.exec(style ?? "");
  return level ? `${"#".repeat(Number(level[1] ?? 1))} ` : null;
}

function endCell(table: Rows | undefined): void {
  if (!table) return;
  table.rows.at(-1)?.push(table.cell.filter((part) => part !== "").join(" "));
  table.cell = [];
}

/** A table of one column or row is a frame around text; a table in a cell becomes part of the cell. */
function endTable(open: Rows[], lines: string[]): void {
  const table = open.pop();
  if (!table) return;
  const outer = open.at(-1);
  if (outer) {
    outer.cell.push(...table.rows.map((row) => row.join(" ")));
    return;
  }
  const [head, ...below] = table.rows;
  if (!head) return;
  const shown = (row: string[]) => `| ${row.map((cell) => cell.replaceAll("|", "/")).join(" | ")} |`;
  if (head.length < 2 || below.length === 0) lines.push(...table.rows.map((row) => row.join(" ")), "");
  else lines.push("", shown(head), `|${" --- |".repeat(head.length)}`, ...below.map(shown), "");
}
