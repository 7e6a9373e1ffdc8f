import { withApp } from "../run.ts";
import { EXIT } from "../view/exit.ts";
import { showWhy } from "../view/why.ts";

/** `kralle why [run]`: the plan of the last request, as it was stored before it ran. */
export function run(args: string[]): Promise<number> {
  const [id] = args;
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    showWhy(await app.run("why", id === undefined ? {} : { run: id }, {}, ctx), ui.out, ui);
    return EXIT.ok;
  });
}
