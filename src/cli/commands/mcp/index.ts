import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";

/** `kralle mcp`: serves other programs over stdin and stdout. */
export async function run(args: string[], _options: Record<string, unknown>): Promise<number> {
  const [action = "serve"] = args;
  const { usage } = textsOf(languageOf(process.env)).mcp;
  if (action !== "serve") throw new AppError("E_USAGE", usage.unknownAction(action), { hint: usage.actions });
  const { serve } = await import("./serve.ts");
  return withApp({ interactive: false }, serve);
}
