import type { Readable } from "node:stream";

const LINE_BYTES = 4 * 1024 * 1024;

/** The lines of a stream; null for one that is longer than is read, once. Ends with the stream or the signal. */
export async function* readLines(stream: Readable, signal: AbortSignal): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  const end = (): void => void stream.destroy();
  signal.addEventListener("abort", end, { once: true });
  let held = "";
  let isSkipping = false;
  try {
    for await (const chunk of stream) {
      held += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let at = held.indexOf("\n"); at >= 0; at = held.indexOf("\n")) {
        const line = held.slice(0, at);
        held = held.slice(at + 1);
        if (!isSkipping) yield line;
        isSkipping = false;
      }
      if (held.length <= LINE_BYTES) continue;
      if (!isSkipping) yield null;
      isSkipping = true;
      held = "";
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  } finally {
    signal.removeEventListener("abort", end);
  }
  if (held !== "" && !isSkipping) yield held;
}
