import { createContext, homeOf, openApp, readNote, removeNote, writeNote, type App } from "../../app/index.ts";
import { AppError, type Context } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { EXIT_DAMAGED, isDamaged, offerBackup } from "../safe.ts";
import { createUi, type Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { numberOption } from "../usage.ts";

/** What runs when the end is asked for gets this long; the rest goes on at the next start. */
const DRAIN_MS = 3_000;
const GRACE_MS = 500;
const EXIT_BY_SIGNAL = { SIGINT: 130, SIGTERM: 0, SIGHUP: 0 } as const;
type Signal = keyof typeof EXIT_BY_SIGNAL;

/** `kralle up`: serves until it is told to end. */
export async function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const isJson = options["json"] === true;
  const language = languageOf(process.env);
  const ui = createUi(language, process.env);
  const port = toPort(options, ui);
  const home = homeOf(process.env);
  const end = new AbortController();
  const stop = Promise.withResolvers<Signal>();
  const onSignal = (signal: Signal): void => stop.resolve(signal);
  for (const signal of Object.keys(EXIT_BY_SIGNAL) as Signal[]) process.on(signal, onSignal);
  const ctx = createContext({ home, env: process.env, signal: end.signal });
  const app = await openApp({ home, env: process.env, interactive: true }, ctx);
  try {
    const start = () => serve(app, { port, end: () => stop.resolve("SIGTERM") }, ui, ctx);
    const served = await start().catch(async (thrown: unknown) => {
      if (!isDamaged(thrown)) throw thrown;
      const isRestored = await offerBackup(
        thrown,
        {
          app,
          port,
          isJson,
          stopped: stop.promise,
          open: (at) => import("../../gateway/index.ts").then(({ openSafeMode }) => openSafeMode(at)),
        },
        ui,
        ctx,
      );
      return isRestored ? start() : null;
    });
    if (served === null) return EXIT_DAMAGED;
    try {
      tellReady(served, isJson, ui);
      const signal = await stop.promise;
      if (!isJson && process.stderr.isTTY) ui.err.line(ui.texts.up.ending);
      for (const other of Object.keys(EXIT_BY_SIGNAL) as Signal[]) {
        process.once(other, () => process.exit(EXIT_BY_SIGNAL[other]));
      }
      await app.close({ drainMs: DRAIN_MS });
      return EXIT_BY_SIGNAL[signal];
    } finally {
      await served.close();
    }
  } finally {
    await app.close();
    end.abort();
  }
}

interface Served {
  url: string;
  /** For one browser, once. */
  signIn: string;
  /** Before the app is closed, or after. */
  close(): Promise<void>;
}

/** Makes a gateway of this process. E_HOME_LOCKED says where the one is that serves this home already. */
export async function serve(
  app: App,
  options: { port: number | undefined; end: () => void },
  ui: Ui,
  ctx: Context,
): Promise<Served> {
  const [{ keepBackups, openGateway }] = await Promise.all([import("../../gateway/index.ts"), holdHome(app, ui)]);
  const settings = { ...app.gateway, port: options.port ?? app.gateway.port };
  const gateway = await openGateway({ app, settings, translate, end: options.end }, ctx);
  const endBackups = keepBackups(app, ctx);
  const close = async (): Promise<void> => {
    endBackups();
    await removeNote(app.home);
    await gateway.close(GRACE_MS);
  };
  try {
    await writeNote(app.home, { url: gateway.url, pid: process.pid, since: gateway.since });
    const link = await app.run("signInLink", {}, {}, ctx);
    return { url: gateway.url, signIn: link.url, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** For the pages of the gateway; the words are read when the first of them is wanted. */
async function translate(text: string, language: string): Promise<string | null> {
  return language === "de" ? (await import("../texts/translate.ts")).toGerman(text) : null;
}

/** On any port where the one of the settings is taken. */
export async function serveSomewhere(app: App, options: { end: () => void }, ui: Ui, ctx: Context): Promise<Served> {
  try {
    return await serve(app, { ...options, port: undefined }, ui, ctx);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "E_PORT_BUSY") throw thrown;
    return serve(app, { ...options, port: 0 }, ui, ctx);
  }
}

async function holdHome(app: App, ui: Ui): Promise<void> {
  try {
    await app.conversations();
  } catch (thrown) {
    const { holder } = (thrown instanceof AppError ? thrown.data : undefined) ?? {};
    const note = holder === undefined ? null : await readNote(app.home);
    if (!note || (holder as { pid?: number } | null)?.pid !== note.pid) throw thrown;
    const { runsAlready, runsHint } = ui.texts.gateway;
    throw new AppError("E_HOME_LOCKED", runsAlready(note.url, note.pid), {
      hint: runsHint,
      cause: thrown,
      data: { ...note },
    });
  }
}

function tellReady({ url, signIn }: Served, isJson: boolean, ui: Ui): void {
  const ms = Math.round(performance.now());
  if (isJson) process.stdout.write(`${JSON.stringify({ event: "ready", url, pid: process.pid, ms, signIn })}\n`);
  else {
    ui.out.line(ui.texts.up.ready(url, ms));
    ui.out.line(ui.texts.access.signIn);
    ui.out.line(signIn); // on a line of its own: whole, it can be clicked and copied
  }
}

function toPort(options: Record<string, unknown>, ui: Ui): number | undefined {
  if (options["port"] === "0") return 0;
  const port = numberOption(options, "port", true, textsOf(ui.language));
  if (port !== undefined && port > 65_535) throw new AppError("E_USAGE", ui.texts.up.noPort(String(port)));
  return port;
}
