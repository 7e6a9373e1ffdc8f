import type { GatewayInfo } from "../api/index.ts";
import { createContext, findSocket, homeOf } from "../app/index.ts";
import type { Context } from "../core/index.ts";
import { findGateway } from "./client/socket.ts";
import { languageOf } from "./language.ts";
import { createUi, type Ui } from "./terminal/ui.ts";

export interface Found {
  /** Null: no gateway answers for this home. */
  found: GatewayInfo | null;
  /** Of its socket. */
  path: string | null;
  ctx: Context;
  ui: Ui;
}

/** For commands about the gateway itself: they open nothing of the home. */
export async function withGateway(work: (found: Found) => Promise<number>): Promise<number> {
  const home = homeOf(process.env);
  const ctx = createContext({ home, env: process.env, signal: new AbortController().signal });
  const path = await findSocket(home);
  const found = path === null ? null : await findGateway(path, ctx);
  return work({ found, path, ctx, ui: createUi(languageOf(process.env), process.env) });
}
