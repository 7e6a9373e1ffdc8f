import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { createRunCommandTool } from "../../tools/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({ argv: z.array(z.string()).min(1) });
export type RunCommandArgs = z.infer<typeof args>;

const MAX_SHOWN = 4_000;

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
    const ran = await ctx.boundary.use(createRunCommandTool(ctx.boundary.sandbox), { argv });
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
