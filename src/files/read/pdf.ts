import { Worker } from "node:worker_threads";
import type { Table } from "../types.ts";
import { AppError, LIMITS } from "../../core/index.ts";
import type { PdfContent } from "./pdfExtract.ts";
import { baseName, toTable } from "./toTable.ts";

/** One PDF may cost this much; a hostile one is ended then. */
const MAX_MS = 30_000;
const MAX_HEAP_MB = 1024;
/** Growth of the whole process while a PDF is read: buffers do not count to the heap. */
const MAX_GROWTH = 1024 * 1024 * 1024;
const WATCH_MS = 100;

type Answer = { ok: true; content: PdfContent } | { ok: false; name: string; message: string };

/**
 * Text (lines as they stand on the page, columns parted by four spaces), tables and facts of a PDF, read in a thread of its
 * own. Throws E_FILE_UNREADABLE for a damaged, encrypted or hostile file.
 */
export async function readPdf(path: string, bytes: Buffer, problems: string[]) {
  const answer = await runWorker(bytes);
  if (!answer.ok) {
    if (/password/i.test(answer.name)) throw new AppError("E_FILE_UNREADABLE", "The PDF is protected by a password.");
    throw new AppError("E_FILE_UNREADABLE", `The PDF is damaged (${answer.message.slice(0, 120)}).`);
  }
  const { text, meta, tables } = answer.content;
  problems.push(...answer.content.problems);
  const name = baseName(path);
  const typed = tables.map((table, index): Table => {
    return toTable({ ...table, name: index === 0 ? name : `${name} ${index + 1}`, path, sheet: null }, problems);
  });
  return { text, meta, tables: typed };
}

function runWorker(bytes: Buffer): Promise<Answer> {
  const file = import.meta.url.endsWith(".ts") ? "./pdfWorker.ts" : "./pdfWorker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { bytes: Uint8Array.from(bytes), textChars: LIMITS.textChars },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    stdout: true, // the library warns on the console
    stderr: true,
  });
  const start = process.memoryUsage.rss();
  return new Promise<Answer>((resolve) => {
    let ticks = 0;
    const finish = (answer: Answer) => {
      clearInterval(watch);
      void worker.terminate();
      resolve(answer);
    };
    const watch = setInterval(() => {
      ticks += 1;
      if (ticks * WATCH_MS > MAX_MS) finish({ ok: false, name: "Timeout", message: "reading it takes too long" });
      else if (process.memoryUsage.rss() - start > MAX_GROWTH)
        finish({ ok: false, name: "Memory", message: "reading it takes too much memory" });
    }, WATCH_MS);
    worker.once("message", (answer: Answer) => finish(answer));
    worker.once("error", (error) => finish({ ok: false, name: error.name, message: error.message }));
    worker.once("exit", () => finish({ ok: false, name: "Exit", message: "the reader ended" }));
  });
}
