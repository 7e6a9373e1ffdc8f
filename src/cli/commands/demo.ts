import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createContext, ensureDemoHome, homeOf, openApp, type DemoEvent } from "../../app/index.ts";
import { openInBrowser } from "../terminal/browser.ts";
import { wrap } from "../terminal/text.ts";
import { createUi, type Ui } from "../terminal/ui.ts";
import { languageOf } from "../language.ts";
import { showBriefing } from "../view/briefing.ts";
import { EXIT } from "../view/exit.ts";
import { serveSomewhere } from "./up.ts";

const DRAIN_MS = 3_000;

/**
 * `kralle demo`: a day of the sample firm, in a home of its own, on a gateway of its own. With `--once` it ends when the day is told; else it
 * serves until it is ended, so that a person can look around.
 */
export async function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const language = languageOf(process.env);
  const ui = createUi(language, process.env);
  const own = homeOf(process.env);
  if (options["new"] === true) await rm(join(own, "demo"), { recursive: true, force: true });
  const home = await ensureDemoHome(own);
  const end = new AbortController();
  const stop = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stop.resolve();
      end.abort();
    });
  }
  const ctx = createContext({ home, env: process.env, signal: end.signal });
  const app = await openApp({ home, env: process.env, interactive: true }, ctx);
  try {
    const served = await serveSomewhere(app, { end: () => stop.resolve() }, ui, ctx);
    let forget: (() => Promise<void>) | null = null;
    try {
      ui.err.line(wrap(ui.texts.demo.begins, ui.err.columns));
      const told = await app.run("demo", { language }, { onEvent: show(ui) }, ctx);
      ui.err.status(null);
      ui.out.line(wrap(ui.texts.demo.told(told.firm, told.mails, told.drafts), ui.out.columns));
      ui.out.line("");
      showBriefing(told.briefing, ui);
      ui.out.line("");
      if (options["once"] === true) return EXIT.ok;
      ui.err.line(wrap(ui.texts.demo.look, ui.err.columns));
      ui.err.line(served.signIn);
      if (process.stdout.isTTY === true) forget = await openInBrowser(served.signIn, join(home, "run"));
      await stop.promise;
      return EXIT.ok;
    } finally {
      await forget?.();
      await app.close({ drainMs: DRAIN_MS });
      await served.close();
    }
  } finally {
    await app.close();
    end.abort();
  }
}

function show(ui: Ui): (event: DemoEvent) => void {
  return (event) => {
    if (event.type === "mails") ui.err.status(ui.texts.demo.mails(event.done, event.all));
    else ui.err.status(ui.texts.demo.steps[event.step]);
  };
}
