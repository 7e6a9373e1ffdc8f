import { AppError, LIMITS } from "../../core/index.ts";
import { type CellStyle, readStyles } from "./xlsxStyles.ts";
import { attribute, scanXml } from "./xml.ts";
import { unzip } from "./zip.ts";

export interface SheetPart {
  name: string;
  /** Path in the archive. */
  part: string;
}

/** The parts of a workbook that reading and editing need. */
export interface Book {
  sheets: SheetPart[];
  strings: string[];
  styles: CellStyle[];
  /** Dates count from 1904 (old Macintosh files). */
  from1904: boolean;
  parts: Map<string, Uint8Array>;
}

/** Opens an XLSX file; throws E_FILE_UNREADABLE when it is damaged, too large inside or no workbook. */
export function openBook(bytes: Uint8Array): Book {
  const parts = unzip(
    bytes,
    (name) => /(?:\.xml|\.rels)$/i.test(name) && !/(?:^|\/)(?:media|theme|drawings|charts)\//.test(name),
  );
  const workbookPart = [...parts.keys()].find((name) => /^xl\/workbook\d*\.xml$/i.test(name));
  if (!workbookPart) throw new AppError("E_FILE_UNREADABLE", "The file is no Excel workbook.");
  const workbook = textOf(parts, workbookPart);
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf("/") + 1);
  const targets = readRelations(textOf(parts, `${folder}_rels/${workbookPart.slice(folder.length)}.rels`));
  const sheets: SheetPart[] = [];
  let from1904 = false;
  for (const token of scanXml(workbook)) {
    if (token.type !== "open") continue;
    if (token.name === "workbookPr") from1904 = /^(?:1|true)$/.test(attribute(token.attributes, "date1904") ?? "");
    if (token.name !== "sheet") continue;
    const target = targets.get(attribute(token.attributes, "id") ?? "") ?? "";
    const part = target.startsWith("/") ? target.slice(1) : folder + target;
    if (parts.has(part) && /worksheets?\//.test(part))
      sheets.push({ name: attribute(token.attributes, "name") ?? `Sheet${sheets.length + 1}`, part });
  }
  return {
    sheets,
    strings: readStrings(textOf(parts, `${folder}sharedStrings.xml`)),
    styles: readStyles(textOf(parts, `${folder}styles.xml`)),
    from1904,
    parts,
  };
}

export function textOf(parts: ReadonlyMap<string, Uint8Array>, name: string): string {
  const bytes = parts.get(name);
  return bytes ? new TextDecoder("utf-8").decode(bytes) : "";
}

function readRelations(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const token of scanXml(xml)) {
    if (token.type !== "open" || token.name !== "Relationship") continue;
    targets.set(attribute(token.attributes, "Id") ?? "", attribute(token.attributes, "Target") ?? "");
  }
  return targets;
}

/** Shared strings; rich text is joined, phonetic hints (rPh) are left out. */
function readStrings(xml: string): string[] {
  const strings: string[] = [];
  let text = "";
  let inText = false;
  let phonetic = false;
  for (const token of scanXml(xml)) {
    if (token.type === "text") {
      if (inText && !phonetic) text += token.text;
      continue;
    }
    const opens = token.type === "open" && !token.empty;
    if (token.name === "t") inText = opens;
    if (token.name === "rPh") phonetic = opens;
    if (token.name !== "si") continue;
    if (token.type === "open") text = "";
    if (token.type === "close" || token.empty) strings.push(text);
    if (strings.length > 4_000_000 || text.length > LIMITS.textChars) break;
  }
  return strings;
}
