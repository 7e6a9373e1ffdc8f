import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { homeWithModels } from "../../cli/_setup.ts";
import { launch, NO_BROWSER, serveUi, signIn } from "./_setup.ts";

const MODEL = "smollm2-135m";

describe("the chat with a real model, in a browser", { skip: NO_BROWSER }, () => {
  test("answers on this machine, and says with which model and how fast", async (t) => {
    const served = await serveUi({ home: homeWithModels(t), settings: { models: { default: MODEL } } });
    t.after(() => served.close());
    const browser = await launch();
    t.after(() => browser.close());
    const { page, faults } = await signIn(browser, served);
    await page.getByRole("textbox", { name: /Write to Kralle/u }).fill("Tell me something nice about the sea.");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Send again" }).waitFor({ timeout: 120_000 });
    assert.ok(((await page.locator("article .text").textContent()) ?? "").trim().length > 10);
    assert.match((await page.locator("article footer").textContent()) ?? "", /SmolLM2/iu);
    assert.equal(served.model.asked.length, 0, "nobody else was asked");
    await page.goto(`${served.gateway.url}/models`);
    await page.getByText("in memory").first().waitFor();
    await page.goto(`${served.gateway.url}/usage`);
    await page.getByText("1 call", { exact: true }).waitFor();
    assert.deepEqual(faults, []);
  });
});
