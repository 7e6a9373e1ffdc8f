import type { Session } from "../../run.ts";
import { EXIT } from "../../view/error.ts";
import { createProgressLine, toPullLine } from "../../view/progress.ts";
import type { ActionCall } from "./index.ts";

export async function run({ app, ctx, ui }: Session, { words: [name = ""], isJson }: ActionCall): Promise<number> {
  const progress = createProgressLine(ui.err);
  const result = await app.run(
    "pull",
    { name },
    {
      onEvent: (event) =>
        progress.show(toPullLine(event.name, event.progress, ui, ui.err.columns), event.progress.phase),
    },
    ctx,
  );
  progress.clear();
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else ui.out.line(ui.texts.models.pulled(result.id, result.source));
  return EXIT.ok;
}
