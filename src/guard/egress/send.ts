import { request, type IncomingMessage } from "node:http";
import { pipeline, Readable, type Duplex } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { CheckedAddress } from "../../core/index.ts";
import { toAbort } from "./dial.ts";
import type { Hop } from "./redirect.ts";
import type { WireAgent } from "./wire.ts";

/** Longer than any wait that a caller allows; each bounds its own. */
const PATIENCE_MS = 3_600_000;
/** Belong to one connection, or are ours to write. */
const OURS = /^(?:host|connection|keep-alive|content-length|transfer-encoding|upgrade|expect|te|trailer|proxy-.*)$/;

export interface Sent {
  response: Response;
  /** Resolves when the last byte of the body came (null), or with why it did not. Never rejects. */
  ended: Promise<Error | null>;
}

export interface SendOptions {
  agent: WireAgent;
  checked: readonly CheckedAddress[];
  signal: AbortSignal;
  /** The connection that carries it; called before anything is sent. */
  onLine(stream: Duplex): void;
}

/** One request and its answer, whose body streams. A kept connection that the server had closed is replaced once. */
export async function sendHop(hop: Hop, options: SendOptions): Promise<Sent> {
  try {
    return await sendOnce(hop, options);
  } catch (thrown) {
    const isStale = thrown instanceof StaleConnection && !options.signal.aborted;
    if (!isStale) throw thrown instanceof StaleConnection ? thrown.cause : thrown;
    return sendOnce(hop, options).catch((again: unknown) => {
      throw again instanceof StaleConnection ? again.cause : again;
    });
  }
}

class StaleConnection extends Error {}

function sendOnce(hop: Hop, { agent, checked, signal, onLine }: SendOptions): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const { url, method, body } = hop;
    const headers = Object.fromEntries([...hop.headers].filter(([name]) => !OURS.test(name)));
    const length = body !== null || ["POST", "PUT", "PATCH"].includes(method) ? (body?.byteLength ?? 0) : null;
    const order = {
      agent,
      protocol: url.protocol,
      host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port === "" ? agent.defaultPort : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...headers, host: url.host, ...(length === null ? {} : { "content-length": length }) },
      signal,
      timeout: PATIENCE_MS,
      checked,
      until: signal,
    };
    const sent = request(order);
    sent.on("socket", onLine);
    sent.on("timeout", () => sent.destroy(new Error("nothing came for an hour")));
    sent.on("error", (error) => {
      const isStale = sent.reusedSocket && "code" in error && ["ECONNRESET", "EPIPE"].includes(String(error.code));
      reject(isStale ? new StaleConnection("", { cause: error }) : error);
    });
    sent.on("response", (message) => {
      try {
        tellAbort(message, signal);
        resolve(toSent(message, method, url));
      } catch (thrown) {
        message.destroy();
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    });
    sent.end(body ?? undefined);
  });
}

/** Who reads the body hears the signal's own reason, not that a connection broke. */
function tellAbort(message: IncomingMessage, signal: AbortSignal): void {
  const leave = (): void => void message.destroy(toAbort(signal));
  signal.addEventListener("abort", leave, { once: true });
  message.once("close", () => signal.removeEventListener("abort", leave));
}

function toSent(message: IncomingMessage, method: string, url: URL): Sent {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at]!, message.rawHeaders[at + 1]!);
  }
  const ended = new Promise<Error | null>((resolve) => {
    message.once("error", resolve);
    message.once("close", () => resolve(message.complete ? null : new Error("the body was left")));
  });
  const hasBody = method !== "HEAD" && ![204, 205, 304].includes(status);
  if (!hasBody) message.resume();
  const stream = hasBody ? decode(message, headers.get("content-encoding") ?? "") : null;
  const body = stream === null ? null : (Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>);
  const statusText = (message.statusMessage ?? "").replaceAll(/[^\t\x20-\x7e]/g, "");
  const response = new Response(body, { status, statusText, headers });
  Object.defineProperty(response, "url", { value: url.href.replace(/#.*$/, "") });
  return { response, ended };
}

function decode(message: IncomingMessage, encoding: string): Readable {
  const decoder = /^(?:x-)?gzip$/i.test(encoding)
    ? createGunzip()
    : /^br$/i.test(encoding)
      ? createBrotliDecompress()
      : /^deflate$/i.test(encoding)
        ? createInflate()
        : null;
  if (decoder === null) return message;
  return pipeline(message, decoder, () => undefined); // what went wrong is told to who reads
}
