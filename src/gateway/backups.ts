import type { App } from "../app/index.ts";
import type { Context } from "../core/index.ts";

/** The first look comes after the start has settled. */
const FIRST_MS = 60_000;
const LOOK_MS = 3_600_000;

/** Makes the backup of the day for as long as the gateway runs; returns what ends that. One that fails is tried in an hour. */
export function keepBackups(app: App, ctx: Context): () => void {
  const look = (): void => {
    app.run("dailyBackup", {}, {}, ctx).catch((error: unknown) => ctx.log.warn("no backup was made", { error }));
  };
  const first = setTimeout(look, FIRST_MS).unref();
  const again = setInterval(look, LOOK_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(again);
  };
}
