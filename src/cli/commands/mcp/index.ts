import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";

/** `kralle mcp [serve | list | approve NAME | remove NAME] [--json]`; alone it serves other programs. */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "serve", name = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts.mcp;
  const isJson = options["json"] === true;
  if (action === "serve") {
    const { serve } = await import("./serve.ts");
    return withApp({ interactive: false }, serve);
  }
  const { approve, list, remove } = await import("./servers.ts");
  if (action === "list") return withApp({ interactive: false }, (session) => list(session, isJson));
  const act = action === "approve" ? approve : action === "remove" ? remove : null;
  if (act === null) throw new AppError("E_USAGE", usage.unknownAction(action), { hint: usage.actions });
  if (name === "") throw new AppError("E_USAGE", texts.usage.missingArgument("name"), { hint: usage.actions });
  return withApp({ interactive: false }, (session) => act(session, name, isJson));
}
