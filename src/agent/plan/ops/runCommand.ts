import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { labelsOf, OWNER } from "../../../guard/index.ts";
import type { Origins } from "../../boundary.ts";
import { createRunCommandTool } from "../../tools/index.ts";
import type { Operation, PlanContext } from "../types.ts";

const args = z.object({ argv: z.array(z.string()).min(1) });
export type RunCommandArgs = z.infer<typeof args>;

const MAX_SHOWN = 4_000;

/** Rules took the command out of the request, and nothing else led to it: it is the owner's where it stands in their own words. */
function originOf(argv: readonly string[], { boundary: { provenance } }: PlanContext): Origins {
  const said = argv[0] === "sh" && argv[1] === "-c" && argv.length === 3 ? argv.slice(2) : argv;
  return { labels: provenance.ofValue(said, labelsOf("others", true)), led: OWNER };
}

/**
 * A program that the request names, in the sandbox on a copy of the workspace; the files it changed are taken over. A
 * program that fails is an error that says how, and changes nothing.
 */
export const runCommandOp: Operation<RunCommandArgs> = {
  name: "runCommand",
  args,
  effect: "write",
  async run({ argv }, ctx) {
    const german = ctx.request.lang === "de";
    const ran = await ctx.boundary.use(createRunCommandTool(ctx.boundary.sandbox), { argv }, originOf(argv, ctx));
    for (const note of ran.notes) ctx.note(note);
    if (ran.exitCode !== 0) {
      const said = (ran.stderr || ran.stdout).trim().slice(-600);
      throw new AppError(
        "E_COMMAND",
        german
          ? `Der Befehl endete mit Code ${ran.exitCode}${said ? `: ${said}` : "."}`
          : `The command ended with code ${ran.exitCode}${said ? `: ${said}` : "."}`,
        { hint: german ? "Es wurde nichts geändert." : "Nothing was changed." },
      );
    }
    const text = ran.stdout.trimEnd();
    const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\n… (${text.length})` : text;
    const changed = ran.changed.map(({ path }) => path).join(", ");
    const silent = german ? "Der Befehl lief ohne Ausgabe." : "The command ran without output.";
    const tail = changed === "" ? "" : german ? `Geändert: ${changed}` : `Changed: ${changed}`;
    const say = [shown === "" ? silent : shown, tail].filter((part) => part !== "").join("\n");
    return { type: "text", text, lang: ctx.request.lang, evidence: [], say };
  },
};
