import { resolve } from "node:path";
import { toSafeLine, type Change } from "../../app/index.ts";
import { withApp } from "../run.ts";
import type { Screen } from "../terminal/screen.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle undo`: takes back the last change in a folder. */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const workspace = resolve(textOption(options, "workspace") ?? ".");
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    showUndone(await app.run("undo", { workspace }, {}, ctx), ui.out, ui);
    return EXIT.ok;
  });
}

export function showUndone(undone: { label: string; changes: Change[] }, screen: Screen, ui: Ui): void {
  screen.line(wrap(`${screen.style.green("✓")} ${ui.texts.undo.done(toSafeLine(undone.label))}`, screen.columns, "  "));
  for (const { path, from, kind } of undone.changes) {
    const name = kind === "renamed" && from !== undefined ? from : path;
    screen.line(wrap(`  ${toSafeLine(name)}: ${ui.texts.undo.was[kind]}`, screen.columns, "    "));
  }
}
