import type { Api, RawApi } from "grammy";
import { AppError, type Context, type Purpose } from "../../core/index.ts";

export interface BotAccount {
  /** Of the account; its purpose is `account:ID`. */
  id: string;
  /** Address of the Bot API, without a slash at its end. */
  api: string;
  /** Of the bot; a secret. */
  token: string;
}

export type BotMethod = keyof RawApi & string;
/** What a method takes, and what it gives; described at https://core.telegram.org/bots/api. */
export type BotPayload<M extends BotMethod> = Parameters<RawApi[M]>[0];
export type BotResult<M extends BotMethod> = Awaited<ReturnType<RawApi[M]>>;

/** One bot of Telegram, through the broker. Contract: `call` throws what `toOutcome` reads; nothing is tried again here. */
export interface Bot {
  call<M extends BotMethod>(method: M, payload: BotPayload<M>, signal: AbortSignal): Promise<BotResult<M>>;
  /** How long nothing may be sent into this chat, ms: the server said so (429). */
  closedFor(chat: number): number;
  /** The bytes of a file that somebody sent. E_INPUT for one that is larger than this, or that the server gives to no bot (20 MB). */
  download(file: string, mostBytes: number, signal: AbortSignal): Promise<Uint8Array>;
}

/** Longer than any long poll. */
const CALL_SECONDS = 90;

/** Reads grammY, which is why it is asynchronous; says nothing to the server. */
export async function openBot({ id, api, token }: BotAccount, ctx: Pick<Context, "net" | "clock">): Promise<Bot> {
  const grammy = await import("grammy");
  const purpose: Purpose = `account:${id}`;
  const client = new grammy.Api(token, {
    apiRoot: api,
    timeoutSeconds: CALL_SECONDS,
    fetch: createFetch(purpose, ctx),
  });
  const closed = new Map<number, number>();
  client.config.use(async (previous, method, payload, signal) => {
    const answer = await previous(method, payload, signal);
    const chat: unknown = (payload as { chat_id?: unknown } | undefined)?.chat_id;
    if (!answer.ok && answer.error_code === 429 && typeof chat === "number") {
      closed.set(chat, ctx.clock.now() + (answer.parameters?.retry_after ?? 1) * 1_000);
    }
    return answer;
  });
  const call: Bot["call"] = (method, payload, signal) => callRaw(client, method, payload, signal);
  return {
    call,
    closedFor: (chat) => Math.max(0, (closed.get(chat) ?? 0) - ctx.clock.now()),
    async download(file, mostBytes, signal) {
      const { file_path: path = "", file_size: size = 0 } = await call("getFile", { file_id: file }, signal);
      if (size > mostBytes) throw tooLarge(mostBytes);
      // The path is the server's, and part of an address that holds the token.
      if (!/^[\w./-]{1,200}$/u.test(path) || path.includes("..")) {
        throw new AppError("E_NETWORK", "Telegram gave no place of the file.", { hint: "Send it again." });
      }
      const response = await ctx.net
        .for(purpose)
        .fetch(`${api}/file/bot${token}/${path}`, { redirect: "error", signal });
      if (!response.ok) throw new AppError("E_NETWORK", `Telegram gave no file: ${response.status}.`);
      return readAtMost(response, mostBytes);
    },
  };
}

function callRaw<M extends BotMethod>(
  client: Api,
  method: M,
  payload: BotPayload<M>,
  signal: AbortSignal,
): Promise<BotResult<M>> {
  // Every method of the client takes these two; its types list each of them apart.
  const raw = client.raw as unknown as Record<string, (given: unknown, stop: AbortSignal) => Promise<BotResult<M>>>;
  const withoutInput = client.raw as unknown as Record<string, (stop: AbortSignal) => Promise<BotResult<M>>>;
  return method === "getMe" ? withoutInput[method]!(signal) : raw[method]!(payload, signal);
}

type ClientFetch = NonNullable<NonNullable<ConstructorParameters<typeof Api>[1]>["fetch"]>;

/** The client brings an abort signal of its own make, and agents that are not wanted here: the broker dials. */
function createFetch(purpose: Purpose, { net }: Pick<Context, "net">): ClientFetch {
  const send = async (url: string, init: Record<string, unknown>): Promise<Response> => {
    const stop = new AbortController();
    const foreign = init["signal"] as AbortSignal | undefined;
    const leave = (): void => stop.abort();
    if (foreign?.aborted === true) leave();
    foreign?.addEventListener("abort", leave);
    const { method, headers, body } = init as RequestInit;
    try {
      return await net.for(purpose).fetch(url, {
        ...(method === undefined ? {} : { method }),
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
        redirect: "manual",
        signal: stop.signal,
      });
    } finally {
      // The body may still come; who leaves then is told by the client's own race.
      foreign?.removeEventListener("abort", leave);
    }
  };
  return send as unknown as ClientFetch;
}

async function readAtMost(response: Response, mostBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

const tooLarge = (mostBytes: number): AppError =>
  new AppError("E_INPUT", `The file is larger than ${Math.floor(mostBytes / 1_048_576)} MB.`, {
    hint: "Send a smaller one, or put it into a folder of this machine.",
  });
