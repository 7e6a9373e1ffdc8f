import { Agent, request, type IncomingMessage, type RequestOptions } from "node:http";

/** A llama-server refused a request: its own words, and the figures that it gave. */
export class ServerFault extends Error {
  override readonly name = "ServerFault";
  readonly status: number;
  readonly figures: Record<string, unknown>;

  constructor(status: number, message: string, figures: Record<string, unknown>) {
    super(message);
    this.status = status;
    this.figures = figures;
  }
}

export type Address = { socketPath: string } | { host: string; port: number };

/** The HTTP side of our own llama-server. */
export interface ServerClient {
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
  /** Server-sent events, each one's data as JSON. Ending the iteration, or the signal, closes the connection. */
  events(path: string, body: object, signal: AbortSignal): AsyncIterable<unknown>;
  close(): void;
}

const LONGEST_ANSWER = 64 * 1024 * 1024;
const LONGEST_EVENT = 1024 * 1024;
/** Nothing at all for this long, although it reports every batch that it read: it hangs. */
const SILENCE_MS = 300_000;

/**
 * `node:http` and not the context's `fetch`: this is the pipe between a child of ours and the program that it started,
 * a Unix socket in a private folder where the system has them, and no way to any network.
 */
export function createClient(address: Address, apiKey: string): ServerClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };

  const send = (path: string, body: object | null, signal?: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options: RequestOptions = {
        ...address,
        path,
        agent,
        headers,
        method: body === null ? "GET" : "POST",
        timeout: SILENCE_MS,
        ...(signal === undefined ? {} : { signal }),
      };
      const call = request(options, resolve);
      call.on("error", reject);
      call.on("timeout", () => call.destroy(new Error(`llama-server said nothing for ${SILENCE_MS / 1000} s`)));
      call.end(body === null ? undefined : JSON.stringify(body));
    });

  const read = async (path: string, body: object | null): Promise<unknown> => {
    const answer = await send(path, body);
    const text = await readAll(answer);
    if (answer.statusCode !== 200) throw toFault(answer.statusCode ?? 0, text);
    return JSON.parse(text) as unknown;
  };

  return {
    get: (path) => read(path, null),
    post: read,
    async *events(path, body, signal) {
      const answer = await send(path, body, signal);
      if (answer.statusCode !== 200) throw toFault(answer.statusCode ?? 0, await readAll(answer));
      try {
        yield* readEvents(answer);
      } finally {
        answer.destroy();
      }
    },
    close: () => agent.destroy(),
  };
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER) throw new Error("llama-server sent an answer without end");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Events as the HTML standard has them; llama-server sends one line of data each, and no names. */
async function* readEvents(answer: IncomingMessage): AsyncGenerator<unknown> {
  answer.setEncoding("utf8");
  let rest = "";
  for await (const chunk of answer as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_EVENT) throw new Error("llama-server sent a line without end");
    for (const line of lines) {
      const [, kind = "", data = ""] = /^(data|error): ?(.*?)\r?$/.exec(line) ?? [];
      if (data === "" || data === "[DONE]") continue;
      const value: unknown = JSON.parse(data);
      const fault = kind === "error" || hasError(value) ? toFault(500, data) : null;
      if (fault !== null) throw fault;
      yield value;
    }
  }
}

const hasError = (value: unknown): boolean => typeof value === "object" && value !== null && "error" in value;

function toFault(status: number, text: string): ServerFault {
  try {
    const value = JSON.parse(text) as { error?: Record<string, unknown> };
    const error = value.error ?? (value as Record<string, unknown>);
    return new ServerFault(status, String(error["message"] ?? text).slice(0, 500), error);
  } catch {
    return new ServerFault(status, `HTTP ${status}: ${text.slice(0, 200)}`, {}); // not JSON: its words as they are
  }
}
