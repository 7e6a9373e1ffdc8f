import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { languageOf, type Language } from "./language.ts";

const TEXTS = {
  about: {
    en: "An AI staff that lives on your own machine.",
    de: "Ein KI-Team, das auf Ihrer eigenen Maschine lebt.",
  },
  version: { en: "print the version", de: "die Version ausgeben" },
  help: { en: "show this help", de: "diese Hilfe zeigen" },
};

/** Commander's own headings. */
const HEADINGS: Record<string, string> = {
  "Usage:": "Aufruf:",
  "Arguments:": "Argumente:",
  "Options:": "Optionen:",
  "Commands:": "Befehle:",
};

await main(process.argv.slice(2));

async function main(args: string[]): Promise<void> {
  const language = languageOf(process.env);
  const program = new Command("kralle")
    .description(TEXTS.about[language])
    .version(versionOf(), "-V, --version", TEXTS.version[language])
    .helpOption("-h, --help", TEXTS.help[language])
    .helpCommand(false)
    .configureHelp(language === "de" ? { styleTitle: (title) => HEADINGS[title] ?? title } : {})
    .showHelpAfterError()
    .exitOverride();
  for (const spec of COMMANDS) addCommand(program, spec, language);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

function addCommand(program: Command, spec: CommandSpec, language: Language): void {
  const command = program.command(spec.name).description(spec.summary[language]);
  spec.define?.(command, language);
  command.action(async () => {
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
