import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { keepHeapSmall, SERVING } from "./heap.ts";
import { languageOf } from "./language.ts";
import { bringTexts, type Texts } from "./texts/index.ts";

await main(process.argv.slice(2));

async function main(args: string[]): Promise<void> {
  process.stdout.on("error", endQuietly);
  const language = languageOf(process.env);
  const texts = await bringTexts(language);
  const program = createProgram(texts);
  for (const spec of COMMANDS) addCommand(program, spec, texts);
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

function createProgram(texts: Texts): Command {
  const { about, version, help, headings, words } = texts.help;
  const titles: Record<string, string> = headings;
  const translate = (term: string): string =>
    term.replace("[options]", words.options).replace("[command]", words.command);
  return new Command("kralle")
    .description(about)
    .version(versionOf(), "-V, --version", version)
    .helpOption("-h, --help", help)
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: translate,
      styleSubcommandTerm: translate,
    })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

function addCommand(program: Command, spec: CommandSpec, texts: Texts): void {
  const command = program.command(spec.name).description(texts.help.commands[spec.name]);
  spec.define?.(command, texts.help, texts);
  command.action(async () => {
    if (SERVING.has(spec.name)) keepHeapSmall();
    const module = await spec.load();
    process.exitCode = await module.run(command.args, command.opts());
  });
}

/** The package's version; package.json lies two folders above, in a checkout (src/cli) as in a package (dist/cli). */
function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "";
}

/** Whoever reads our output may stop reading (`kralle why | head`): that is no fault. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}
