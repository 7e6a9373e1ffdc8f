import type { CommanderError } from "commander";
import { AppError } from "../core/index.ts";
import type { Texts } from "./texts/index.ts";

/** Says in the person's language what the command line's parser found; the exit code of E_USAGE is 2. */
export function toUsageError(error: CommanderError, args: readonly string[], texts: Texts): AppError {
  const { usage } = texts;
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const message =
    {
      "commander.unknownCommand": usage.unknownCommand(named),
      "commander.unknownOption": usage.unknownOption(named),
      "commander.missingArgument": usage.missingArgument(named),
      "commander.optionMissingArgument": usage.missingValue(named.split(" ")[0] ?? ""),
      "commander.excessArguments": usage.excessArguments,
    }[error.code] ?? error.message.replace(/^error: /, "");
  const command = error.code === "commander.unknownCommand" ? "" : (args.find((arg) => !arg.startsWith("-")) ?? "");
  return new AppError("E_USAGE", message, { hint: usage.seeHelp(command) });
}

/**
 * Options are declared for a whole command, and most belong to some of its actions: one that the called action does not take
 * was meant for something, so it is refused rather than ignored. Throws E_USAGE, which names the actions that take it.
 */
export function refuseStrayOptions(
  command: string,
  action: string,
  given: Record<string, unknown>,
  actions: ReadonlyMap<string, { takes: readonly string[] }>,
  { usage }: Pick<Texts, "usage">,
): void {
  const takes = actions.get(action)?.takes ?? [];
  const stray = Object.keys(given).find(
    (name) => name !== "json" && given[name] !== undefined && !takes.includes(name),
  );
  if (stray === undefined) return;
  const option = `--${stray.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const takers = [...actions].filter(([, one]) => one.takes.includes(stray)).map(([name]) => `${command} ${name}`);
  throw new AppError("E_USAGE", usage.strayOption(option, `${command} ${action}`, takers), {
    hint: usage.seeHelp(command),
  });
}

/** An option as text, or undefined when it was not given. */
export function textOption(options: Record<string, unknown>, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** An option that is a number above 0. Throws E_USAGE. */
export function numberOption(
  options: Record<string, unknown>,
  name: string,
  isWhole: boolean,
  texts: Texts,
  command = "ask",
): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && Number.isFinite(value) && (!isWhole || Number.isInteger(value))) return value;
  throw new AppError("E_USAGE", texts.usage.notANumber(`--${name}`, text), { hint: texts.usage.seeHelp(command) });
}

/** An option that is a day. Throws E_USAGE. */
export function dayOption(options: Record<string, unknown>, name: string, texts: Texts): string | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text;
  throw new AppError("E_USAGE", texts.usage.notADay(text), { hint: texts.usage.seeHelp("ask") });
}
