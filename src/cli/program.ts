import { readFileSync } from "node:fs";
import { Command } from "commander";
import { GROUPS, type CommandSpec } from "./commandList/index.ts";
import type { Examples, Texts } from "./texts/index.ts";

/** Runs a command that was parsed. */
export type Act = (spec: CommandSpec, command: Command) => Promise<void>;

/** The command line with its help, in one language; `examples` are only needed where help is shown. */
export function createProgram(texts: Texts, examples: Examples | null, act: Act): Command {
  const program = createRoot(texts);
  for (const [group, commands] of Object.entries(GROUPS)) {
    for (const spec of commands) {
      const command = program.command(spec.name).description(texts.help.commands[spec.name]);
      command.helpGroup(texts.help.groups[group as keyof typeof GROUPS]);
      spec.define?.(command, texts.help, texts);
      const lines = examples?.[spec.name].map((line) => `  ${line}`) ?? [];
      command.addHelpText("after", ["", texts.help.examples, ...lines].join("\n"));
      command.action(() => act(spec, command));
    }
  }
  return program;
}

function createRoot(texts: Texts): Command {
  const { about, version, help, headings, words, more } = texts.help;
  const titles: Record<string, string> = headings;
  const translate = (term: string): string =>
    term.replace("[options]", words.options).replace("[command]", words.command);
  return new Command("kralle")
    .description(about)
    .version(versionOf(), "-V, --version", version)
    .helpOption("-h, --help", help)
    .helpCommand(false)
    .addHelpText("after", `\n${more}`)
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: translate,
      // What follows a name says its own help: eighty columns are for what it does.
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

/** The package's version; package.json lies two folders above, in a checkout (src/cli) as in a package (dist/cli). */
function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "";
}
