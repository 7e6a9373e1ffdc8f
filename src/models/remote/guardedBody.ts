import { AppError } from "../../core/index.ts";
import type { RemoteLimits } from "./types.ts";

export type BodyKind = "json" | "events" | "lines";

export interface BodyRules {
  host: string;
  kind: BodyKind;
  limits: RemoteLimits;
}

/**
 * Passes a body on while it keeps the rules: UTF-8, lines and the whole of bounded length, no pause longer than the
 * limit, and with `lines` each line one JSON value. Breaking one is an error of the stream (E_ENGINE_DIED). The clients
 * behind it check none of this: they keep a line of any length in memory, and skip a broken one with a word on stderr.
 */
export function guardBody(body: ReadableStream<Uint8Array>, rules: BodyRules): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const inspect = createInspector(rules);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await orIdle(reader.read(), rules);
        if (done) {
          inspect(null);
          controller.close();
        } else {
          inspect(value);
          controller.enqueue(value);
        }
      } catch (thrown) {
        reader.cancel(thrown).catch(() => undefined); // it may be broken already
        controller.error(toBroken(thrown, rules.host));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Looks at the next bytes, or with null at the end. Throws an AppError that says what is wrong. */
function createInspector({ host, kind, limits }: BodyRules): (bytes: Uint8Array | null) => void {
  // A question about the server is not an answer that broke off.
  const code = kind === "json" ? "E_ENGINE_REMOTE" : "E_ENGINE_DIED";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = "";
  let total = 0;
  const endLine = (): void => {
    if (kind === "lines" && line.trim() !== "") requireJson(line, host);
    line = "";
  };
  return (bytes) => {
    const text = decode(decoder, bytes, host);
    total += bytes?.byteLength ?? 0;
    if (kind === "json" && total > limits.bodyBytes) throw toTooLong(host, code);
    if (kind === "json") return;
    for (let at = 0; at < text.length;) {
      const end = text.indexOf("\n", at);
      line += text.slice(at, end === -1 ? undefined : end);
      if (line.length > limits.lineBytes) throw toTooLong(host, code);
      if (end === -1) break;
      endLine();
      at = end + 1;
    }
    if (bytes === null) endLine();
  };
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | null, host: string): string {
  try {
    return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new AppError("E_ENGINE_DIED", `${host} sent bytes that are no UTF-8 text.`, { hint: AGAIN, cause });
  }
}

function requireJson(line: string, host: string): void {
  try {
    JSON.parse(line);
  } catch (cause) {
    throw new AppError("E_ENGINE_DIED", `${host} sent a broken line in the middle of an answer.`, {
      hint: AGAIN,
      cause,
    });
  }
}

const AGAIN = "Ask again; when it happens again, restart or update the server.";

const toTooLong = (host: string, code: "E_ENGINE_REMOTE" | "E_ENGINE_DIED"): AppError =>
  new AppError(code, `${host} sent more at once than an answer can have.`, {
    hint: "Check with `kralle engine check` whether the address is that of a model server.",
  });

/** A timer of the platform: what is bounded is a foreign program, not our own work. */
async function orIdle<T>(work: Promise<T>, { host, limits }: BodyRules): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(toIdle(host, limits.idleMs)), limits.idleMs);
  });
  try {
    return await Promise.race([work, idle]);
  } finally {
    clearTimeout(timer);
  }
}

const toIdle = (host: string, ms: number): AppError =>
  new AppError("E_ENGINE_DIED", `${host} sent nothing for ${ms / 1000} seconds in the middle of an answer.`, {
    hint: "Ask again; when it happens again, restart the server.",
  });

function toBroken(thrown: unknown, host: string): unknown {
  if (thrown instanceof AppError || (thrown instanceof Error && thrown.name === "AbortError")) return thrown;
  return new AppError("E_ENGINE_DIED", `The connection to ${host} broke in the middle of an answer.`, {
    hint: "Ask again; when it happens again, look at the server: it may have run out of memory.",
    cause: thrown,
  });
}
