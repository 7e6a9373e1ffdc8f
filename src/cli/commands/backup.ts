import type { BackupInfo, Restored } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle backup [create [--to FOLDER] | list [--check] | restore NAME|FOLDER|newest [--force]] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", name = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const hint = texts.backup.actions;
  if (!["create", "list", "restore"].includes(action)) {
    throw new AppError("E_USAGE", texts.backup.unknownAction(action), { hint });
  }
  if (action === "restore" && name === "") {
    throw new AppError("E_USAGE", texts.usage.missingArgument("name"), { hint });
  }
  if (action !== "restore" && name !== "") throw new AppError("E_USAGE", texts.usage.excessArguments, { hint });
  const to = textOption(options, "to");
  const folder = to === undefined ? {} : { folder: to };
  // Wrong settings must not stand in the way of who wants his data back.
  return withApp({ interactive: false, lenient: true }, async ({ app, ctx, ui }) => {
    const isJson = options["json"] === true;
    const answer = <T>(value: T, show: (value: T, ui: Ui) => void): number => {
      if (isJson) process.stdout.write(`${JSON.stringify(value)}\n`);
      else show(value, ui);
      return EXIT.ok;
    };
    if (action === "create") return answer(await app.run("backup", folder, {}, ctx), showMade);
    if (action === "list") {
      return answer(await app.run("backups", { ...folder, check: options["check"] === true }, {}, ctx), showList);
    }
    const isNewest = name === "newest" && options["force"] === true;
    const restored = isNewest
      ? await app.run("restoreBest", {}, {}, ctx)
      : await app.run("restore", { backup: name, force: options["force"] === true }, {}, ctx);
    return answer(restored, showRestored);
  });
}

function showMade({ name, bytes, folder, isPartial }: BackupInfo, { out, texts, format }: Ui): void {
  const { backup } = texts;
  const lines = [
    backup.made(name, format.size(bytes), folder),
    ...(isPartial ? [backup.withoutEngine] : []),
    backup.elsewhere,
  ];
  for (const line of lines) out.line(wrap(line, out.columns));
}

function showList({ folder, backups }: { folder: string; backups: BackupInfo[] }, { out, texts, format }: Ui): void {
  const { backup } = texts;
  if (backups.length === 0) return out.line(wrap(backup.none(folder), out.columns));
  const rows = backups.map(({ name, created, bytes, state, problem }) => {
    const made = created === null ? "" : format.dateTime(created);
    const stands = backup.states[state];
    return [name, made, format.size(bytes), problem === null ? stands : `${stands}: ${problem}`];
  });
  toColumns([[...backup.headings], ...rows]).forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
}

function showRestored(restored: Restored, { out, texts, format }: Ui): void {
  const { backup } = texts;
  const lines = [backup.restored(restored.name, format.dateTime(restored.created))];
  if (restored.interrupted > 0) lines.push(backup.interrupted(restored.interrupted));
  if (restored.revoked > 0) lines.push(backup.revoked(restored.revoked));
  if (restored.aside !== null) lines.push(backup.aside(restored.aside));
  if (restored.missing > 0) lines.push(backup.missing(restored.missing));
  lines.push(backup.credentials);
  for (const line of lines) out.line(wrap(line, out.columns));
}
