import type { Session } from "../../run.ts";
import { EXIT } from "../../view/exit.ts";
import { showFound } from "../../view/models.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models search WORDS [--hub] [--json]` */
export async function run({ app, ctx, ui }: Session, { words, options, isJson }: ActionCall): Promise<number> {
  const found = await app.run("search", { words, hub: options["hub"] === true }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(found)}\n`);
  else showFound(found, ui.out, ui);
  return EXIT.ok;
}
