import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Refusal } from "../engine/protocol.ts";
import { propsSchema, type Props } from "./answers.ts";
import { toArguments } from "./arguments.ts";
import { createClient, type Address, type ServerClient } from "./client.ts";
import type { ServerOrder } from "./types.ts";

export interface Server {
  readonly process: ChildProcess;
  readonly client: ServerClient;
  readonly props: Props;
  /** What it said about processor and graphics card. */
  readonly system: string;
}

/** The model could not be loaded; `refusal` is what the parent hears. */
export class LoadFault extends Error {
  override readonly name = "LoadFault";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const POLL_MS = 15;
/** Bytes that a path of a Unix socket may have on every system. */
const LONGEST_SOCKET = 100;
const WORDS_KEPT = 16_000;

/**
 * Starts llama-server in this process's private folder and waits until its model is loaded; how long that may take, the
 * parent decides. Listens on a Unix socket there, else on a free port of 127.0.0.1; either way behind a random key.
 */
export async function startServer(order: ServerOrder, onStart: (process: ChildProcess) => void): Promise<Server> {
  const path = join(process.cwd(), "s.sock");
  const socket = path.length < LONGEST_SOCKET ? path : "s.sock"; // both begin in this folder
  const isSocket = order.program.hasUnixSocket && process.platform !== "win32";
  const port = isSocket ? 0 : await findPort();
  const address: Address = isSocket ? { socketPath: socket } : { host: "127.0.0.1", port };
  const apiKey = randomBytes(24).toString("hex");
  const child = spawn(order.program.path, toArguments(order, isSocket ? { socket } : { port }), {
    env: toServerEnvironment(order.program.path, apiKey),
    cwd: process.cwd(),
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32", // Ctrl-C in the terminal is its parent's business
    windowsHide: true,
  });
  onStart(child);
  const words = keepWords(child);
  const client = createClient(address, apiKey);
  await untilHealthy(child, client, words);
  const props = propsSchema.parse(await client.get("/props"));
  return { process: child, client, props, system: /system_info: .*?\| (.*)/.exec(words.start())?.[1]?.trim() ?? "" };
}

/** The key goes by the environment, which only its owner can read. Libraries often lie beside the program. */
function toServerEnvironment(path: string, apiKey: string): Record<string, string | undefined> {
  const { NODE_V8_COVERAGE: _coverage, NODE_CHANNEL_FD: _channel, ...own } = process.env;
  const folder = dirname(path);
  const hasLibraries = readdirSync(folder).some((name) => /\.so(?:\.|$)/.test(name));
  const libraries = hasLibraries
    ? [folder, own["LD_LIBRARY_PATH"] ?? ""].filter((part) => part !== "").join(":")
    : null;
  return { ...own, LLAMA_API_KEY: apiKey, ...(libraries === null ? {} : { LD_LIBRARY_PATH: libraries }) };
}

interface Words {
  start(): string;
  end(): string;
}

/** Both outputs are read to the end, so that it never waits for a reader; the first and the last words are kept. */
function keepWords(child: ChildProcess): Words {
  let first = "";
  let last = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      if (first.length < WORDS_KEPT) first += text.slice(0, WORDS_KEPT);
      last = (last + text).slice(-WORDS_KEPT);
    });
  }
  return { start: () => first, end: () => last };
}

async function untilHealthy(child: ChildProcess, client: ServerClient, words: Words): Promise<void> {
  let ended: string | null = null;
  child.once("error", (error) => (ended = error.message));
  child.once("close", (code, signal) => (ended ??= signal ?? `exit code ${code}`));
  for (;;) {
    if (ended !== null) throw new LoadFault(toRefusal(ended, words.end()));
    const isReady = await client.get("/health").then(
      () => true,
      () => false, // not listening yet, or 503 while it loads
    );
    if (isReady) return;
    await sleep(POLL_MS);
  }
}

const TOO_LARGE = /out of memory|failed to allocate|unable to allocate|cannot allocate|alloc.*failed/i;
const CORRUPT =
  /failed to load model|error loading model|invalid magic|unknown model architecture|tensor .* not found/i;

/** Why it ended while it was loading, from its own last words. */
export function toRefusal(reason: string, words: string): Refusal {
  if (reason === "SIGILL") {
    const message = "This llama-server was built for another processor: it ended (SIGILL) while it loaded the model.";
    return {
      code: "E_ENGINE_START",
      message,
      hint: "Take an official release of llama.cpp, or one built for this processor.",
    };
  }
  const lines = words.split("\n").filter((line) => /error|fail|invalid|unknown|unable|argument/i.test(line));
  const said = lines.slice(-3).join(" | ").slice(0, 600);
  const message = `llama-server could not load the model (${reason}): ${said === "" ? "it gave no reason" : said}`;
  const code = TOO_LARGE.test(words) ? "E_MODEL_TOO_LARGE" : CORRUPT.test(words) ? "E_MODEL_CORRUPT" : "E_ENGINE_START";
  return { code, message };
}

/** Resident bytes of a process, from Linux; 0 where it does not say. */
export function readResidentBytes(pid: number): number {
  if (process.platform !== "linux") return 0;
  try {
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has just ended, which shows elsewhere
  }
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
