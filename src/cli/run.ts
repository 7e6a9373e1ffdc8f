import { createContext, homeOf } from "../app/index.ts";
import { AppError, type Context } from "../core/index.ts";
import { openClient } from "./client/open.ts";
import type { Client } from "./client/types.ts";
import { languageOf } from "./language.ts";
import { createUi, type Ui } from "./terminal/ui.ts";

export interface Session {
  app: Client;
  /** Its signal fires when the person or the system wants the program to end. */
  ctx: Context;
  ui: Ui;
  /** Takes over Ctrl-C: called instead of ending. The other signals still end the program. */
  onInterrupt(take: (() => void) | null): void;
}

const EXIT_BY_SIGNAL = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof EXIT_BY_SIGNAL;
/** Work that was told to end and does not is left behind after this; all it wrote is recorded or resumable. */
const PATIENCE_MS = 10_000;

/**
 * Opens Kralle, here or through the gateway that holds the home, does the work, closes it. The first Ctrl-C (or SIGTERM, SIGHUP) cancels the work, the second ends the
 * program at once. Returns the exit code.
 */
export async function withApp(
  options: { interactive: boolean; lenient?: boolean },
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  let interrupt: (() => void) | null = null;
  let ended: Signal | null = null;
  const onSignal = (signal: Signal): void => {
    if (signal === "SIGINT" && interrupt) return interrupt();
    if (ended !== null) process.exit(EXIT_BY_SIGNAL[signal]);
    ended = signal;
    controller.abort();
    setTimeout(() => process.exit(EXIT_BY_SIGNAL[signal]), PATIENCE_MS).unref();
  };
  for (const signal of Object.keys(EXIT_BY_SIGNAL) as Signal[]) process.on(signal, onSignal);
  const ui = createUi(languageOf(process.env), process.env);
  const home = homeOf(process.env);
  const ctx = createContext({ home, env: process.env, signal: controller.signal });
  let app: Client | null = null;
  try {
    app = await openClient({ home, env: process.env, ...options }, ctx);
    if (app.unknownSettings.length > 0 && !options.lenient) {
      ui.err.line(ui.err.style.yellow(ui.texts.settings.unknown(app.unknownSettings.join(", "))));
    }
    const code = await work({ app, ctx, ui, onInterrupt: (take) => (interrupt = take) });
    return ended === null ? code : EXIT_BY_SIGNAL[ended];
  } catch (thrown) {
    const isTold = thrown instanceof AppError && thrown.code === "E_CANCELLED" && thrown.hint !== undefined;
    if (!controller.signal.aborted || isTold) throw thrown;
    throw new AppError("E_CANCELLED", ui.texts.errors.cancelled, { hint: ui.texts.errors.cancelHint, cause: thrown });
  } finally {
    ui.err.status(null);
    await app?.close();
    for (const signal of Object.keys(EXIT_BY_SIGNAL) as Signal[]) process.off(signal, onSignal);
  }
}
