import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { AppError, LIMITS } from "../../core/index.ts";
import { createSandbox, toSafeLine, toSafeText, type Sandbox, type SandboxResult } from "../../guard/index.ts";
import type { Change } from "../workspace/index.ts";
import { applyCopy, copyOut } from "./workspace-copy.ts";
import type { Tool } from "./types.ts";

const input = z.object({
  argv: z
    .array(z.string())
    .min(1)
    .max(200)
    .describe('program and arguments, e.g. ["sort", "-u", "names.txt"] or ["sh", "-c", "…"]'),
});

export interface RanCommand {
  exitCode: number;
  stdout: string;
  stderr: string;
  truncated: boolean;
  /** What of its changes was taken over into the workspace; nothing when the exit code is not 0. */
  changed: Change[];
  /** For a person: what was left out, and why. */
  notes: string[];
}

/** `sandbox` is for those who have one already; otherwise the machine's own is looked for at the first run. */
export function createRunCommandTool(sandbox?: Sandbox): Tool<z.infer<typeof input>, RanCommand> {
  let known = sandbox;
  return {
    name: "run_command",
    description:
      "Run a program on a copy of the workspace in a sandbox without network; its file changes are taken over.",
    input,
    effect: "write",
    runsCode: true,
    yields: "folder",
    describe: ({ argv }) =>
      toSafeLine(`run ${argv.map((part) => (/^[\w./=-]+$/.test(part) ? part : JSON.stringify(part))).join(" ")}`),
    async run({ argv }, ctx) {
      known ??= await createSandbox(ctx);
      if (known.kind === "refuse")
        await known.run({ argv, workspaceCopy: "", timeMs: 0, memoryBytes: 0, outputBytes: 0 }, ctx);
      const folder = await mkdtemp(join(tmpdir(), "kralle-run-"));
      try {
        const copied = await copyOut(ctx.workspace, folder);
        const limits = {
          timeMs: LIMITS.commandMs,
          memoryBytes: LIMITS.commandMemoryBytes,
          outputBytes: LIMITS.commandOutputBytes,
        };
        const result = await known.run({ argv, workspaceCopy: folder, ...limits }, ctx);
        if (result.limit !== null) throw exceeded(result);
        const applied =
          result.exitCode === 0 ? await applyCopy(ctx.workspace, folder, copied) : { changed: [], notes: copied.notes };
        const { exitCode, truncated } = result;
        return {
          exitCode,
          stdout: toSafeText(result.stdout),
          stderr: toSafeText(result.stderr),
          truncated,
          ...applied,
        };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function exceeded(result: SandboxResult): AppError {
  const tail = toSafeText(result.stderr || result.stdout).slice(-500);
  return new AppError(
    "E_SANDBOX_LIMIT",
    `The command was ended at its limit of ${result.limit}; nothing was changed.`,
    {
      hint: "Give it less to do at once.",
      data: { limit: result.limit, output: tail },
    },
  );
}
