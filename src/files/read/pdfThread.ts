import { Worker } from "node:worker_threads";
import type { PdfContent } from "./pdfExtract.ts";

/** What one PDF may cost; a hostile one is ended then, with its thread. */
export interface PdfLimits {
  ms: number;
  /** Growth of the whole process while it is read: buffers do not count to the heap of a thread. */
  growthBytes: number;
}

const USUAL: PdfLimits = { ms: 30_000, growthBytes: 1024 * 1024 * 1024 };
const MAX_HEAP_MB = 1024;
const WATCH_MS = 50;
/** Loading the library costs ten times as much as reading a usual file, so one idle thread waits this long for the next. */
const IDLE_MS = 5_000;

export type PdfAnswer = { ok: true; content: PdfContent } | { ok: false; name: string; message: string };

/** Threads at rest; they hold nothing of the files they read and do not keep the process alive. */
const idle: Worker[] = [];

/** Reads a PDF in a thread. Never rejects: what goes wrong is the answer. */
export function askPdfThread(bytes: Uint8Array, textChars: number, limits: PdfLimits = USUAL): Promise<PdfAnswer> {
  const worker = idle.pop() ?? startWorker();
  worker.ref();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  return new Promise<PdfAnswer>((resolve) => {
    const finish = (answer: PdfAnswer, reuse: boolean) => {
      clearInterval(watch);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      if (reuse && idle.length === 0) rest(worker);
      else void worker.terminate();
      resolve(answer);
    };
    const fail = (name: string, message: string) => finish({ ok: false, name, message }, false);
    const watch = setInterval(() => {
      if (performance.now() - start > limits.ms) fail("Timeout", "reading it takes too long");
      else if (process.memoryUsage.rss() - before > limits.growthBytes)
        fail("Memory", "reading it takes too much memory");
    }, WATCH_MS);
    const onMessage = (answer: PdfAnswer) => finish(answer, true);
    const onError = (error: unknown) => fail(error instanceof Error ? error.name : "Error", String(error));
    const onExit = () => fail("Exit", "the reader ended");
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ bytes, textChars });
  });
}

function startWorker(): Worker {
  const file = import.meta.url.endsWith(".ts") ? "./pdfWorker.ts" : "./pdfWorker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // What is written there goes nowhere. Nobody reads it either: a stream that is read keeps the process alive.
    stdout: true,
    stderr: true,
  });
  worker.once("exit", () => forget(worker));
  worker.on("error", () => forget(worker));
  return worker;
}

function rest(worker: Worker): void {
  worker.unref();
  idle.push(worker);
  const end = () => {
    if (!idle.includes(worker)) return;
    forget(worker);
    void worker.terminate();
  };
  setTimeout(end, IDLE_MS).unref();
}

function forget(worker: Worker): void {
  const at = idle.indexOf(worker);
  if (at >= 0) idle.splice(at, 1);
}
