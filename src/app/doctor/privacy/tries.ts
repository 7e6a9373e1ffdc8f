import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMcp } from "../../../agent/index.ts";
import type { Context, Net } from "../../../core/index.ts";
import { createSandbox, type Sandbox } from "../../../guard/index.ts";
import { PORTS, type InsideOrder } from "./types.ts";

/** One way out. With the lock it is tried as Kralle goes; without it `control` is the same attempt with its guard away. */
export interface Try {
  name: string;
  run(): Promise<unknown>;
  control?: () => Promise<unknown>;
}

const LIMIT_MS = 1_500;
const MB = 1024 * 1024;

/** Every way out that Kralle has. */
export async function listTries(order: InsideOrder, ctx: Context): Promise<Try[]> {
  const { net } = ctx;
  const sandbox = await createSandbox(ctx);
  return [...fetches(order, net), ...connections(order, net), ...programs(order, sandbox, ctx)];
}

function fetches({ ipv4, ipv6 }: InsideOrder, net: Net): Try[] {
  const get = (name: string, from: Net, url: string, init: RequestInit = {}): Try => ({
    name,
    run: async () => (await from.fetch(url, { ...init, signal: AbortSignal.timeout(LIMIT_MS) })).text(),
  });
  const models = net.for("models");
  const post = { method: "POST", body: "words" };
  return [
    get("models, a mirror by its address", models, `http://${ipv4}:${PORTS.other}/x`),
    get("models, a mirror by its IPv6 address", models, `http://[${ipv6}]:${PORTS.other}/x`),
    get("models, a mirror by its name", models, `http://mirror.example:${PORTS.other}/x`),
    get("models, the hub", models, "https://huggingface.co/api/models"),
    get("models, Ollama's registry", models, "https://registry.ollama.ai/v2/"),
    get("models, releases of llama-server", models, "https://github.com/"),
    get("a registry that a name gave", net.for("registry:models.example"), "https://models.example/v2/"),
    get("an engine, asked", net.for("engine:far"), `http://${ipv4}:${PORTS.web}/v1/models`),
    get("an engine, sent to", net.for("engine:far"), `http://${ipv4}:${PORTS.web}/v1/chat`, post),
    get("an engine by its name", net.for("engine:named"), `http://engine.example:${PORTS.web}/v1/models`),
    get("an engine of a provider package", net.for("engine:provider"), "https://api.example/v1/chat", post),
    get("an MCP server by its address", net.for("mcp:far"), `http://${ipv4}:${PORTS.web}/mcp`, post),
    get("the web", net.for("web"), "https://www.example/"),
    get("the web by IPv6", net.for("web"), `https://[${ipv6}]/`),
  ];
}

function connections({ ipv4, ipv6 }: InsideOrder, net: Net): Try[] {
  const open = async (host: string, port: number, tls = false): Promise<void> => {
    const stream = await net.for("web").connect({ host, port, tls }, AbortSignal.timeout(LIMIT_MS));
    stream.destroy();
  };
  return [
    { name: "a connection by IPv4", run: () => open(ipv4, PORTS.tls) },
    { name: "a connection by IPv6", run: () => open(ipv6, PORTS.tls) },
    { name: "a connection by name, with TLS", run: () => open("mail.example", PORTS.tls, true) },
    { name: "the look-up of a name", run: () => net.for("web").resolve({ host: "lookup.example", port: PORTS.tls }) },
    { name: "a question to a name server", run: () => net.for("web").records({ name: "mx.example", type: "MX" }) },
    { name: "npm and pip", run: () => net.for("packages").entrust("npm", () => bare(dialing(ipv4))) },
  ];
}

/** What a program that Kralle starts could try; in the shell's own words, since it finds little else in the sandbox. */
function programs({ ipv4, ipv6 }: InsideOrder, sandbox: Sandbox, ctx: Context): Try[] {
  const shell = (script: string): string[] => ["timeout", "1", "bash", "-c", script];
  const scripts: Record<string, string[]> = {
    "TCP by IPv4": shell(`echo x > /dev/tcp/${ipv4}/${PORTS.web}`),
    "TCP by IPv6": shell(`echo x > /dev/tcp/${ipv6}/${PORTS.web}`),
    UDP: shell(`echo x > /dev/udp/${ipv4}/9999`),
    "a question to a name server": shell(
      `printf '\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\1a\\0\\0\\1\\0\\1' > /dev/udp/${ipv4}/53`,
    ),
    "the look-up of a name": ["timeout", "1", "getent", "ahosts", "sandbox.example"],
    "a datagram to all": shell("echo x > /dev/udp/224.0.0.251/5353"),
  };
  const inSandbox = async (argv: string[]): Promise<void> => {
    const workspaceCopy = await mkdtemp(join(tmpdir(), "kralle-try-"));
    try {
      const limits = { timeMs: 5_000, memoryBytes: 256 * MB, outputBytes: 4_096 };
      const { exitCode } = await sandbox.run({ argv, workspaceCopy, ...limits }, ctx);
      if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
    } finally {
      await rm(workspaceCopy, { recursive: true, force: true });
    }
  };
  const commands = Object.entries(scripts).map(([name, argv]) => ({
    name: `a command: ${name}`,
    run: () => inSandbox(argv),
    control: () => bare(argv),
  }));
  const server = dialing(ipv4);
  const asServer = async (): Promise<void> => {
    const host = { env: process.env, sandbox: async () => sandbox, hidden: [] };
    const [command = "", ...args] = server;
    const connection = openMcp("try", { command, args, env: [] }, host);
    await connection.list(ctx).finally(() => connection.close());
  };
  return [...commands, { name: "an MCP server that is a program", run: asServer, control: () => bare(server) }];
}

/** A program that dials by itself, and fails where it cannot. */
const dialing = (ipv4: string): string[] => [
  process.execPath,
  "-e",
  `require("net").connect(${PORTS.web}, "${ipv4}", () => process.exit(0)).on("error", () => process.exit(1)).setTimeout(${LIMIT_MS}, () => process.exit(1))`,
];

function bare([command = "", ...args]: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
  });
}
