import type { ListedEngine } from "../../../app/index.ts";
import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { numberOption, textOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import type { EngineCall } from "./index.ts";

const TYPES = ["ollama", "openai", "aisdk"] as const;

export async function run({ app, ctx, ui }: Session, { name, options, isJson }: EngineCall): Promise<number> {
  const { engine: texts } = ui.texts;
  const asked = textOption(options, "type") ?? "";
  const type = TYPES.find((known) => known === asked);
  if (type === undefined) throw new AppError("E_USAGE", texts.usage.wrongType(asked), { hint: texts.usage.actions });
  const input = {
    name,
    type,
    url: textOption(options, "url") ?? null,
    keyEnv: textOption(options, "keyEnv") ?? null,
    package: textOption(options, "package") ?? null,
    context: numberOption(options, "context", true, ui.texts) ?? null,
    allowRemote: options["allowRemote"] === true,
  };
  const added = await app.run("addEngine", input, {}, ctx);
  if (isJson) {
    process.stdout.write(`${JSON.stringify(added)}\n`);
    return EXIT.ok;
  }
  const say = (text: string): void => ui.out.line(wrap(text, ui.out.columns));
  const place = placeOf(added, ui);
  say(added.replaced ? texts.changed(name, place) : texts.added(name, place));
  if (added.leaves) say(ui.out.style.yellow(texts.leaves(place)));
  if (added.keyEnv !== null) say(texts.key(added.keyEnv));
  say(texts.next(name));
  return EXIT.ok;
}

/** Where the engine is, for a person. */
export function placeOf({ url, package: packageName }: ListedEngine, ui: Ui): string {
  return url ?? ui.texts.engine.provider(packageName ?? "");
}
