import { CommanderError } from "commander";
import { keepHeapSmall, SERVING } from "./heap.ts";
import { languageOf } from "./language.ts";
import { createProgram } from "./program.ts";
import { bringExamples, bringTexts } from "./texts/index.ts";

await main(process.argv.slice(2));

async function main(args: string[]): Promise<void> {
  process.stdout.on("error", endQuietly);
  const language = languageOf(process.env);
  const texts = await bringTexts(language);
  const isHelp = args.some((arg) => arg === "--help" || arg === "-h");
  const examples = isHelp ? await bringExamples(language) : null;
  const program = createProgram(texts, examples, async (spec, command) => {
    if (SERVING.has(spec.name)) keepHeapSmall();
    const module = await spec.load();
    process.exitCode = await module.run(command.args, command.opts());
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return; // help or version was asked for
    const { reportError } = await import("./view/error.ts");
    const { toUsageError } = await import("./usage.ts");
    const error = thrown instanceof CommanderError ? toUsageError(thrown, args, texts) : thrown;
    process.exitCode = await reportError(error, args, language);
  }
}

/** Whoever reads our output may stop reading (`kralle why | head`): that is no fault. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}
