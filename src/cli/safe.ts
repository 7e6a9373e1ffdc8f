import type { App } from "../app/index.ts";
import { AppError, type Context } from "../core/index.ts";
import { confirm } from "./terminal/confirm.ts";
import type { Ui } from "./terminal/ui.ts";

export const EXIT_DAMAGED = 1;

export function isDamaged(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && thrown.code === "E_STORE" && thrown.data?.["damaged"] === true;
}

interface Place {
  app: App;
  port: number | undefined;
  isJson: boolean;
  stopped: Promise<unknown>;
  open(options: { port: number; text: string }): Promise<{ url: string; close(): Promise<void> }>;
}

/**
 * A gateway whose database is damaged: at a terminal the newest good backup is offered; elsewhere it says on its port what is wrong
 * and what to do, until it is ended, so that a service does not start it again and again. True: it was restored.
 */
export async function offerBackup(damage: AppError, place: Place, ui: Ui, ctx: Context): Promise<boolean> {
  const { app, isJson } = place;
  const { best } = await app.run("diagnose", {}, {}, ctx);
  const { damaged: texts } = ui.texts.gateway;
  const of = best === null ? null : ui.format.dateTime(best.created ?? 0);
  if (!isJson && process.stdin.isTTY && process.stderr.isTTY && of !== null) {
    ui.err.line(damage.message);
    if (!(await confirm(texts.ask(of), ui, process.stderr, ctx.signal))) return false;
    await app.run("restoreBest", {}, {}, ctx);
    return true;
  }
  const next = of === null ? texts.none : texts.best(of);
  const safe = await place.open({ port: place.port ?? app.gateway.port, text: `${texts.title}\n${next}\n` });
  if (isJson) {
    const { message } = damage;
    process.stdout.write(
      `${JSON.stringify({ event: "damaged", url: safe.url, pid: process.pid, message, backup: best })}\n`,
    );
  }
  ui.err.line(`${damage.message}\n${next}`);
  await place.stopped;
  await safe.close();
  return false;
}
