import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { EXIT } from "../../view/exit.ts";
import type { ActionCall } from "./index.ts";

export async function run({ app, ctx, ui }: Session, { words: [name = ""], isJson }: ActionCall): Promise<number> {
  const result = await app.run("setDefault", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else ui.out.line(ui.texts.models.isDefault(result.id));
  const { engine, models } = ui.texts;
  const missing = result.engine === null ? models.notHere(result.id) : engine.silent(result.id);
  if (!isJson && !result.installed) ui.out.line(wrap(missing, ui.out.columns));
  return EXIT.ok;
}
