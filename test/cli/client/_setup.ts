import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openApp } from "../../../src/app/index.ts";
import { openClient } from "../../../src/cli/client/open.ts";
import type { Client } from "../../../src/cli/client/types.ts";
import type { Context } from "../../../src/core/index.ts";
import { openGateway } from "../../../src/gateway/index.ts";
import { startOpenAi, type OpenAiScript } from "../../models/remote/_openai.ts";
import { toContext } from "../../models/remote/_setup.ts";
import type { StandIn } from "../../models/remote/_standIn.ts";
import { tempFolder } from "../../store/_setup.ts";

/** A home whose model is a server that the test plays, and a folder with a price list. */
export interface Place {
  home: string;
  workspace: string;
  /** A folder without files: there a model answers. */
  empty: string;
  model: StandIn;
}

export async function makePlace(
  t: TestContext,
  options: { script?: OpenAiScript; settings?: Record<string, unknown>; home?: (folder: string) => string } = {},
): Promise<Place> {
  const folder = await tempFolder(t, "kralle-client-");
  const home = options.home?.(folder) ?? join(folder, "home");
  const [workspace, empty] = [join(folder, "files"), join(folder, "empty")];
  await Promise.all([mkdir(home, { recursive: true, mode: 0o700 }), mkdir(workspace), mkdir(empty)]);
  const model = await startOpenAi(options.script ?? { answer: () => "Hello there." });
  t.after(() => model.close());
  const settings = {
    models: { default: "st/m1" },
    engines: { st: { type: "openai", url: `${model.url}/v1` } },
    gateway: { port: 0 },
    ...options.settings,
  };
  await writeFile(join(home, "config.json"), JSON.stringify(settings));
  await writeFile(join(workspace, "prices.csv"), "article;name;price\nW-01;Bell;9,90\nW-03;Lamp;24,90\n");
  return { home, workspace, empty, model };
}

/** Opens a client on a place; what it needs is gone when the test ends. */
export type Opener = (t: TestContext, place: Place) => Promise<Client>;

export const inProcess: Opener = async (t, { home }) => {
  const client = await openClient({ home, env: {}, interactive: true }, toContext());
  t.after(() => client.close());
  return client;
};

export const overSocket: Opener = async (t, { home }) => {
  await openIn(t, home);
  const client = await openClient({ home, env: {}, interactive: true }, toContext());
  t.after(() => client.close());
  return client;
};

/** A gateway of this process on a home. */
export async function openIn(t: TestContext, home: string, ctx: Context = toContext(), end?: () => void) {
  const app = await openApp({ home, env: {}, interactive: true }, ctx);
  await app.conversations();
  const gateway = await openGateway({ app, settings: app.gateway, ...(end ? { end } : {}) }, ctx);
  const close = async (): Promise<void> => {
    await app.close();
    await gateway.close(100);
  };
  t.after(close);
  return { app, gateway, close };
}
