import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { EXIT } from "../../view/exit.ts";
import type { EngineCall } from "./index.ts";

export async function run({ app, ctx, ui }: Session, { name, isJson }: EngineCall): Promise<number> {
  const removed = await app.run("removeEngine", { name }, {}, ctx);
  if (isJson) {
    process.stdout.write(`${JSON.stringify(removed)}\n`);
    return EXIT.ok;
  }
  ui.out.line(ui.texts.engine.removed(name));
  if (removed.wasDefault) ui.out.line(wrap(ui.texts.engine.wasDefault, ui.out.columns));
  return EXIT.ok;
}
