import { strToU8, zipSync } from "fflate";
import type { ValueType } from "../types.ts";
import { typeColumns } from "../read/typeColumns.ts";
import { columnName, toSerial } from "../read/xlsxSheet.ts";
import { escapeXml } from "../read/xml.ts";
import { daysBetween } from "../values/calendar.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

/** Cell styles by index: plain, bold header, 0.00, date, date and time. */
const STYLE = { plain: 0, header: 1, money: 2, date: 3, dateTime: 4 } as const;
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/**
 * A workbook of one sheet from normalised values: a bold header, numbers and dates as Excel knows them. Without `types` they
 * are decided from the values; what does not fit its type is written as text.
 */
export function toXlsx(columns: string[], rows: (string | null)[][], types?: ValueType[]): Buffer {
  const known = types ?? inferTypes(columns, rows);
  const lines = [
    columns.map((name, column) => textCell(columnName(column) + 1, name, STYLE.header)),
    ...rows.map((row, index) =>
      row.map((value, column) => toCell(columnName(column) + (index + 2), value, known[column] ?? "text")),
    ),
  ];
  const data = lines.map((cells, index) => `<row r="${index + 1}">${cells.join("")}</row>`).join("");
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData></worksheet>`,
  };
  return packZip(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)] as const));
}

/** A zip with a fixed time, so that the same content gives the same bytes. */
export function packZip(parts: Iterable<readonly [string, Uint8Array]>): Buffer {
  const files = Object.fromEntries([...parts].map(([name, bytes]) => [name, bytes] as const));
  return Buffer.from(zipSync(files, { level: 2, mtime: new Date(1980, 0, 1) }));
}

function inferTypes(columns: string[], rows: (string | null)[][]): ValueType[] {
  const raw = rows.map((row) => columns.map((_name, index) => row[index] ?? ""));
  return typeColumns(columns, raw, { decimal: "." }).columns.map((column) => column.type);
}

function toCell(ref: string, value: string | null, type: ValueType): string {
  if (value === null || value === "") return "";
  if ((type === "number" || type === "money") && /^-?\d+(?:\.\d+)?$/.test(value)) {
    return numberCell(ref, value, type === "money" ? STYLE.money : STYLE.plain);
  }
  if (type === "date" && /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/.test(value)) {
    return numberCell(ref, toSerial(value, daysBetween, false), value.includes("T") ? STYLE.dateTime : STYLE.date);
  }
  if (type === "boolean" && /^(?:true|false)$/.test(value))
    return `<c r="${ref}" t="b"><v>${value === "true" ? 1 : 0}</v></c>`;
  return textCell(ref, value, STYLE.plain);
}

export function numberCell(ref: string, value: string, style: number): string {
  return `<c r="${ref}"${style === 0 ? "" : ` s="${style}"`}><v>${value}</v></c>`;
}

export function textCell(ref: string, value: string, style: number): string {
  const s = style === 0 ? "" : ` s="${style}"`;
  return `<c r="${ref}"${s} t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
}
