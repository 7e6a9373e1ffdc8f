import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const WORDS = Array.from({ length: 60 }, (_, index) => `word${index}`);

/** What the model says, by a word of the request. */
function answerTo(text: string): string {
  if (text.includes("slowly")) return WORDS.join(" ");
  if (text.includes("hostile"))
    return 'Look: <img src="https://example.org/x.png" onerror="document.title=1"> ![p](https://example.org/p.png) [l](javascript:alert(1)) <script>document.title=1</script>';
  return "Here are **bold** words and\n\n```sh\necho hi\n```";
}

describe("the chat, in a browser", { skip: NO_BROWSER }, () => {
  let served: Served;
  let browser: Browser;
  before(async () => {
    served = await serveUi({
      script: { answer: ({ messages }) => answerTo(JSON.stringify(messages.at(-1))), tokenMs: 25 },
      settings: { tools: { run_command: "ask" } },
    });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });

  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByRole("textbox", { name: /Write to Kralle|Nachricht an Kralle/u }).fill(text);
    await page.keyboard.press("Enter");
  };
  const answers = (page: Page) => page.locator("article .text");

  test("signs in by a link that works once and leaves nothing in the address", async () => {
    const link = await served.link();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole("heading", { name: "What shall we get done?" }).waitFor();
    assert.equal(page.url(), `${served.gateway.url}/`);
    assert.equal(await page.evaluate("document.cookie"), "", "no script can read the cookie");
    assert.deepEqual(await page.evaluate("Object.keys(localStorage)"), []);
    const other = await (await browser.newContext()).newPage();
    await other.goto(link);
    await other.getByText("That link does not work any more.").waitFor();
    await other.getByText("kralle sign-in").waitFor();
    assert.equal(other.url(), `${served.gateway.url}/`);
    await Promise.all([context.close(), other.context().close()]);
  });

  test("can be used within a second", async () => {
    const { page, context } = await signIn(browser, served);
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      await page.reload({ waitUntil: "commit" });
      await page.getByRole("textbox", { name: /Write to Kralle/u }).waitFor();
      times.push(Number(await page.evaluate("performance.now()")));
    }
    const shortest = Math.min(...times); // what it needs where nothing else takes the cores
    console.log(`interactive after ${Math.round(shortest)} ms`);
    assert.ok(shortest < 1_000, times.join(" "));
    await context.close();
  });

  test("sends, shows the answer as markdown, names the conversation, and finds it again", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await say(page, "Say something bold");
    await page.waitForURL(/\/chat\/ses_/u);
    await page.locator("strong", { hasText: "bold" }).waitFor();
    assert.equal(await page.locator("pre code").textContent(), "echo hi");
    await page.getByRole("complementary").getByText("Say something bold").waitFor();
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("combobox");
    await palette.fill("something bold");
    await page
      .getByRole("option", { name: /Say something bold/u })
      .first()
      .waitFor();
    await palette.fill("Usage");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/usage$/u);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a page that is loaded anew in the middle of an answer shows everything once", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await say(page, "Count slowly please");
    await answers(page).getByText("word5", { exact: false }).waitFor();
    await page.reload();
    await answers(page).getByText("word8", { exact: false }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Stop", exact: true }).count(), 1, "it still runs");
    await page.getByRole("button", { name: "Send again" }).waitFor();
    assert.equal((await answers(page).textContent())?.trim(), WORDS.join(" "));
    assert.equal(await page.locator("article").count(), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("what waits is shown; Esc stops what runs; what was stopped can be sent again", async () => {
    const { page, context } = await signIn(browser, served);
    await say(page, "Count slowly once more");
    await answers(page).getByText("word3", { exact: false }).waitFor();
    await say(page, "And this one waits");
    await page.getByText("Waits for its turn").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Stopped", { exact: true }).waitFor();
    await page.locator("strong", { hasText: "bold" }).waitFor();
    await page.getByRole("button", { name: "Send again" }).first().click();
    await page.locator("article").nth(2).locator(".bubble", { hasText: "Count slowly once more" }).waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText("Stopped", { exact: true }).nth(1).waitFor();
    await context.close();
  });

  test("a draft outlives a reload; Shift-Enter begins a line", async () => {
    const { page, context } = await signIn(browser, served);
    const area = page.getByRole("textbox", { name: /Write to Kralle/u });
    await area.fill("first");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second");
    await page.reload();
    await area.waitFor();
    assert.equal(await area.inputValue(), "first\nsecond");
    await context.close();
  });

  test("text of a model makes no element, no request and no script", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await say(page, "Something hostile");
    await page.getByRole("button", { name: "Send again" }).waitFor();
    assert.equal(await page.locator("article img, article script").count(), 0);
    const links = await page
      .locator("article a")
      .evaluateAll((all) => all.map((link) => [link.getAttribute("href"), link.getAttribute("rel")]));
    assert.deepEqual(links, [["https://example.org/p.png", "noopener noreferrer nofollow"]]);
    assert.match(await page.title(), /Kralle/u);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a question is answered in place, with what would happen; the change is shown as a difference", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "kralle-ui-files-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "names.txt"), "zoe\nanna\n");
    const { page, context, faults } = await signIn(browser, served);
    await page.getByRole("button", { name: "Work in a folder" }).click();
    await page.getByLabel("Whole path on the machine of Kralle").fill(folder);
    await page.getByRole("button", { name: "Save" }).click();
    await say(page, "Run the command `sort -o names.txt names.txt`");
    const question = page.getByRole("region", { name: /Kralle asks/u });
    await question.waitFor();
    const [words, details] = await question.locator("pre").allTextContents();
    assert.match(words ?? "", /sort -o names\.txt names\.txt/u);
    assert.match(details ?? "", /"argv": \[\s+"sort",\s+"-o"/u, "the exact arguments");
    assert.match(
      (await question.locator("code").getAttribute("title")) ?? "",
      /^[0-9a-f]{64}$/u,
      "the whole fingerprint",
    );
    await question.getByText(/Fingerprint/u).waitFor();
    assert.equal(readFileSync(join(folder, "names.txt"), "utf8"), "zoe\nanna\n", "nothing happened yet");
    await page
      .getByRole("link", { name: /Approvals/u })
      .first()
      .click();
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByText("Nothing waits for you").waitFor();
    await page.goBack();
    await page.locator(".diff").getByText("anna").first().waitFor();
    assert.equal(readFileSync(join(folder, "names.txt"), "utf8"), "anna\nzoe\n");
    await say(page, "Run the command `sort -r -o names.txt names.txt`");
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("That did not work").waitFor();
    assert.equal(readFileSync(join(folder, "names.txt"), "utf8"), "anna\nzoe\n");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a file that is attached is there before the message that asks about it", async () => {
    const { page, context, faults } = await signIn(browser, served);
    const picker = page.locator("input[type=file]");
    await picker.setInputFiles({
      name: "Prices März.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("W-03 costs 24.90\n"),
    });
    await page.locator("form li", { hasText: "Prices März.txt" }).waitFor();
    await say(page, "Which price has W-03?");
    await page.waitForURL(/\/chat\/ses_/u);
    await page.locator("article .text", { hasText: /24[.,]9/u }).waitFor();
    assert.equal(await page.locator("form li").count(), 0, "it belongs to what was sent");
    assert.equal(await page.locator("article").count(), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("speaks German where the browser does", async () => {
    const { page, context } = await signIn(browser, served, { locale: "de-DE" });
    await page.getByRole("heading", { name: "Was nehmen wir uns vor?" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
    await say(page, "Sag etwas");
    await page.getByRole("button", { name: "Noch einmal senden" }).waitFor();
    await page.goto(`${served.gateway.url}/settings`);
    await page.getByText("English").click();
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    await context.close();
  });
});
