import { parentPort, workerData } from "node:worker_threads";
import { extractPdf } from "./pdfExtract.ts";

/** The thread in which one PDF is read; it can be ended from outside whatever the file makes the library do. */
const { bytes, textChars } = workerData as { bytes: Uint8Array; textChars: number };
/* oxlint-disable unicorn/require-post-message-target-origin -- a thread's port has no origin */
try {
  parentPort?.postMessage({ ok: true, content: await extractPdf(bytes, textChars) });
} catch (error) {
  const name = error instanceof Error ? error.name : "Error";
  parentPort?.postMessage({ ok: false, name, message: error instanceof Error ? error.message : String(error) });
}
