import type { Session } from "../../run.ts";
import { EXIT } from "../../view/exit.ts";
import type { ActionCall } from "./index.ts";

export async function run({ app, ctx, ui }: Session, { words: [name = ""], isJson }: ActionCall): Promise<number> {
  const result = await app.run("removeWeights", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else ui.out.line(ui.texts.models.removed(result.id, ui.format.size(result.freedBytes)));
  return EXIT.ok;
}
