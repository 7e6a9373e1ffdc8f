import { existsSync } from "node:fs";
import { findSocket, openApp, type AppOptions } from "../../app/index.ts";
import type { Context } from "../../core/index.ts";
import type { Client } from "./types.ts";

/** Through the gateway that holds the home, where there is one; else in this process. */
export async function openClient(options: AppOptions, ctx: Context): Promise<Client> {
  const path = await findSocket(options.home);
  const found = path === null ? null : await openSocket(options.home, path, ctx);
  if (found) return found;
  const app = await openApp(options, ctx);
  return {
    home: app.home,
    version: app.version,
    unknownSettings: app.unknownSettings,
    app,
    gateway: null,
    run: app.run,
    close: () => app.close(),
  };
}

/** Null where nobody answers: a gateway that was killed leaves its socket. */
async function openSocket(home: string, path: string, ctx: Context): Promise<Client | null> {
  if (!existsSync(path)) return null;
  const { findGateway, overSocket } = await import("./socket.ts");
  const found = await findGateway(path, ctx);
  return found && overSocket({ home, path, found });
}
