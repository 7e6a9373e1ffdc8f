import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { AppError, type Context } from "../../../core/index.ts";
import { setLock } from "../../egress/lock.ts";
import { OURS, PEER, type InsideOrder } from "./types.ts";

const PEER_PROGRAM = join(import.meta.dirname, `peer${extname(import.meta.filename)}`);

/**
 * Runs a program of ours on a home of its own, with these settings, in a network namespace whose only way out leads to a peer that answers
 * everything; gives what it printed. Its first argument is an `InsideOrder`. Throws E_SANDBOX_MISSING where it cannot be done.
 */
export async function runInNamespace(
  program: string,
  { isLocked, settings }: { isLocked: boolean; settings: object },
  ctx: Context,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kralle-privacy-"));
  try {
    const home = join(folder, "home");
    await mkdir(home);
    await writeFile(join(home, "config.json"), JSON.stringify(settings));
    if (isLocked) setLock(home, true, ctx.clock.now());
    const resolv = join(folder, "resolv.conf");
    await writeFile(resolv, `nameserver ${PEER.ipv4}\noptions timeout:1 attempts:1\n`);
    const order: InsideOrder = { home, ...PEER, isLocked, readyFile: join(folder, "ready") };
    const { code, stdout, stderr } = await inNamespace(program, order, resolv, ctx);
    if (code === 0) return stdout;
    throw cannotProve(stderr.trim().split("\n").at(-1)?.slice(0, 200) || `it ended with ${code}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

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
  program: string,
  order: InsideOrder,
  resolv: string,
  ctx: Context,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const isRoot = process.getuid?.() === 0;
  const own = isRoot ? [] : ["--user", "--map-current-user", "--keep-caps"];
  const words = [process.execPath, PEER_PROGRAM, program, JSON.stringify(order), resolv, order.readyFile];
  const args = [...own, "--net", "--mount", "--fork", "--kill-child", "sh", "-c", SCRIPT, "sh", ...words];
  const env = { PATH: process.env["PATH"], LANG: "C.UTF-8" };
  return new Promise((resolve, reject) => {
    const child = spawn("unshare", args, { stdio: ["ignore", "pipe", "pipe"], env, signal: ctx.signal });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (thrown) => reject(ctx.signal.aborted ? ctx.signal.reason : cannotProve(thrown.message)));
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export const cannotProve = (reason: string): AppError =>
  new AppError("E_SANDBOX_MISSING", `The privacy lock cannot be proved on this machine: ${reason}.`, {
    hint: "It takes Linux with unshare and ip (iproute2), as root or where users may make namespaces.",
  });
