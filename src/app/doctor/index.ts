import { z } from "zod";
import { toAppError, type Context } from "../../core/index.ts";
import { defineCommand } from "../command.ts";
import type { Services } from "../services.ts";
import { database } from "./database.ts";
import { encoder } from "./encoder.ts";
import { engine, pack, weights } from "./engine.ts";
import { config, cpu, disk, gpu, home, lock, memory, node, pip, sandbox } from "./machine.ts";
import { schedules } from "./schedules.ts";
import { skip, type Check, type CheckId, type Finding } from "./types.ts";

export type { CheckId, CheckState, Finding } from "./types.ts";

/** In this order, since later ones need what earlier ones look at. */
const CHECKS: readonly Check[] = [
  node,
  home,
  config,
  lock,
  database,
  disk,
  memory,
  cpu,
  gpu,
  pip,
  sandbox,
  pack,
  weights,
  engine,
  encoder,
  schedules,
];

/** What lies in the home, and cannot be looked at without one. */
const IN_HOME: readonly CheckId[] = ["lock", "database", "pack", "weights", "engine", "encoder", "schedules"];

export interface DoctorReport {
  /** No check failed; there may be warnings. */
  ok: boolean;
  findings: Finding[];
}

export type DoctorEvent =
  | { type: "checking"; id: CheckId; done?: number; total?: number }
  | { type: "found"; finding: Finding };

const input = z.object({});

/** Looks at everything that Kralle needs here. Changes nothing; reads the weights once and starts the engine for a moment. */
export const doctor = defineCommand<typeof input, DoctorReport, DoctorEvent>({
  about: "checks what Kralle needs on this machine",
  input,
  async run(_input, { services, emit, ctx }) {
    const findings: Finding[] = [];
    for (const check of CHECKS) {
      ctx.signal.throwIfAborted();
      const { id } = check;
      emit({ type: "checking", id });
      const isHomeBroken = findings.some((finding) => finding.id === "home" && finding.state === "fail");
      const finding =
        isHomeBroken && IN_HOME.includes(id)
          ? { id, ...skip() }
          : await look(check, services, ctx, (done, total) => emit({ type: "checking", id, done, total }));
      findings.push(finding);
      emit({ type: "found", finding });
    }
    return { ok: findings.every(({ state }) => state !== "fail"), findings };
  },
});

async function look(
  check: Check,
  services: Services,
  ctx: Context,
  onProgress: (done: number, total: number) => void,
): Promise<Finding> {
  try {
    return { id: check.id, ...(await check.run(services, ctx, onProgress)) };
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    const { code, message, hint = "" } = toAppError(thrown);
    return { id: check.id, state: "fail", values: {}, error: { code, message, hint } };
  }
}
