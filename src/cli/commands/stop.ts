import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle stop [REASON…] [--json]`, `kralle stop --off`: nothing reaches outside until it is released. */
export function run(words: string[], options: Record<string, unknown>): Promise<number> {
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const isOff = options["off"] === true;
    const stop = isOff
      ? await app.run("releaseStop", {}, {}, ctx)
      : await app.run("stop", { reason: words.join(" ") }, {}, ctx);
    const { effects } = ui.texts;
    if (options["json"] === true) process.stdout.write(`${JSON.stringify({ stop })}\n`);
    else {
      const said = isOff ? (stop ? effects.released : effects.notStopped) : effects.stopped;
      ui.out.line(wrap(said, ui.out.columns, "  "));
    }
    return EXIT.ok;
  });
}
