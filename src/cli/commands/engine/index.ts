import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp, type Session } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";
import { refuseStrayOptions } from "../../usage.ts";

/** What one action is called with: the word after its name, and the options of the command line. */
export interface EngineCall {
  /** Empty where none was given. */
  name: string;
  options: Record<string, unknown>;
  isJson: boolean;
}

interface Action {
  needsName: boolean;
  /** Its options, besides --json. */
  takes: readonly string[];
  load(): Promise<{ run(session: Session, call: EngineCall): Promise<number> }>;
}

const ACTIONS = new Map<string, Action>([
  [
    "add",
    {
      needsName: true,
      takes: ["type", "url", "keyEnv", "package", "context", "allowRemote"],
      load: () => import("./add.ts"),
    },
  ],
  ["list", { needsName: false, takes: [], load: () => import("./list.ts") }],
  ["check", { needsName: false, takes: [], load: () => import("./check.ts") }],
  ["rm", { needsName: true, takes: [], load: () => import("./remove.ts") }],
]);

/** `kralle engine [ACTION] [NAME] [OPTIONS] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", name = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage, engine } = texts;
  const found = ACTIONS.get(action);
  if (!found) throw new AppError("E_USAGE", engine.usage.unknownAction(action), { hint: engine.usage.actions });
  if (found.needsName && name === "") {
    throw new AppError("E_USAGE", usage.missingArgument("name"), { hint: engine.usage.actions });
  }
  refuseStrayOptions("engine", action, options, ACTIONS, texts);
  const module = await found.load();
  const call = { name, options, isJson: options["json"] === true };
  return withApp({ interactive: false }, (session) => module.run(session, call));
}
