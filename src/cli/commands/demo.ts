import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  createContext,
  ensureDemoHome,
  homeOf,
  openApp,
  openStory,
  planDemo,
  storyBegins,
  type App,
  type DemoEvent,
} from "../../app/index.ts";
import { AppError, createStoryClock, systemClock, type Context } from "../../core/index.ts";
import { pressEnter } from "../terminal/confirm.ts";
import { openInBrowser } from "../terminal/browser.ts";
import { wrap } from "../terminal/text.ts";
import { createUi, type Ui } from "../terminal/ui.ts";
import { numberOption } from "../usage.ts";
import { languageOf } from "../language.ts";
import { showBriefing } from "../view/briefing.ts";
import { EXIT } from "../view/exit.ts";
import { serveSomewhere } from "./up.ts";

const DRAIN_MS = 3_000;

const MOST_DAYS = 30;

/**
 * `kralle demo`: a day of the sample firm, in a home of its own, on a gateway of its own. With `--once` it ends when the day is told; else it
 * serves until it is ended, so that a person can look around. With `--days` the last days pass one after another, before it serves.
 */
export async function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const language = languageOf(process.env);
  const ui = createUi(language, process.env);
  const days = numberOption(options, "days", true, ui.texts, "demo");
  if (days !== undefined && days > MOST_DAYS)
    throw new AppError("E_USAGE", ui.texts.usage.notANumber("--days", String(days)), {
      hint: ui.texts.usage.seeHelp("demo"),
    });
  const own = homeOf(process.env);
  if (options["new"] === true || days !== undefined) await rm(join(own, "demo"), { recursive: true, force: true });
  const home = await ensureDemoHome(own);
  const end = new AbortController();
  const stop = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stop.resolve();
      end.abort();
    });
  }
  const way: Way = {
    home,
    language,
    isOnce: options["once"] === true,
    stopped: stop.promise,
    end: () => stop.resolve(),
  };
  const ctx = createContext({ home, env: process.env, signal: end.signal });
  try {
    ui.err.line(wrap(ui.texts.demo.begins, ui.err.columns));
    return days === undefined ? await tellDay(way, ui, ctx) : await tellDays(days, way, ui, ctx);
  } finally {
    end.abort();
  }
}

interface Way {
  home: string;
  language: Ui["language"];
  isOnce: boolean;
  stopped: Promise<void>;
  end(): void;
}

/** The last day of the story, of mails that are there already. */
async function tellDay(way: Way, ui: Ui, ctx: Context): Promise<number> {
  const app = await openApp({ home: way.home, env: process.env, interactive: true }, ctx);
  try {
    return await serveAround(app, way, ui, ctx, async () => {
      const told = await app.run("demo", { language: way.language }, { onEvent: show(ui) }, ctx);
      ui.err.status(null);
      ui.out.line(wrap(ui.texts.demo.told(told.firm, told.mails, told.drafts), ui.out.columns));
      ui.out.line("");
      showBriefing(told.briefing, ui);
    });
  } finally {
    await app.close();
  }
}

/** Day after day under a clock that is moved on; in the end it is the machine's again, and all that was told is there to be looked at. */
async function tellDays(days: number, way: Way, ui: Ui, outer: Context): Promise<number> {
  const plan = await planDemo(way.home, { days, language: way.language, now: systemClock.now() });
  const clock = createStoryClock(await storyBegins(plan));
  const ctx = { ...outer, clock };
  const app = await openApp({ home: way.home, env: process.env, interactive: true }, ctx);
  try {
    const story = await openStory(app, plan, clock, ctx);
    for (let left = days - 1; ; left -= 1) {
      ui.err.status(ui.texts.demo.steps.briefing);
      const day = await story.next();
      ui.err.status(null);
      if (day === null) break;
      showBriefing(day.briefing, ui);
      ui.out.line(ui.out.style.dim(wrap(ui.texts.demo.day(day.mails, left), ui.out.columns)));
      ui.out.line("");
      if (left === 0) break;
      if (!way.isOnce && process.stdin.isTTY && !(await pressEnter(ui.texts.demo.next, way.stopped))) break;
    }
    clock.moveTo(systemClock.now());
    return way.isOnce ? EXIT.ok : await serveAround(app, way, ui, ctx, () => Promise.resolve());
  } finally {
    await app.close();
  }
}

/** Serves while `tell` tells, and then until it is ended. */
async function serveAround(app: App, way: Way, ui: Ui, ctx: Context, tell: () => Promise<void>): Promise<number> {
  const served = await serveSomewhere(app, { end: way.end }, ui, ctx);
  let forget: (() => Promise<void>) | null = null;
  try {
    await tell();
    ui.out.line("");
    if (way.isOnce) return EXIT.ok;
    ui.err.line(wrap(ui.texts.demo.look, ui.err.columns));
    ui.err.line(served.signIn);
    if (process.stdout.isTTY === true) forget = await openInBrowser(served.signIn, join(way.home, "run"));
    await way.stopped;
    return EXIT.ok;
  } finally {
    await forget?.();
    await app.close({ drainMs: DRAIN_MS });
    await served.close();
  }
}

function show(ui: Ui): (event: DemoEvent) => void {
  return (event) => {
    if (event.type === "mails") ui.err.status(ui.texts.demo.mails(event.done, event.all));
    else ui.err.status(ui.texts.demo.steps[event.step]);
  };
}
