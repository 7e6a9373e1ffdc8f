import { toSafeLine, type CheckedEngine } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { showError } from "./error.ts";

/** One engine with its models, or why it cannot be used. What a server says is foreign text. */
export function showEngine(engine: CheckedEngine, screen: Screen, ui: Ui): void {
  const { texts, format } = ui;
  if (engine.error !== null) {
    screen.line(screen.style.bold(engine.name));
    return showError(engine.error, screen, texts, ui.language);
  }
  const program = toSafeLine([engine.kind, engine.version].filter((part) => part !== null).join(" "));
  screen.line(wrap(texts.engine.reached(engine.name, program, format.duration(engine.ms)), screen.columns));
  if (engine.leaves) screen.line(screen.style.yellow(wrap(`  ${texts.engine.elsewhere}`, screen.columns, "  ")));
  if (engine.models.length === 0) screen.line(wrap(`  ${texts.engine.noList(engine.name)}`, screen.columns, "  "));
  for (const model of engine.models) screen.line(wrap(`  ${toModelLine(model, ui)}`, screen.columns, "    "));
}

function toModelLine({ id, contextTokens, features, isDefault }: CheckedEngine["models"][number], ui: Ui): string {
  const { engine } = ui.texts;
  const can = (features ?? []).map((feature) => engine.features[feature]);
  const context = contextTokens === null ? engine.contextUnknown : engine.context(ui.format.number(contextTokens, 0));
  return [toSafeLine(id), context, ...can, ...(isDefault ? [engine.isDefault] : [])].join(", ");
}
