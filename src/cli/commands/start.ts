import { resolve } from "node:path";
import { AppError } from "../../core/index.ts";
import { chat } from "../chat/chat.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { textsOf } from "../texts/index.ts";
import { wrap } from "../terminal/text.ts";
import { textOption } from "../usage.ts";
import { createSetupView } from "../view/setup.ts";
import { perform } from "./ask.ts";

/**
 * `kralle start`, which `npm start` calls: sets up what is missing, and begins in the sample firm's folder. With `--task`
 * it does that one thing and ends.
 */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const task = textOption(options, "task")?.trim();
  const texts = textsOf(languageOf(process.env));
  if (task === "") throw new AppError("E_USAGE", texts.usage.emptyRequest, { hint: texts.usage.startHow });
  if (task === undefined && !interactive) {
    throw new AppError("E_USAGE", texts.usage.startNeedsTask, { hint: texts.usage.startHow });
  }
  const named = textOption(options, "workspace");
  const model = textOption(options, "model") ?? null;
  return withApp({ interactive }, async (session) => {
    await setUp(session, model);
    const workspace = named === undefined ? await sampleFolder(session) : resolve(named);
    if (task === undefined) return chat(session, { workspace, model, conversation: null, interactive });
    session.ui.err.line(
      session.ui.err.style.bold(wrap(session.ui.texts.start.task(task), session.ui.err.columns, "  ")),
    );
    return perform(session, { text: task, workspace, model }, false, interactive);
  });
}

/** Everything that has to be fetched, with its progress; what is here already loads later, while the person reads. */
async function setUp({ app, ctx, ui }: Session, model: string | null): Promise<void> {
  const show = createSetupView(ui.err, ui, true);
  const ready = await app.run("readiness", { model }, { onEvent: show }, ctx);
  if (ready.installed) return;
  await app.run(
    "setup",
    { model, probe: false },
    {
      onEvent: (event) => {
        if (event.type !== "hardware") show(event); // said above
      },
    },
    ctx,
  );
}

async function sampleFolder({ app, ctx, ui }: Session): Promise<string> {
  const { path, made } = await app.run("sample", {}, {}, ctx);
  if (made) ui.err.line(wrap(ui.texts.start.sampleMade(path), ui.err.columns, "  "));
  return path;
}
