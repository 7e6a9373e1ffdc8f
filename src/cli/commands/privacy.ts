import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { EXIT } from "../view/exit.ts";

const ACTIONS = { status: "privacy", lock: "lockPrivacy", unlock: "unlockPrivacy" } as const;

/** `kralle privacy [status|lock|unlock] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [asked = "status"] = args;
  const { privacy } = textsOf(languageOf(process.env));
  if (!Object.hasOwn(ACTIONS, asked)) {
    throw new AppError("E_USAGE", privacy.unknownAction(asked), { hint: privacy.actions });
  }
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const state = await app.run(ACTIONS[asked as keyof typeof ACTIONS], {}, {}, ctx);
    if (options["json"] === true) process.stdout.write(`${JSON.stringify(state)}\n`);
    else {
      const time = state.since === null || state.since === 0 ? "" : ui.format.dateTime(state.since);
      ui.out.line(wrap(state.isLocked ? privacy.locked(time) : privacy.open, ui.out.columns));
    }
    return EXIT.ok;
  });
}
