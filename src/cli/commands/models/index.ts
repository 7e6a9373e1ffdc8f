import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp, type Session } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";

/** What one action is called with: the words after its name, and the options of the command line. */
export interface ActionCall {
  words: string[];
  options: Record<string, unknown>;
  isJson: boolean;
}

/** One word after `kralle models`. Its module is imported when it is called. */
interface Action {
  /** The words that it cannot do without, for the message when they are missing. */
  needs: readonly string[];
  load(): Promise<{ run(session: Session, call: ActionCall): Promise<number> }>;
}

const ACTIONS = new Map<string, Action>([
  ["list", { needs: [], load: () => import("./list.ts") }],
  ["fit", { needs: [], load: () => import("./fit.ts") }],
  ["plan", { needs: [], load: () => import("./plan.ts") }],
  ["show", { needs: ["name"], load: () => import("./show.ts") }],
  ["probe", { needs: ["name"], load: () => import("./probe.ts") }],
  ["ps", { needs: [], load: () => import("./ps.ts") }],
  ["pull", { needs: ["name"], load: () => import("./pull.ts") }],
  ["search", { needs: ["words"], load: () => import("./search.ts") }],
  ["import", { needs: ["file"], load: () => import("./import.ts") }],
  ["rm", { needs: ["name"], load: () => import("./remove.ts") }],
  ["default", { needs: ["name"], load: () => import("./default.ts") }],
]);

/** `kralle models [ACTION] [WORDS] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", ...words] = args;
  const { usage } = textsOf(languageOf(process.env));
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", usage.unknownAction(name), { hint: usage.actions });
  const missing = action.needs[words.length];
  if (missing !== undefined) throw new AppError("E_USAGE", usage.missingArgument(missing), { hint: usage.actions });
  const module = await action.load();
  const call = { words, options, isJson: options["json"] === true };
  return withApp({ interactive: false }, (session) => module.run(session, call));
}
