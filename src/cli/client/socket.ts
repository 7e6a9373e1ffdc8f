import type { CommandFrame, GatewayInfo } from "../../api/index.ts";
import {
  gatewayGone,
  type Approve,
  type CommandName,
  type EventOf,
  type Hooks,
  type InputOf,
  type OutputOf,
  type WorkEvent,
} from "../../app/index.ts";
import { AppError, type Context } from "../../core/index.ts";
import type { Client } from "./types.ts";
import { readAnswer, readFrames, send, toError } from "./wire.ts";

/** One that does not answer within this is asked nothing more. */
const HELLO_MS = 3_000;
/** Work that was told to stop says what became of it within this. */
const STOP_MS = 10_000;

/** The gateway behind a socket; null when nobody answers there. */
export async function findGateway(path: string, ctx: Context): Promise<GatewayInfo | null> {
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(HELLO_MS)]);
  try {
    return (await readAnswer(await send(path, { method: "GET", path: "/api/gateway", signal }))) as GatewayInfo;
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    ctx.log.debug("no gateway", { path, error: thrown });
    return null;
  }
}

/** Asks the gateway behind a socket to end. */
export async function endGateway(path: string, ctx: Context): Promise<void> {
  await readAnswer(await send(path, { method: "POST", path: "/api/gateway/end", signal: ctx.signal }));
}

export interface SocketPlace {
  home: string;
  path: string;
  found: GatewayInfo;
}

/** Kralle through the socket of the gateway that holds the home. Each command is a connection of its own; leaving it cancels. */
export function overSocket({ home, path, found }: SocketPlace): Client {
  return {
    home,
    version: found.version,
    unknownSettings: found.unknownSettings,
    app: null,
    gateway: { url: found.url, pid: found.pid },
    run: (name, input, hooks, ctx) => runOver(path, name, input, hooks, ctx),
    close: () => Promise.resolve(),
  };
}

async function runOver<N extends CommandName>(
  path: string,
  name: N,
  input: InputOf<N>,
  hooks: Hooks<EventOf<N>>,
  ctx: Context,
): Promise<OutputOf<N>> {
  const leave = new AbortController();
  const call: Called = { path, accepted: null, questions: new Map(), leave, ctx };
  const cancel = (): void => cancelCall(call);
  if (ctx.signal.aborted) throw cancelled();
  ctx.signal.addEventListener("abort", cancel, { once: true });
  try {
    const asks = hooks.approve ? "?asks=1" : "";
    const sent = { method: "POST", path: `/api/commands/${name}${asks}`, body: input, signal: leave.signal } as const;
    const response = await send(path, sent);
    if (response.statusCode !== 200) await readAnswer(response);
    for await (const frame of readFrames(response)) {
      if ("result" in frame) return frame.result as OutputOf<N>;
      if ("error" in frame) throw toError(frame.error);
      hear(frame, hooks as Hooks<unknown>, call);
    }
    throw gatewayGone(call.accepted);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw ctx.signal.aborted ? cancelled() : gatewayGone(call.accepted, thrown);
  } finally {
    ctx.signal.removeEventListener("abort", cancel);
    for (const question of call.questions.values()) question.abort();
    leave.abort();
  }
}

interface Called {
  path: string;
  /** A request that is on disk. */
  accepted: { session: string; message: string } | null;
  /** Those that are put to somebody here; each is aborted when it is no longer open. */
  questions: Map<string, AbortController>;
  leave: AbortController;
  ctx: Context;
}

function hear(frame: CommandFrame, hooks: Hooks<unknown>, call: Called): void {
  if ("approval" in frame) put(frame.approval, hooks.approve, call);
  else if ("withdrawn" in frame) call.questions.get(frame.withdrawn)?.abort();
  else if ("event" in frame) {
    const event = frame.event as WorkEvent;
    if (event.type === "accepted") call.accepted = { session: event.session, message: event.message };
    hooks.onEvent?.(event);
  }
}

/** Puts a question to whoever called, and sends the answer. */
function put(question: Parameters<Approve>[0], approve: Approve | undefined, call: Called): void {
  const closed = new AbortController();
  call.questions.set(question.id, closed);
  const answer = async (): Promise<void> => {
    const decision = (await approve?.(question, closed.signal)) === true ? "allow" : "refuse";
    if (closed.signal.aborted) return; // answered elsewhere, or the work is over
    const body = { decision, hash: question.argumentsHash };
    const sent = { method: "POST", path: `/api/approvals/${question.id}`, body, signal: call.leave.signal } as const;
    await readAnswer(await send(call.path, sent));
  };
  answer().catch((error: unknown) => {
    if (!call.leave.signal.aborted) call.ctx.log.warn("an answer was not taken", { question: question.id, error });
  });
}

/** What was accepted is stopped, and tells what became of it; other work ends with its connection. */
function cancelCall({ path, accepted, leave, ctx }: Called): void {
  if (accepted === null) return leave.abort();
  const timer = setTimeout(() => leave.abort(), STOP_MS);
  leave.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  send(path, { method: "POST", path: `/api/messages/${accepted.message}/stop`, signal: leave.signal })
    .then(readAnswer)
    .catch((error: unknown) => {
      if (leave.signal.aborted) return; // its end was told already
      ctx.log.warn("a message was not stopped", { message: accepted.message, error });
      leave.abort();
    });
}

const cancelled = (): AppError => new AppError("E_CANCELLED", "The work was cancelled.");
