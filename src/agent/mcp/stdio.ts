import { spawn } from "node:child_process";
import { AppError, rpcMessage, type Context, type RpcId } from "../../core/index.ts";
import { MCP_LIMITS, type McpTransport } from "./types.ts";

/** Of the environment, what programs need to run at all; the rest is named in the settings. */
const PASSED = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SystemRoot", "USERPROFILE"];

/** A server that is a program of the owner's, one JSON message a line. It is ended with the connection. */
export function openStdio(
  name: string,
  { command, args, env: names }: { command: string; args: string[]; env: string[] },
  env: Readonly<Record<string, string | undefined>>,
): McpTransport {
  const own = Object.fromEntries([...PASSED, ...names].map((key) => [key, env[key]]));
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"], env: own });
  const waiting = new Map<RpcId, PromiseWithResolvers<unknown>>();
  let ended: AppError | null = null;
  let held = "";

  const end = (reason: string): void => {
    ended ??= new AppError("E_COMMAND", `The MCP server ${name} ended: ${reason}`, {
      hint: "Try its command by hand; `kralle mcp list` shows it.",
    });
    for (const one of waiting.values()) one.reject(ended);
    waiting.clear();
    child.kill("SIGKILL");
  };
  const take = (line: string): void => {
    if (line.trim() === "") return;
    const parsed = rpcMessage.safeParse(parse(line));
    if (!parsed.success || "method" in parsed.data) return; // what it asks or tells unasked is not for us
    const { id = null } = parsed.data;
    if (id !== null) waiting.get(id)?.resolve(parsed.data);
  };
  child.on("error", (error) => end(error.message));
  child.on("close", (code) => end(`code ${code ?? "none"}`));
  child.stdin.on("error", () => undefined); // told by its end
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    held += text;
    for (let at = held.indexOf("\n"); at >= 0; at = held.indexOf("\n")) {
      take(held.slice(0, at));
      held = held.slice(at + 1);
    }
    if (held.length > MCP_LIMITS.messageBytes) end("its message is too long");
  });

  return {
    async send(message, ctx: Context) {
      if (ended) throw ended;
      if (ctx.signal.aborted) throw new AppError("E_CANCELLED", "The work was cancelled.");
      child.stdin.write(`${JSON.stringify(message)}\n`);
      const id = "id" in message ? (message.id as RpcId) : null;
      if (id === null) return null;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      const leave = (): void => answer.reject(new AppError("E_CANCELLED", "The work was cancelled."));
      ctx.signal.addEventListener("abort", leave, { once: true });
      try {
        return await answer.promise;
      } finally {
        waiting.delete(id);
        ctx.signal.removeEventListener("abort", leave);
      }
    },
    close() {
      end("it was closed");
      return Promise.resolve();
    },
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // programs print other things too
  }
}
