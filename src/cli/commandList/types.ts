import type { Command } from "commander";
import type { Texts } from "../texts/index.ts";

/** What a command's module gives: its work, with the exit code as the result. Usage faults are thrown as E_USAGE. */
export interface CommandModule {
  run(args: string[], options: Record<string, unknown>): Promise<number>;
}

/**
 * One command as the command line knows it. This table is read at every start, so nothing heavy may be imported here:
 * `load` brings the code of the one command that was called.
 */
export interface CommandSpec {
  name: keyof Texts["help"]["commands"];
  /** Adds arguments and options. */
  define?: (command: Command, help: Texts["help"], texts: Texts) => void;
  load: () => Promise<CommandModule>;
}
