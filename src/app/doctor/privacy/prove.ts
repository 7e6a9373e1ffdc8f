import { join, extname } from "node:path";
import { z } from "zod";
import type { Context } from "../../../core/index.ts";
import { defineCommand } from "../../command.ts";
import { cannotProve, runInNamespace } from "./namespace.ts";
import { PEER, PORTS, type TryReport } from "./types.ts";

/** One way out: what was seen of it with the lock, and without. */
export interface ProvedTry {
  /** Whose way it is, and what was tried. */
  actor: string;
  way: string;
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
    if (process.platform !== "linux") throw cannotProve("it needs Linux");
    const [locked, control] = await Promise.all([runInside(true, ctx), runInside(false, ctx)]);
    const tries = locked.tries.map(({ actor, way, packets, outcome }, at) => ({
      actor,
      way,
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
  tries: z.array(z.object({ actor: z.string(), way: z.string(), packets: z.number(), outcome: z.string() })),
  packets: z.number(),
  bytes: z.number(),
});

async function runInside(isLocked: boolean, ctx: Context): Promise<TryReport> {
  const program = join(import.meta.dirname, `inside${extname(import.meta.filename)}`);
  const said = await runInNamespace(program, { isLocked, settings: settings() }, ctx);
  const parsed = report.safeParse(JSON.parse(said));
  if (parsed.success) return parsed.data;
  throw cannotProve("what it said is no report");
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
    ollama: { type: "ollama", url: `http://[${PEER.ipv6}]:${PORTS.web}`, allowRemote: true },
    provider: { type: "aisdk", package: "provider", allowRemote: true },
  },
  mcp: { servers: { far: { url: `http://${PEER.ipv4}:${PORTS.web}/mcp`, allowRemote: true } } },
  egress: { allow: ALLOWED.flatMap(opened) },
});

const ALLOWED = ["models", "packages", "web", "engine:far", "mcp:far", "mail:far", "account:far"];

/** Everything that could be granted, so that only the lock is in the way. */
function opened(purpose: string): object[] {
  const hosts = [PEER.ipv4, PEER.ipv6, "*.example"];
  const peer = [PORTS.web, PORTS.tls, PORTS.names].flatMap((port) => hosts.map((host) => ({ purpose, host, port })));
  return [...peer, { purpose, host: "127.0.0.1", port: PORTS.redirecting }];
}
