import type { Command } from "commander";
import type { Texts } from "./language.ts";

/** What a command's module gives: its work, with the exit code as the result. */
export interface CommandModule {
  run(args: string[], options: Record<string, unknown>): Promise<number>;
}

/**
 * One command as the command line knows it. This table is read at every start, so nothing heavy may be imported here:
 * `load` brings the code of the one command that was called.
 */
export interface CommandSpec {
  name: string;
  summary: Texts;
  /** Adds arguments and options. */
  define?: (command: Command, language: keyof Texts) => void;
  load: () => Promise<CommandModule>;
}

export const COMMANDS: readonly CommandSpec[] = [];
