import { once } from "node:events";
import { join, resolve } from "node:path";
import { AppError } from "../../core/index.ts";
import { chat } from "../chat/chat.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { textsOf } from "../texts/index.ts";
import { openInBrowser } from "../terminal/browser.ts";
import { wrap } from "../terminal/text.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";
import { createSetupView } from "../view/setup.ts";
import { perform } from "./ask.ts";
import { serveSomewhere } from "./up.ts";

/**
 * `kralle start`, which `npm start` calls: sets up what is missing, serves like `kralle up`, and talks in the sample firm's folder. Without
 * a terminal it serves until it is ended; with `--task` it does that one thing and ends.
 */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const task = textOption(options, "task")?.trim();
  const texts = textsOf(languageOf(process.env));
  if (task === "") throw new AppError("E_USAGE", texts.usage.emptyRequest, { hint: texts.usage.startHow });
  const named = textOption(options, "workspace");
  const model = textOption(options, "model") ?? null;
  return withApp({ interactive }, async (session) => {
    await setUp(session, model);
    const workspace = named === undefined ? await sampleFolder(session) : resolve(named);
    if (task === undefined) {
      return asGateway(session, () =>
        interactive ? chat(session, { workspace, model, conversation: null, interactive }) : untilEnded(session),
      );
    }
    session.ui.err.line(
      session.ui.err.style.bold(wrap(session.ui.texts.start.task(task), session.ui.err.columns, "  ")),
    );
    return perform(session, { text: task, workspace, model }, false, interactive);
  });
}

/** Serves while it works, unless a gateway does already; on any port where the usual one is taken. */
async function asGateway(session: Session, work: () => Promise<number>): Promise<number> {
  const { app, ctx, ui } = session;
  const say = (text: string): void => ui.err.line(wrap(text, ui.err.columns, "  "));
  if (app.app === null) {
    if (app.gateway) say(ui.texts.gateway.runs(app.gateway.url, app.gateway.pid));
    return work();
  }
  const ended = Promise.withResolvers<number>();
  const here = app.app;
  const served = await serveSomewhere(here, { end: () => ended.resolve(EXIT.ok) }, ui, ctx);
  let forget: (() => Promise<void>) | null = null;
  try {
    say(ui.texts.gateway.started(served.url));
    say(ui.texts.access.signIn);
    ui.err.line(served.signIn); // whole, so that it can be clicked
    if (process.stdout.isTTY === true) forget = await openInBrowser(served.signIn, join(here.home, "run"));
    if (forget !== null) say(ui.texts.gateway.opened);
    return await Promise.race([work(), ended.promise]);
  } finally {
    await forget?.();
    await served.close();
  }
}

/** Throws the signal's reason: that it was ended is the way in which this ends. */
async function untilEnded({ app, ctx }: Session): Promise<number> {
  if (app.app === null || ctx.signal.aborted) return EXIT.ok; // somebody else serves
  await once(ctx.signal, "abort");
  return EXIT.ok;
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
