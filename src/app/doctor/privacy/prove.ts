import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import { defineCommand } from "../../command.ts";
import { setLock } from "../../egress/lock.ts";
import { OURS, PEER, PORTS, type InsideOrder, type TryReport } from "./types.ts";

/** One way out: what was seen of it with the lock, and without. */
export interface ProvedTry {
  name: string;
  lockedPackets: number;
  /** Code of the refusal, "failed" where the system refused. */
  lockedOutcome: string;
  controlPackets: number;
}

export interface PrivacyProof {
  /** With the lock nothing was sent, and without it every way was seen to send. */
  ok: boolean;
  locked: { packets: number; bytes: number };
  control: { packets: number; bytes: number };
  tries: ProvedTry[];
}

const nothing = z.object({});

/**
 * Tries every way out of Kralle in a network namespace of its own, with the privacy lock and, as a control, without: the kernel's counter of
 * the only interface is the judge. Touches neither this home nor the machine's network. Throws E_SANDBOX_MISSING where it cannot be done.
 */
export const provePrivacy = defineCommand<typeof nothing, PrivacyProof>({
  about: "proves in a network namespace that nothing leaves while the privacy lock is on",
  input: nothing,
  async run(_input, { ctx }) {
    if (process.platform !== "linux") throw cannot("it needs Linux");
    const locked = await runInside(true, ctx);
    const control = await runInside(false, ctx);
    const tries = locked.tries.map(({ name, packets, outcome }, at) => ({
      name,
      lockedPackets: packets,
      lockedOutcome: outcome,
      controlPackets: control.tries[at]?.packets ?? 0,
    }));
    const isQuiet = locked.packets === 0 && locked.bytes === 0;
    const isSeen = tries.length > 0 && tries.every(({ controlPackets }) => controlPackets > 0);
    const sum = ({ packets, bytes }: TryReport) => ({ packets, bytes });
    return { ok: isQuiet && isSeen, locked: sum(locked), control: sum(control), tries };
  },
});

const report = z.object({
  tries: z.array(z.object({ name: z.string(), packets: z.number(), outcome: z.string() })),
  packets: z.number(),
  bytes: z.number(),
});

async function runInside(isLocked: boolean, ctx: Context): Promise<TryReport> {
  const folder = await mkdtemp(join(tmpdir(), "kralle-privacy-"));
  try {
    const home = join(folder, "home");
    await mkdir(home);
    await writeFile(join(home, "config.json"), JSON.stringify(settings()));
    if (isLocked) setLock(home, true, ctx.clock.now());
    const resolv = join(folder, "resolv.conf");
    await writeFile(resolv, `nameserver ${PEER.ipv4}\noptions timeout:1 attempts:1\n`);
    const order: InsideOrder = { home, ...PEER, isLocked, readyFile: join(folder, "ready") };
    const { code, stdout, stderr } = await inNamespace(order, resolv, ctx);
    const parsed = code === 0 ? report.safeParse(JSON.parse(stdout)) : null;
    if (parsed?.success) return parsed.data;
    throw cannot(stderr.trim().split("\n").at(-1)?.slice(0, 200) || `it ended with ${code}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every kind of place that settings can name, all of them at the peer. */
const settings = (): object => ({
  models: {
    mirrors: {
      hub: [
        `http://${PEER.ipv4}:${PORTS.other}`,
        `http://[${PEER.ipv6}]:${PORTS.other}`,
        `http://mirror.example:${PORTS.other}`,
      ],
    },
  },
  engines: {
    far: { type: "openai", url: `http://${PEER.ipv4}:${PORTS.web}/v1`, allowRemote: true },
    named: { type: "openai", url: `http://engine.example:${PORTS.web}/v1`, allowRemote: true },
    provider: { type: "aisdk", package: "provider", allowRemote: true },
  },
  mcp: { servers: { far: { url: `http://${PEER.ipv4}:${PORTS.web}/mcp`, allowRemote: true } } },
  egress: {
    allow: [
      { purpose: "web", host: "*", port: PORTS.tls },
      { purpose: "web", host: "*", port: 53 },
    ],
  },
});

/**
 * Two namespaces with a wire between them. Root makes them at once, anybody else in a user namespace, in which they are their own root. $1: our
 * Node, $2 the peer, $3 what runs inside, $4 its order, $5 the name servers, $6 the file by which the peer says that it is there.
 */
const SCRIPT = `
set -e
ip link set lo up
unshare --net "$1" "$2" "$6" &
peer=$!
trap 'kill $peer 2>/dev/null' EXIT
while [ "$(readlink /proc/$peer/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
ip link add k0 type veth peer name k1 netns $peer
ip link set k0 addrgenmode none
ip addr add ${OURS.ipv4}/24 dev k0
ip -6 addr add ${OURS.ipv6}/64 dev k0 nodad
ip link set k0 up
ip route add default via ${PEER.ipv4}
ip -6 route add default via ${PEER.ipv6}
mount --bind "$5" /etc/resolv.conf
"$1" "$3" "$4"
`;

function inNamespace(
  order: InsideOrder,
  resolv: string,
  ctx: Context,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const beside = (name: string): string => join(import.meta.dirname, `${name}${extname(import.meta.filename)}`);
  const isRoot = process.getuid?.() === 0;
  const own = isRoot ? [] : ["--user", "--map-current-user", "--keep-caps"];
  const words = [process.execPath, beside("peer"), beside("inside"), JSON.stringify(order), resolv, order.readyFile];
  const args = [...own, "--net", "--mount", "--fork", "--kill-child", "sh", "-c", SCRIPT, "sh", ...words];
  const env = { PATH: process.env["PATH"], LANG: "C.UTF-8" };
  return new Promise((resolve, reject) => {
    const child = spawn("unshare", args, { stdio: ["ignore", "pipe", "pipe"], env, signal: ctx.signal });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (thrown) => reject(ctx.signal.aborted ? ctx.signal.reason : cannot(thrown.message)));
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const cannot = (reason: string): AppError =>
  new AppError("E_SANDBOX_MISSING", `The privacy lock cannot be proved on this machine: ${reason}.`, {
    hint: "It takes Linux with unshare and ip (iproute2), as root or where users may make namespaces.",
  });
