import { resolve } from "node:path";
import { chat } from "../chat/chat.ts";
import { withApp } from "../run.ts";
import { textOption } from "../usage.ts";

/** `kralle chat`; without a terminal it takes one request a line from its input. */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const named = textOption(options, "workspace");
  const conversation = textOption(options, "session") ?? null;
  const model = textOption(options, "model") ?? null;
  return withApp({ interactive }, async (session) => {
    const { app, ctx } = session;
    const known = conversation === null ? null : await app.run("session", { session: conversation }, {}, ctx);
    const workspace = resolve(named ?? known?.workspace ?? ".");
    return chat(session, { workspace, model, conversation, interactive });
  });
}
