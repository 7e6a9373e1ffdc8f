import type { Session } from "../../run.ts";
import { EXIT } from "../../view/exit.ts";
import { showProfile } from "../../view/profile.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models show NAME [--json]` */
export async function run({ app, ctx, ui }: Session, { words, isJson }: ActionCall): Promise<number> {
  const profile = await app.run("show", { name: words.join(" ") }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(profile)}\n`);
  else showProfile(profile, ui.out, ui);
  return EXIT.ok;
}
