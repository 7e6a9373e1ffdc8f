import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../../../../core/index.ts";
import type { Sandbox } from "../../../../guard/index.ts";
import { PORTS, type InsideOrder, type Try } from "../types.ts";

const MB = 1024 * 1024;

/** What a command that a model wants to run could try; in the shell's own words, since it finds little else in the sandbox. */
export function commandTries({ ipv4, ipv6 }: InsideOrder, sandbox: Sandbox, ctx: Context): Try[] {
  const shell = (script: string): string[] => ["timeout", "1", "bash", "-c", script];
  const to = (path: string): string[] => shell(`echo x > /dev/${path}`);
  const question = String.raw`\0\1\1\0\0\1\0\0\0\0\0\0\1a\0\0\1\0\1`;
  const commands: Readonly<Record<string, string[]>> = {
    "TCP by IPv4": to(`tcp/${ipv4}/${PORTS.web}`),
    "TCP by IPv6": to(`tcp/${ipv6}/${PORTS.web}`),
    "TCP to the port of TLS": to(`tcp/${ipv4}/${PORTS.tls}`),
    "UDP by IPv4": to(`udp/${ipv4}/9999`),
    "UDP by IPv6": to(`udp/${ipv6}/9999`),
    "a question to a name server, by UDP": shell(`printf '${question}' > /dev/udp/${ipv4}/${PORTS.names}`),
    "a question to a name server, by TCP": to(`tcp/${ipv4}/${PORTS.names}`),
    "the look-up of a name": ["timeout", "1", "getent", "ahosts", "sandbox.example"],
    "a datagram to all (mDNS)": to("udp/224.0.0.251/5353"),
    "a proxy on this machine": shell(
      `exec 3<> /dev/tcp/127.0.0.1/${PORTS.forwarding} && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && head -c 1 <&3`,
    ),
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
  return Object.entries(commands).map(([way, argv]) => ({
    actor: "a command",
    way,
    run: () => inSandbox(argv),
    control: () => bare(argv),
  }));
}

function bare([command = "", ...args]: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
  });
}
