import { request, type IncomingMessage } from "node:http";
import type { CommandFrame, Failure } from "../../api/index.ts";
import { gatewayGone } from "../../app/index.ts";
import { AppError, ERROR_CODES, type ErrorCode } from "../../core/index.ts";

export interface Sending {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  /** Leaves when it fires. */
  signal: AbortSignal;
}

/** One request over a socket; the answer's head. Throws what the system says when nobody is there. */
export function send(socketPath: string, { method, path, body, signal }: Sending): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? null : JSON.stringify(body);
    const headers =
      text === null ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    const sent = request({ socketPath, method, path, headers, signal, agent: false });
    sent.once("response", resolve);
    sent.once("error", reject);
    sent.end(text ?? "");
  });
}

/** The JSON of an answer. Throws the error that it tells. */
export async function readAnswer(response: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const piece of response.setEncoding("utf8")) text += String(piece);
  const value: unknown = text === "" ? null : JSON.parse(text);
  if ((response.statusCode ?? 500) < 300) return value;
  const failure = (value as Failure | null)?.error;
  throw failure ? toError(failure) : gatewayGone(null, new Error(`HTTP ${response.statusCode}`));
}

/** Frames of server-sent events, one at a time; ends when the other side does, however. */
export async function* readFrames(response: IncomingMessage): AsyncIterable<CommandFrame> {
  let rest = "";
  for await (const piece of response.setEncoding("utf8")) {
    const lines = (rest + String(piece)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines)
      if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length)) as CommandFrame;
  }
}

interface Told {
  code: string;
  message: string;
  hint?: string | undefined;
  data?: Record<string, unknown> | undefined;
  cause?: string | undefined;
}

/** An error as it was thrown on the other side. A code that is not known here is that of another version. */
export function toError({ code, message, hint, data, cause }: Told): AppError {
  const known: ErrorCode = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : "E_BUG";
  return new AppError(known, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(data === undefined ? {} : { data }),
    ...(cause === undefined ? {} : { cause: new Error(cause) }),
  });
}
