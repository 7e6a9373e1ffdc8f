import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createContext, openApp } from "../../../src/app/index.ts";
import { sent, untilSilent } from "../../../src/app/doctor/privacy/counter.ts";
import type { InsideOrder } from "../../../src/app/doctor/privacy/types.ts";
import { openGateway } from "../../../src/gateway/index.ts";
import { UI_PAGES } from "../../../src/gateway/ui.ts";
import { startOpenAi } from "../../models/remote/_openai.ts";
import { launch } from "./_setup.ts";

/* Runs in a namespace whose only way out is `k0`. Prints a LockedUi. */

export interface LockedUi {
  /** Those that were looked at. */
  pages: string[];
  /** Requests at the doors for a model that is elsewhere. */
  doors: { path: string; status: number; isLocked: boolean }[];
  /** What a model wrote that would load from elsewhere: how much of it was shown as text, and what was loaded for it. */
  hostile: { shown: number; loads: number };
  packets: number;
  /** Packets of a page that loads the same without our rules. */
  control: number;
}

/** What this browser asks by itself, whatever it shows: its updates, accounts and forms. Every other name is looked up. */
const OF_THE_BROWSER = ["update.googleapis.com", "content-autofill.googleapis.com", "accounts.google.com"];

const order = JSON.parse(process.argv[2] ?? "") as InsideOrder;
const ctx = createContext({ home: order.home, env: process.env, signal: AbortSignal.timeout(110_000) });
const peer = `http://${order.ipv4}`;
const HOSTILE = `Look: <img src="${peer}/x.png"> ![p](${peer}/p.png) ![r][1] <link rel="prefetch" href="${peer}/l"> [1]: ${peer}/r.png`;

const model = await startOpenAi({ contextTokens: 32_000, tokenMs: 0, answer: () => HOSTILE });
const engines = {
  stub: { type: "openai", url: `${model.url}/v1` },
  far: { type: "openai", url: `${peer}/v1`, allowRemote: true },
};
mkdirSync(order.home, { recursive: true });
writeFileSync(
  join(order.home, "config.json"),
  JSON.stringify({ engines, models: { default: "stub/m1" }, doors: { port: 0 } }),
);
await untilSilent(order.readyFile);
const begun = sent().packets;

const app = await openApp({ home: order.home, env: {}, interactive: true }, ctx);
const gateway = await openGateway({ app, settings: { ...app.gateway, port: 0 } }, ctx);
await app.conversations();
const browser = await launch([
  `--host-resolver-rules=${OF_THE_BROWSER.map((host) => `MAP ${host} ~NOTFOUND`).join(",")}`,
]);
const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
let loads = 0;
page.on("request", (request) => {
  if (request.url().startsWith(peer)) loads += 1;
});
await page.goto((await app.run("signInLink", { scope: "admin" }, {}, ctx)).url);
await page.getByRole("textbox", { name: /Write to Kralle/u }).fill("Something hostile");
await page.keyboard.press("Enter");
await page.getByRole("button", { name: "Send again" }).waitFor();
const shown = await page.locator("article", { hasText: "x.png" }).count();
const pages: string[] = [];
for (const name of UI_PAGES) {
  await page.goto(`${gateway.url}/${name}`, { waitUntil: "load" });
  await page.getByRole("navigation", { name: /Pages/u }).waitFor();
  pages.push(name);
}
const doors = await knock();
await sleep(300); // what is under way arrives
const packets = sent().packets - begun;
const hostile = { shown, loads };

// The same words as a page of somebody who keeps no rules.
const plain = createServer((_request, response) =>
  response.setHeader("content-type", "text/html").end(`<img src="${peer}/x.png">`),
);
await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
await page.goto(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`, { waitUntil: "load" });
const control = sent().packets - begun - packets;
const report: LockedUi = { pages, doors, hostile, packets, control };
await browser.close();
process.stdout.write(JSON.stringify(report), () => process.exit(0));

async function knock(): Promise<LockedUi["doors"]> {
  const { token } = await app.run("createToken", { name: "test", scope: "admin" }, {}, ctx);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${gateway.url}/api/doors`, { headers });
  const known = (await answer.json()) as { doors: { name: string | null; url: string }[] };
  const url = known.doors.find(({ name }) => name === null)?.url ?? "";
  const words = { model: "far/m", stream: false, messages: [{ role: "user", content: "words" }] };
  const asked: readonly [string, object][] = [
    ["/v1/chat/completions", words],
    ["/v1/responses", { model: "far/m", input: "words" }],
    ["/api/chat", words],
    ["/api/generate", { model: "far/m", prompt: "words", stream: false }],
  ];
  return Promise.all(
    asked.map(async ([path, body]) => {
      const refusal = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await refusal.text();
      return { path, status: refusal.status, isLocked: /privacy lock/iu.test(text) };
    }),
  );
}
