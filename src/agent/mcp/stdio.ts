import { dirname } from "node:path";
import { AppError, rpcMessage, type Context, type RpcId } from "../../core/index.ts";
import {
  isBelow,
  openConnectProxy,
  toRelayed,
  type ConnectProxy,
  type Sandbox,
  type SandboxedProgram,
  type SandboxProgram,
} from "../../guard/index.ts";
import { MCP_LIMITS, type McpTransport, type StdioSettings } from "./types.ts";
import { viewProgram } from "./view.ts";

/** Of the environment, what programs need to run at all; the rest is named in the settings. */
const PASSED = ["LANG", "LC_ALL", "TZ"];
const MEMORY_BYTES = 2 * 1024 * 1024 * 1024;

/** Where programs of others run: in a sandbox, which is looked for when the first is started; `hidden` they never see. */
export interface McpHost {
  env: Readonly<Record<string, string | undefined>>;
  sandbox(): Promise<Sandbox>;
  hidden: readonly string[];
}

/**
 * A server that is a program, one JSON message a line, in a sandbox: without network but for the hosts of its settings, with their folders. It is started by the first
 * message and ended with the connection.
 */
export function openStdio(name: string, settings: StdioSettings, host: McpHost): McpTransport {
  const waiting = new Map<RpcId, PromiseWithResolvers<unknown>>();
  const leaving = new AbortController();
  let started: Promise<SandboxedProgram> | null = null;
  let program: SandboxedProgram | null = null;
  let wayOut: ConnectProxy | null = null;
  let ended: AppError | null = null;
  let held = "";

  const end = (reason: string): void => {
    ended ??= new AppError("E_COMMAND", `The MCP server ${name} ended: ${reason}`, {
      hint: "Try its command by hand; `kralle mcp list` shows it.",
    });
    for (const one of waiting.values()) one.reject(ended);
    waiting.clear();
    leaving.abort();
    program?.kill();
    void wayOut?.close();
    wayOut = null;
  };
  const take = (line: string): void => {
    if (line.trim() === "") return;
    const parsed = rpcMessage.safeParse(parse(line));
    if (!parsed.success || "method" in parsed.data) return; // what it asks or tells unasked is not for us
    const { id = null } = parsed.data;
    if (id !== null) waiting.get(id)?.resolve(parsed.data);
  };
  const read = (text: string): void => {
    held += text;
    for (let at = held.indexOf("\n"); at >= 0; at = held.indexOf("\n")) {
      take(held.slice(0, at));
      held = held.slice(at + 1);
    }
    if (held.length > MCP_LIMITS.messageBytes) end("its message is too long");
  };
  const start = async (ctx: Context): Promise<SandboxedProgram> => {
    const order = toOrder(name, settings, host);
    const sandbox = await host.sandbox();
    // Longer than the message that started it, and no longer than the connection.
    const lasting = { ...ctx, signal: leaving.signal };
    if ((settings.hosts ?? []).length > 0) wayOut = await openConnectProxy(ctx.net.for(`mcp:${name}`), lasting);
    program = sandbox.start(wayOut === null ? order : withWayOut(order, wayOut), lasting);
    program.stdin.on("error", () => undefined); // told by its end
    program.stdout.setEncoding("utf8").on("data", read);
    void program.ended.then(end);
    return program;
  };

  return {
    async send(message, ctx: Context) {
      if (ended) throw ended;
      if (ctx.signal.aborted) throw new AppError("E_CANCELLED", "The work was cancelled.");
      started ??= start(ctx);
      started.catch(() => {
        started = null;
        void wayOut?.close();
      });
      (await started).stdin.write(`${JSON.stringify(message)}\n`);
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

function toOrder(name: string, settings: StdioSettings, { env, hidden }: McpHost): SandboxProgram {
  const { command, args, folders = [] } = settings;
  const secret = folders.find((folder) => hidden.some((own) => isBelow(own, folder.path)));
  if (secret !== undefined) {
    throw new AppError("E_CONFIG", `The MCP server ${name} may not see ${secret.path}, which is Kralle's own.`, {
      hint: `Take it out of mcp.servers.${name}.folders.`,
    });
  }
  const view = viewProgram(name, command, args, env);
  const named = [...PASSED, ...settings.env].flatMap((key) =>
    env[key] === undefined ? [] : [[key, env[key]] as const],
  );
  const needed = view.folders.filter(({ path }) => !folders.some((folder) => isBelow(folder.path, path)));
  const path = [dirname(process.execPath), env["PATH"] ?? "", "/usr/local/bin:/usr/bin:/bin"].join(":");
  return {
    argv: [view.path, ...args],
    folders: [...needed, ...folders.map((folder) => ({ path: folder.path, canWrite: folder.write === true }))],
    hidden,
    env: { PATH: path, ...Object.fromEntries(named) },
    memoryBytes: MEMORY_BYTES,
  };
}

function withWayOut(order: SandboxProgram, { folder, socket }: ConnectProxy): SandboxProgram {
  const folders = [...order.folders, { path: folder, canWrite: false }];
  return { ...order, argv: toRelayed(socket, order.argv), folders };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // programs print other things too
  }
}
