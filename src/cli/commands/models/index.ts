import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp, type Session } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";
import { refuseStrayOptions } from "../../usage.ts";

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
  /** Its options, besides --json. */
  takes: readonly string[];
  load(): Promise<{ run(session: Session, call: ActionCall): Promise<number> }>;
}

const ACTIONS = new Map<string, Action>([
  ["list", { needs: [], takes: [], load: () => import("./list.ts") }],
  ["fit", { needs: [], takes: ["machine", "context", "check"], load: () => import("./fit.ts") }],
  ["plan", { needs: [], takes: ["machine"], load: () => import("./plan.ts") }],
  ["show", { needs: ["name"], takes: [], load: () => import("./show.ts") }],
  ["probe", { needs: ["name"], takes: ["full", "seconds"], load: () => import("./probe.ts") }],
  ["ps", { needs: [], takes: [], load: () => import("./ps.ts") }],
  ["pull", { needs: ["name"], takes: ["quant", "from", "acceptLicence", "repin"], load: () => import("./pull.ts") }],
  ["search", { needs: ["words"], takes: ["hub"], load: () => import("./search.ts") }],
  ["import", { needs: ["file"], takes: ["name", "inPlace", "projector"], load: () => import("./import.ts") }],
  ["rm", { needs: ["name"], takes: [], load: () => import("./remove.ts") }],
  ["default", { needs: ["name"], takes: [], load: () => import("./default.ts") }],
]);

/** `kralle models [ACTION] [WORDS] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", ...words] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts;
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", usage.unknownAction(name), { hint: usage.actions });
  const missing = action.needs[words.length];
  if (missing !== undefined) throw new AppError("E_USAGE", usage.missingArgument(missing), { hint: usage.actions });
  refuseStrayOptions("models", name, options, ACTIONS, texts);
  const module = await action.load();
  const call = { words, options, isJson: options["json"] === true };
  return withApp({ interactive: false }, (session) => module.run(session, call));
}
