import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { openApp, type App } from "../../../src/app/index.ts";
import { AppError, type Context } from "../../../src/core/index.ts";
import { toGerman } from "../../../src/cli/texts/translate.ts";
import { openGateway, type Gateway } from "../../../src/gateway/index.ts";
import { startOpenAi, type OpenAiScript } from "../../models/remote/_openai.ts";
import { toContext } from "../../models/remote/_setup.ts";
import type { StandIn } from "../../models/remote/_standIn.ts";

const ROOT = new URL("../../../", import.meta.url);
const CHROMIUM = process.env["KRALLE_TEST_CHROMIUM"] || "/usr/bin/chromium";

/** Where the pictures of the pages go, for a person to look at. */
export const SCREENS = fileURLToPath(new URL(".kralle/screens/", ROOT));

/** Why the tests of the UI cannot run here; false when they can. */
export const NO_BROWSER: string | false = existsSync(CHROMIUM) ? false : `there is no browser at ${CHROMIUM}`;

export interface Served {
  app: App;
  gateway: Gateway;
  /** Plays the model. */
  model: StandIn;
  home: string;
  ctx: Context;
  /** A link that signs one browser in. */
  link(scope?: "read" | "act" | "admin"): Promise<string>;
  close(): Promise<void>;
}

export interface ServeOptions {
  script?: OpenAiScript;
  /** Beside those that name the model. */
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  home?: string;
}

/** As the program hands it over. */
const translate = (text: string, language: string): Promise<string | null> =>
  Promise.resolve(language === "de" ? toGerman(text) : null);

/** The real gateway on a home of its own, with a stand-in for the model. */
export async function serveUi(options: ServeOptions = {}): Promise<Served> {
  await buildUi();
  const model = await startOpenAi({ contextTokens: 32_000, tokenMs: 0, ...options.script });
  const home = options.home ?? mkdtempSync(join(tmpdir(), "kralle-ui-"));
  mkdirSync(home, { recursive: true });
  const engines = { stub: { type: "openai", url: `${model.url}/v1` } };
  writeFileSync(
    join(home, "config.json"),
    JSON.stringify({ engines, models: { default: "stub/m1" }, ...options.settings }),
  );
  const stop = new AbortController();
  const ctx: Context = { ...toContext(), signal: stop.signal };
  const app = await openApp({ home, env: options.env ?? {}, interactive: true }, ctx);
  const gateway = await openGateway({ app, settings: { ...app.gateway, port: 0 }, translate }, ctx);
  await app.conversations();
  return {
    app,
    gateway,
    model,
    home,
    ctx,
    link: async (scope = "admin") => (await app.run("signInLink", { scope }, {}, ctx)).url,
    async close() {
      await app.close();
      await gateway.close(200);
      stop.abort();
      await model.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** As a start of Kralle does it: only when the sources changed. */
export async function buildUi(): Promise<void> {
  const { ensureWeb } = (await import(new URL("bin/lib/web.js", ROOT).href)) as {
    ensureWeb(root: URL): Promise<boolean>;
  };
  if (!(await ensureWeb(ROOT))) throw new AppError("E_BUG", "The UI could not be built.");
}

export function launch(more: readonly string[] = []): Promise<Browser> {
  // Chromium refuses its sandbox to root; the pages are our own.
  const args = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...more];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

export interface PageOptions {
  width?: number;
  theme?: "light" | "dark";
  locale?: string;
  /** What the browser may do: everything, without it. */
  scope?: "read" | "act" | "admin";
}

/** What a page must not do: throw, break its content policy, or ask another origin. Filled while it is used. */
export type Faults = string[];

const HEIGHTS = { phone: 844, desk: 860 };

/** A signed-in browser of its own. */
export async function signIn(
  browser: Browser,
  served: Served,
  options: PageOptions = {},
): Promise<{ page: Page; context: BrowserContext; faults: Faults }> {
  const { width = 1280, theme = "light", locale = "en-GB" } = options;
  const isPhone = width < 760;
  const context = await browser.newContext({
    viewport: { width, height: isPhone ? HEIGHTS.phone : HEIGHTS.desk },
    colorScheme: theme,
    locale,
    ...(isPhone ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  const page = await context.newPage();
  const faults: Faults = [];
  page.on("pageerror", (error) => faults.push(`threw ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content.Security.Policy|Uncaught/iu.test(message.text()))
      faults.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(served.gateway.url).origin)
      faults.push(`asked ${request.url()}`);
  });
  await page.goto(await served.link(options.scope));
  await page.getByRole("navigation", { name: /Pages|Seiten/u }).waitFor();
  return { page, context, faults };
}
