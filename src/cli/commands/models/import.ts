import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { textOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import { createProgressLine, toPullLine } from "../../view/progress.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models import FILE [--name NAME] [--in-place] [--projector FILE] [--json]` */
export async function run({ app, ctx, ui }: Session, call: ActionCall): Promise<number> {
  const { words, options, isJson } = call;
  const progress = createProgressLine(ui.err);
  const taken = await app.run(
    "importModel",
    {
      path: words.join(" "),
      name: textOption(options, "name") ?? null,
      inPlace: options["inPlace"] === true,
      projector: textOption(options, "projector") ?? null,
    },
    {
      onEvent: (event) =>
        progress.show(toPullLine(event.name, event.progress, ui, ui.err.columns), event.progress.phase),
    },
    ctx,
  );
  progress.clear();
  if (isJson) process.stdout.write(`${JSON.stringify(taken)}\n`);
  else {
    ui.out.line(wrap(ui.texts.install.imported(taken), ui.out.columns));
    ui.out.line(ui.out.style.dim(wrap(`  sha256:${taken.sha256}`, ui.out.columns, "  ")));
  }
  return EXIT.ok;
}
