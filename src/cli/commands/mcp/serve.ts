import { createMcpServer } from "../../../app/index.ts";
import { RPC, toAppError, toRpcFailure, type Context, type RpcId } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { EXIT } from "../../view/exit.ts";
import { readLines } from "./lines.ts";

/** Answers one message; what is told on the way goes out as it comes. null: nothing to answer. */
type Deliver = (message: unknown, ctx: Context, write: (message: object) => void) => Promise<object | null>;

/**
 * `kralle mcp`: one JSON message a line on stdin and stdout until stdin ends. A Kralle that runs already does the work: it has
 * the home, and the model in memory. stdout carries nothing but the protocol.
 */
export async function serve({ app, ctx }: Session): Promise<number> {
  const server = await createMcpServer(app);
  return speak((message, inner, write) => server.handle(message, inner, write), ctx);
}

const LAST_MS = 1_000;

async function speak(deliver: Deliver, ctx: Context): Promise<number> {
  const running = new Map<RpcId, AbortController>();
  const write = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
  const work = new Set<Promise<void>>();

  const answer = async (message: unknown): Promise<void> => {
    const id = idOf(message);
    const stop = new AbortController();
    if (id !== null) running.set(id, stop);
    try {
      const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, stop.signal]) };
      const found = await deliver(message, inner, (told) => stop.signal.aborted || write(told));
      if (found !== null && !stop.signal.aborted) write(found);
    } catch (thrown) {
      if (id !== null && !stop.signal.aborted) write(toRpcFailure(id, RPC.internal, toAppError(thrown).message));
    } finally {
      if (id !== null) running.delete(id);
    }
  };

  for await (const line of readLines(process.stdin, ctx.signal)) {
    if (line === null) {
      write(toRpcFailure(null, RPC.request, "The message is too long."));
      continue;
    }
    if (line.trim() === "") continue;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      write(toRpcFailure(null, RPC.parse, "The message is no valid JSON."));
      continue;
    }
    const cancelled = cancelledBy(message);
    if (cancelled !== null) running.get(cancelled)?.abort();
    const piece = answer(message);
    work.add(piece);
    void piece.finally(() => work.delete(piece));
  }
  // Whoever asked and closed at once still hears what is quickly said; what takes long is not wanted any more.
  const done = Promise.all(work);
  await Promise.race([done, ctx.clock.sleep(LAST_MS, ctx.signal).catch(() => undefined)]);
  for (const stop of running.values()) stop.abort();
  await done;
  return EXIT.ok;
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

const toId = (value: unknown): RpcId | null =>
  typeof value === "string" || Number.isInteger(value) ? (value as RpcId) : null;

const idOf = (message: unknown): RpcId | null => toId(fieldOf(message, "id"));

/** https://modelcontextprotocol.io/specification/2025-06-18/basic/utilities/cancellation */
function cancelledBy(message: unknown): RpcId | null {
  if (fieldOf(message, "method") !== "notifications/cancelled") return null;
  return toId(fieldOf(fieldOf(message, "params"), "requestId"));
}
