import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { EXIT } from "../view/exit.ts";
import { scopeOption } from "./token.ts";

/** `kralle sign-in [--scope S] [--json]`: a link for one browser. */
export async function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const scope = scopeOption(options, textsOf(languageOf(process.env)));
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const made = await app.run("signInLink", scope === undefined ? {} : { scope }, {}, ctx);
    if (options["json"] === true) {
      process.stdout.write(`${JSON.stringify(made)}\n`);
      return EXIT.ok;
    }
    const until = ui.format.dateTime(Date.parse(made.expires));
    ui.out.line(wrap(ui.texts.access.link(until), ui.out.columns));
    ui.out.line(made.url);
    return EXIT.ok;
  });
}
