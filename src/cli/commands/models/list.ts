import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { showEngine } from "../../view/engine.ts";
import { EXIT } from "../../view/exit.ts";
import { showModels } from "../../view/models.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models [list] [--json]` */
export async function run({ app, ctx, ui }: Session, { isJson }: ActionCall): Promise<number> {
  const listed = await app.run("models", {}, {}, ctx);
  if (isJson) {
    process.stdout.write(`${JSON.stringify(listed)}\n`);
    return EXIT.ok;
  }
  showModels(listed, ui.out, ui);
  for (const engine of listed.engines) showEngine(engine, ui.out, ui);
  ui.out.line(ui.out.style.dim(wrap(ui.texts.models.known(listed.known), ui.out.columns)));
  return EXIT.ok;
}
