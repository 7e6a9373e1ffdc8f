import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";
import { createSetupView } from "../view/setup.ts";

/** `kralle setup`: everything that work needs, with its progress. */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const model = textOption(options, "model") ?? null;
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const result = await app.run("setup", { model }, { onEvent: createSetupView(ui.out, ui, true) }, ctx);
    ui.out.line(wrap(ui.texts.setup.done(result.name), ui.out.columns));
    return EXIT.ok;
  });
}
