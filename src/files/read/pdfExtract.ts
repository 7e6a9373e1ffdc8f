import { getDocumentProxy } from "unpdf";
import { decode } from "../text/encoding.ts";
import type { EmbeddedFile } from "../types.ts";
import { type Line, type Run, toLines, toText } from "./pdfLayout.ts";
import { findPdfTables, type NumberedLine, type PdfTable } from "./pdfTables.ts";

export interface PdfContent {
  text: string;
  tables: PdfTable[];
  meta: Record<string, string>;
  /** Texts that lie in it as files: the XML of an electronic invoice (PDF/A-3). */
  files: EmbeddedFile[];
  problems: string[];
}

const MAX_PAGES = 500;
const MAX_RUNS = 200_000;
const MAX_FILES = 20;
const MAX_FILE_BYTES = 5_000_000;

/** Text, tables and facts of a PDF. Throws what the PDF library throws. Runs inside the worker of `readPdf`. */
export async function extractPdf(bytes: Uint8Array, textChars: number): Promise<PdfContent> {
  const pdf = await getDocumentProxy(bytes, { verbosity: 0, stopAtErrors: false });
  try {
    return await readPages(pdf, textChars);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

async function readPages(pdf: Pdf, textChars: number): Promise<PdfContent> {
  const problems: string[] = [];
  const texts: string[] = [];
  const numbered: NumberedLine[] = [];
  let lineCount = 0;
  let chars = 0;
  const pages = Math.min(pdf.numPages, MAX_PAGES);
  if (pdf.numPages > pages) problems.push(`only the first ${pages} of ${pdf.numPages} pages were read`);
  for (let page = 1; page <= pages && chars < textChars; page += 1) {
    const lines = await readPage(pdf, page, problems);
    const text = toText(lines);
    if (text === "") continue;
    if (texts.length > 0) lineCount += 1; // the blank line between pages
    numbered.push(...number(lines, text, lineCount, page));
    lineCount += text.split("\n").length;
    chars += text.length;
    texts.push(text);
  }
  const meta = await readMeta(pdf);
  const files = await readFiles(pdf, problems);
  return { text: texts.join("\n\n").slice(0, textChars), tables: findPdfTables(numbered), meta, files, problems };
}

async function readPage(pdf: Pdf, pageNumber: number, problems: string[]): Promise<Line[]> {
  try {
    const page = await pdf.getPage(pageNumber);
    const viewport = page.getViewport({ scale: 1 });
    const content = await page.getTextContent({ disableNormalization: false });
    const runs: Run[] = [];
    for (const item of content.items.slice(0, MAX_RUNS)) {
      if (!("str" in item)) continue;
      const [a = 1, b = 0, , d = 1, e = 0, f = 0] = item.transform.map(Number);
      const [x = 0, y = 0] = viewport.convertToViewportPoint(e, f).map(Number);
      const size = Math.hypot(a, b) || Math.abs(d) || 1;
      runs.push({ text: String(item.str).normalize("NFKC").replaceAll("\u00ad", ""), x, y, width: item.width, size });
    }
    page.cleanup();
    const lines = toLines(runs.filter((run) => Number.isFinite(run.x) && Number.isFinite(run.y)));
    if (lines.length === 0) problems.push(`page ${pageNumber} has no text; it is an image or empty`);
    return lines;
  } catch (error) {
    problems.push(
      `page ${pageNumber} could not be read (${error instanceof Error ? error.message.slice(0, 80) : "damaged"})`,
    );
    return [];
  }
}

/** Gives each line its number in the text: `toText` put blank lines between some. */
function number(lines: readonly Line[], text: string, before: number, page: number): NumberedLine[] {
  const filled = text.split("\n").flatMap((line, index) => (line === "" ? [] : [index]));
  return lines.map((line, index) => ({ ...line, number: before + (filled[index] ?? index) + 1, page }));
}

async function readFiles(pdf: Pdf, problems: string[]): Promise<EmbeddedFile[]> {
  try {
    const named = (await pdf.getAttachments()) as ReadonlyMap<string, { filename?: string }> | null;
    const files: EmbeddedFile[] = [];
    for (const [id, { filename }] of [...(named ?? [])].slice(0, MAX_FILES)) {
      const name = filename ?? id;
      if (!/\.xml$/i.test(name)) continue;
      const content = (await pdf.getAttachmentContent(id)) as ArrayLike<number> | null;
      if (content === null) continue;
      if (content.length > MAX_FILE_BYTES) problems.push(`${name.slice(0, 60)} in it is too large`);
      else files.push({ name, text: decode(Buffer.from(content)).text });
    }
    return files;
  } catch (error) {
    problems.push(`files in it could not be read (${error instanceof Error ? error.message.slice(0, 80) : "damaged"})`);
    return [];
  }
}

async function readMeta(pdf: Pdf): Promise<Record<string, string>> {
  const meta: Record<string, string> = { pages: String(pdf.numPages) };
  try {
    const { info } = await pdf.getMetadata();
    for (const [key, value] of Object.entries(info as Record<string, unknown>)) {
      if (typeof value !== "string" || /^\W*(?:anonymous|unspecified|untitled)?\W*$/i.test(value)) continue;
      if (key === "Title" || key === "Author" || key === "Subject") meta[key.toLowerCase()] = value.slice(0, 500);
      const date = /^D:(\d{4})(\d{2})(\d{2})/.exec(value);
      if (key === "CreationDate" && date) meta["created"] = `${date[1]}-${date[2]}-${date[3]}`;
    }
  } catch (error) {
    meta["metadata"] = `unreadable (${error instanceof Error ? error.message.slice(0, 80) : "damaged"})`;
  }
  return meta;
}
