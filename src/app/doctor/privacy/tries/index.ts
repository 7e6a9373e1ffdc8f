import type { ProcessContext } from "../../../context.ts";
import { createSandbox } from "../../../../guard/index.ts";
import type { InsideOrder, Try } from "../types.ts";
import { accountTries } from "./accounts.ts";
import { childTries } from "./children.ts";
import { commandTries } from "./commands.ts";
import { modelTries } from "./models.ts";
import { purposeTries } from "./purposes.ts";

/** Every way out that Kralle has. What is open when all were tried ends with `ctx.signal`. */
export async function listTries(order: InsideOrder, ctx: ProcessContext): Promise<Try[]> {
  const sandbox = await createSandbox(ctx);
  return [
    ...purposeTries(order, ctx.net),
    ...modelTries(order, ctx),
    ...accountTries(order, ctx),
    ...commandTries(order, sandbox, ctx),
    ...(await childTries(order, sandbox, ctx)),
  ];
}
