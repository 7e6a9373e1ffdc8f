import { parentPort } from "node:worker_threads";
import { extractPdf } from "./pdfExtract.ts";

/** The thread in which PDFs are read, one after another; it can be ended from outside whatever a file makes the library do. */
// The library warns on the console, as often as a file makes it; nobody reads that, and it shall not pile up.
for (const method of ["log", "info", "warn", "error", "debug"] as const) console[method] = () => {};

/* oxlint-disable unicorn/require-post-message-target-origin -- a thread's port has no origin */
parentPort?.on("message", async ({ bytes, textChars }: { bytes: Uint8Array; textChars: number }) => {
  try {
    parentPort?.postMessage({ ok: true, content: await extractPdf(bytes, textChars) });
  } catch (error) {
    const name = error instanceof Error ? error.name : "Error";
    parentPort?.postMessage({ ok: false, name, message: error instanceof Error ? error.message : String(error) });
  }
});
