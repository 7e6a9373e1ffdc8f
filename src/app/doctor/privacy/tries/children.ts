import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { openMcp } from "../../../../agent/index.ts";
import type { Context } from "../../../../core/index.ts";
import type { Sandbox } from "../../../../guard/index.ts";
import { withoutNetwork } from "../../../../models/index.ts";
import type { InsideOrder, Try } from "../types.ts";
import { CHANNELS, toChannelProgram, type Channel } from "./channels.ts";

const MB = 1024 * 1024;
const MCP_PROGRAM = "an MCP server that is a program";

interface Talk {
  stdin: Writable;
  stdout: Readable;
}

/** Every kind of process that Kralle starts and that stays, by every channel: with the walls that it has, and without. */
export async function childTries(order: InsideOrder, sandbox: Sandbox, ctx: Context): Promise<Try[]> {
  const argv = toChannelProgram(order);
  const [engine, server] = await Promise.all([withoutNetwork(), withoutNetwork("loopback")]);
  const kinds: readonly [string, () => Talk][] = [
    [MCP_PROGRAM, () => startInSandbox(argv, sandbox, ctx)],
    // Where the system takes no network away, the engine has one: then this is no proof, and shows it.
    ["the built-in engine and the encoder", () => start([...(engine ?? []), ...argv])],
    ["a llama-server that Kralle starts", () => start([...(server ?? []), ...argv])],
  ];
  const control = createConversation(() => start(argv));
  const tries = kinds.flatMap(([actor, open]) => {
    const child = createConversation(open);
    return CHANNELS.map((way): Try => ({ actor, way, run: () => child(way), control: () => control(way) }));
  });
  return [...tries, asConnected(argv, sandbox, () => control("TCP by IPv4"), ctx)];
}

/** The same program as an MCP server of the settings: it is spoken to, and what it is told names no channel; so it dials by itself. */
function asConnected(argv: readonly string[], sandbox: Sandbox, control: () => Promise<void>, ctx: Context): Try {
  const [command = "", flag = "", script = ""] = argv;
  const args = [flag, `${script}\nchannels["TCP by IPv4"]().then(() => process.exit(0), () => process.exit(1));`];
  const host = { env: process.env, sandbox: () => Promise.resolve(sandbox), hidden: [] };
  return {
    actor: MCP_PROGRAM,
    way: "as the settings start it",
    async run() {
      const connection = openMcp("try", { command, args, env: [] }, host);
      await connection.list(ctx).finally(() => connection.close());
    },
    control,
  };
}

function start([command = "", ...args]: readonly string[]): Talk {
  const { stdin, stdout } = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
  return { stdin, stdout };
}

function startInSandbox(argv: readonly string[], sandbox: Sandbox, ctx: Context): Talk {
  const node = dirname(realpathSync(process.execPath));
  const folders = node.startsWith("/usr/") ? [] : [{ path: node, canWrite: false }];
  const [, ...args] = argv;
  return sandbox.start(
    { argv: [realpathSync(process.execPath), ...args], folders, hidden: [], env: {}, memoryBytes: 512 * MB },
    ctx,
  );
}

/** One channel after the other; the process is started by the first. Throws what it says. */
function createConversation(open: () => Talk): (way: Channel) => Promise<void> {
  let talk: { say(line: string): void; answers: AsyncIterator<string> } | null = null;
  const begin = () => {
    const { stdin, stdout } = open();
    stdin.on("error", () => undefined); // told by the end of its answers
    return {
      say: (line: string) => void stdin.write(`${line}\n`),
      answers: createInterface({ input: stdout })[Symbol.asyncIterator](),
    };
  };
  return async (way) => {
    const { say, answers } = (talk ??= begin());
    say(way);
    const answer = await answers.next();
    if (answer.done === true) throw new Error("it ended");
    if (answer.value !== "ok") throw new Error(answer.value);
  };
}
