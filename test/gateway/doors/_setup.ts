import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openApp, type App } from "../../../src/app/index.ts";
import { keyOf } from "../../../src/app/measured.ts";
import { openGateway } from "../../../src/gateway/index.ts";
import { openStore, type UsageEntry } from "../../../src/store/index.ts";
import type { OpenAiScript } from "../../models/remote/_openai.ts";
import { startOpenAi } from "../../models/remote/_openai.ts";
import { createEngine, toContext } from "../../models/remote/_setup.ts";
import type { StandIn } from "../../models/remote/_standIn.ts";
import { tempFolder } from "../../store/_setup.ts";

export interface World {
  app: App;
  home: string;
  /** The door with a token; without a slash at its end. */
  url: string;
  token: string;
  /** Of the gateway itself. */
  gateway: string;
  stub: StandIn;
  /** The record of use; closes Kralle. */
  usage(): Promise<(UsageEntry & { at: number })[]>;
}

export interface Options extends OpenAiScript {
  /** The model was measured to call tools by itself. */
  callsTools?: boolean;
  doors?: object;
}

/** Kralle with the model of a stub server as its default, and a door on any free port. */
export async function openWorld(t: TestContext, options: Options = {}): Promise<World> {
  const stub = await startOpenAi({ tokenMs: 0, ...options });
  t.after(() => stub.close());
  const home = join(await tempFolder(t), "home");
  await mkdir(home, { mode: 0o700 });
  const engine = { type: "openai", url: `${stub.url}/v1`, context: 2048 } as const;
  const config = { models: { default: "stub/m1" }, engines: { stub: engine }, doors: { port: 0, ...options.doors } };
  await writeFile(join(home, "config.json"), JSON.stringify(config));
  await measured(home, createEngine(engine), options.callsTools ?? false);
  return openOver(t, home, stub);
}

export async function openOver(t: TestContext, home: string, stub: StandIn, env = {}): Promise<World> {
  const ctx = toContext();
  const app = await openApp({ home, env, interactive: false }, ctx);
  const gateway = await openGateway({ app, settings: { ...app.gateway, port: 0 } }, ctx);
  const close = async (): Promise<void> => {
    await gateway.close(0);
    await app.close();
  };
  t.after(close);
  const { token } = await app.run("createToken", { name: "test", scope: "admin" }, {}, ctx);
  const answer = await fetch(`${gateway.url}/api/doors`, { headers: { authorization: `Bearer ${token}` } });
  const { doors } = (await answer.json()) as { doors: { name: string | null; url: string }[] };
  const url = doors.find(({ name }) => name === null)?.url ?? "";
  const usage = async () => {
    await close();
    const store = await openStore(home, ctx);
    const entries = await store.usage.list({});
    await store.close();
    return entries;
  };
  return { app, home, url, token, gateway: gateway.url, stub, usage };
}

/** What a probe would find, so that none is made. */
async function measured(home: string, engine: ReturnType<typeof createEngine>, callsTools: boolean): Promise<void> {
  const ctx = toContext();
  const info = { ...(await engine.load(ctx)), name: "stub/m1" };
  await engine.close();
  const store = await openStore(home, ctx);
  const shares = { choose: 1, schema: 1, tools: callsTools ? 1 : 0, tokensPerSecond: 10 };
  await store.abilities.put(keyOf(info), info.engine, { model: info.name, contextTokens: 2048, ...shares }, ctx);
  await store.close();
}

/** Raw, as no client would ask. */
export function ask(
  { url, token }: Pick<World, "url" | "token">,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
