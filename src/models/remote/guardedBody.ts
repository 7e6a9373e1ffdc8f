import { AppError } from "../../core/index.ts";
import type { RemoteLimits } from "./types.ts";

export type BodyKind = "json" | "events" | "lines";

export interface BodyRules {
  host: string;
  kind: BodyKind;
  limits: RemoteLimits;
  firstByteMs: number;
}

/**
 * Passes a body on while it keeps the rules: UTF-8, lines and the whole of bounded length, no pause longer than the
 * limit, and with `lines` each line one JSON value. Breaking one is an error of the stream (E_ENGINE_DIED). The clients
 * behind it check none of this: they keep a line of any length in memory, and skip a broken one with a word on stderr.
 */
export function guardBody(body: ReadableStream<Uint8Array>, rules: BodyRules): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const inspect = createInspector(rules);
  const patience = createPatience(rules);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        // A stream is not asked again after a turn in which nothing was passed on.
        for (let isOver = false; !isOver;) {
          const { done, value } = await patience(reader.read());
          const { lines, pass } = inspect(done ? null : value);
          patience.restart(lines);
          if (pass.byteLength > 0) controller.enqueue(pass);
          if (done) controller.close();
          isOver = done || pass.byteLength > 0;
        }
      } catch (thrown) {
        reader.cancel(thrown).catch(() => undefined); // it may be broken already
        controller.error(toBroken(thrown, rules.host));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

const NOTHING = new Uint8Array();

type Inspect = (bytes: Uint8Array | null) => { lines: number; pass: Uint8Array };

/**
 * Looks at the next bytes, or with null at the end. Throws an AppError that says what is wrong. `lines` came of which an
 * answer is made, at least 1 where one begins: comments and empty lines, with which servers keep a connection alive, are
 * none. `pass` is what the client gets.
 */
function createInspector({ host, kind, limits }: BodyRules): Inspect {
  // A question about the server is not an answer that broke off.
  const code = kind === "json" ? "E_ENGINE_REMOTE" : "E_ENGINE_DIED";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = "";
  let total = 0;
  let lines = 0;
  let whole = "";
  const endLine = (): void => {
    if (line.trim() !== "") {
      if (kind === "lines") requireJson(line, host);
      if (!line.startsWith(":")) lines += 1;
      whole += `${line}\n`;
    }
    line = "";
  };
  return (bytes) => {
    const text = decode(decoder, bytes, host);
    total += bytes?.byteLength ?? 0;
    if (kind === "json" && total > limits.bodyBytes) throw toTooLong(host, code);
    if (kind === "json") return { lines: 1, pass: bytes ?? NOTHING };
    lines = 0;
    whole = "";
    for (let at = 0; at < text.length;) {
      const end = text.indexOf("\n", at);
      line += text.slice(at, end === -1 ? undefined : end);
      if (line.length > limits.lineBytes) throw toTooLong(host, code);
      if (end === -1) break;
      endLine();
      at = end + 1;
    }
    if (bytes === null) endLine();
    const begun = line !== "" && !line.startsWith(":") ? 1 : 0;
    return { lines: Math.max(lines, begun), pass: kind === "lines" ? Buffer.from(whole) : (bytes ?? NOTHING) };
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

interface Patience {
  <T>(work: Promise<T>): Promise<T>;
  /** So many lines came: soon the shorter limit holds. */
  restart(lines: number): void;
}

/**
 * Bounds the waiting: for the first piece as long as for the beginning of an answer, since some servers send their
 * headers before they have read the prompt; then the limit between two pieces. With a timer of the platform: what is
 * bounded is a foreign program, not our own work.
 */
function createPatience({ host, kind, limits, firstByteMs }: BodyRules): Patience {
  let limitMs = kind === "json" ? limits.idleMs : firstByteMs;
  let since = performance.now();
  let lines = 0;
  const wait = async <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const left = Math.max(0, since + limitMs - performance.now());
      timer = setTimeout(() => reject(toIdle(host, limitMs)), left);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return Object.assign(wait, {
    restart(came: number) {
      if (came === 0) return;
      since = performance.now();
      lines += came;
      if (lines > 1) limitMs = limits.idleMs; // the first one often says only who speaks
    },
  });
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
