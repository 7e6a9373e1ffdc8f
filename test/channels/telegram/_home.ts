import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { createContext, openApp, type App } from "../../../src/app/index.ts";
import { openTelegram, type Telegram, type TelegramPerson } from "../../../src/world/index.ts";
import { prepareHome } from "../../gateway/_gateway.ts";
import { startModelServer, type ModelServer, type ModelServerOptions } from "../../gateway/_modelServer.ts";

export const TOKEN = "4711:secret-token-of-a-bot";

export interface Home {
  folder: string;
  app: App;
  ctx: ReturnType<typeof createContext>;
  world: Telegram;
  models: ModelServer;
  /** Id of the account. */
  account: string;
  /** Somebody who was let in. */
  owner: TelegramPerson;
  /** The same home in another process, as far as this one can be one. */
  reopen(): Promise<void>;
}

type Options = ModelServerOptions & Parameters<typeof openTelegram>[1] & { settings?: Record<string, unknown> };

/** A home with a bot that is connected over the real commands, and one person who was let in by a code. */
export async function openHome(t: TestContext, options: Options = {}): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "kralle-telegram-"));
  const [models, world] = await Promise.all([startModelServer(options), openTelegram(TOKEN, options)]);
  prepareHome(join(folder, "home"), models.url, options.settings);
  const open = async () => {
    const ctx = createContext({ home: join(folder, "home"), env: {}, signal: new AbortController().signal });
    const app = await openApp({ home: join(folder, "home"), env: { KRALLE_OFFLINE: "1" }, interactive: false }, ctx);
    await app.conversations();
    return { app, ctx };
  };
  const home: Home = {
    folder,
    world,
    models,
    account: "",
    owner: world.person(7, "Ada"),
    ...(await open()),
    async reopen() {
      await home.app.close();
      Object.assign(home, await open());
    },
  };
  t.after(async () => {
    await home.app.close();
    await Promise.all([world.close(), models.close()]);
    await rm(folder, { recursive: true, force: true });
  });
  home.account = await connect(home);
  await letIn(home, home.owner);
  return home;
}

async function connect({ app, ctx, world }: Home): Promise<string> {
  const settings = { api: world.url };
  const { id } = await app.run("connectAccount", { kind: "telegram", name: "Bot", settings, secret: TOKEN }, {}, ctx);
  return id;
}

async function letIn({ app, ctx }: Home, person: TelegramPerson): Promise<void> {
  const { code } = await app.run("pairTelegram", {}, {}, ctx);
  const before = person.sees().length;
  person.send(`/start ${code}`);
  await until(() => person.sees().length > before);
}

/** Waits until it is so; throws after a while, with what is there instead. */
export async function until(isSo: () => boolean | Promise<boolean>, ms = 8_000, show = () => ""): Promise<void> {
  const from = performance.now();
  while (!(await isSo())) {
    if (performance.now() - from > ms) throw new Error(`That did not come to be within ${ms} ms. ${show()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const textsOf = (person: TelegramPerson, chat?: number): string[] => person.sees(chat).map(({ text }) => text);
