import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { openTelegram, type Telegram } from "../../src/world/index.ts";
import { shiftedClock, systemClock, type Clock } from "../../src/core/index.ts";
import type { Fault } from "../../src/world/index.ts";

interface Answer {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { retry_after: number };
}

type Bot = (method: string, payload?: unknown) => Promise<Answer>;

async function open(t: TestContext, options: { fault?: () => Fault; clock?: Clock } = {}) {
  const world = await openTelegram("1:t", options);
  t.after(() => world.close());
  return { world, bot: botOf(world, "1:t") };
}

const botOf =
  ({ url }: Telegram, token: string): Bot =>
  async (method, payload = {}) => {
    const body = payload instanceof FormData ? payload : JSON.stringify(payload);
    const headers = payload instanceof FormData ? {} : { "content-type": "application/json" };
    const response = await fetch(`${url}/bot${token}/${method}`, { method: "POST", headers, body });
    return (await response.json()) as Answer;
  };

const idsOf = ({ result }: Answer): number[] => (result as { update_id: number }[]).map(({ update_id: id }) => id);

describe("the Bot API of the world", () => {
  test("another token, another method, another field, and a chat that never wrote are refused", async (t) => {
    const { world, bot } = await open(t);
    world.person(7).send("hello");
    const codes = await Promise.all([
      botOf(world, "2:x")("getMe"),
      bot("getMee"),
      bot("sendMessage", { chat_id: 7, text: "x", txt: "y" }),
      bot("sendMessage", { chat_id: "7", text: "x" }),
      bot("sendMessage", { chat_id: 8, text: "x" }),
      bot("sendMessage", { chat_id: 7, text: " " }),
      bot("sendMessage", { chat_id: 7, text: "x", entities: [{ type: "bold", offset: 0, length: 2 }] }),
    ]);
    assert.deepEqual(
      codes.map(({ error_code: code }) => code),
      [401, 404, 400, 400, 400, 400, 400],
    );
    assert.deepEqual(world.ledger, []);
    world.person(7).blocks(true);
    assert.equal((await bot("sendMessage", { chat_id: 7, text: "x" })).error_code, 403);
  });

  test("updates stay until the offset confirms them, a second poller ends the first, and a day ends them", async (t) => {
    let shift = 0;
    const clock: Clock = { now: () => systemClock.now() + shift, sleep: systemClock.sleep };
    const { world, bot } = await open(t, { clock });
    const person = world.person(7);
    person.send("one");
    person.send("two");
    const first = await bot("getUpdates", { timeout: 5 });
    assert.deepEqual(idsOf(first), [1, 2]);
    assert.deepEqual(idsOf(await bot("getUpdates")), [1, 2], "not confirmed");
    assert.deepEqual(idsOf(await bot("getUpdates", { offset: 2 })), [2]);
    const waiting = bot("getUpdates", { offset: 3, timeout: 20 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = bot("getUpdates", { offset: 3, timeout: 20 });
    assert.equal((await waiting).error_code, 409);
    person.send("three");
    assert.deepEqual(idsOf(await second), [3]);
    shift = 25 * 3_600_000;
    assert.deepEqual(idsOf(await bot("getUpdates")), []);
  });

  test("a web hook gets each update with its secret until it takes it, and then nobody may poll", async (t) => {
    const { world, bot } = await open(t);
    const got: { id: number; secret: unknown }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const { update_id: id } = JSON.parse(text) as { update_id: number };
        got.push({ id, secret: request.headers["x-telegram-bot-api-secret-token"] });
        response.writeHead(got.length === 1 ? 500 : 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    assert.equal((await bot("setWebhook", { url, secret_token: "s-1" })).ok, true);
    world.person(7).send("one");
    while (world.waiting() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(got, [
      { id: 1, secret: "s-1" },
      { id: 1, secret: "s-1" },
    ]);
    assert.equal((await bot("getUpdates")).error_code, 409);
    await bot("deleteWebhook");
    assert.equal((await bot("getUpdates")).ok, true);
  });

  test("an edit that changes nothing is refused, and so is one of somebody else's message", async (t) => {
    const { world, bot } = await open(t);
    const person = world.person(7);
    const theirs = person.send("hello");
    const { result } = await bot("sendMessage", { chat_id: 7, text: "one" });
    const { message_id: id } = result as { message_id: number };
    const edit = (message: number, text: string) => bot("editMessageText", { chat_id: 7, message_id: message, text });
    assert.match((await edit(id, "one")).description ?? "", /not modified/u);
    assert.equal((await edit(id, "two")).ok, true);
    assert.equal((await edit(theirs, "two")).error_code, 400);
    assert.deepEqual(
      person.sees().map(({ texts }) => texts),
      [["one", "two"]],
    );
    assert.deepEqual(world.ledger, ["one"]);
    assert.equal((await bot("deleteMessage", { chat_id: 7, message_id: id })).ok, true);
    assert.deepEqual(person.sees(), []);
  });

  test("limits: lengths, bytes of a button, the size of files, and how fast", async (t) => {
    let shift = 0;
    const { world, bot } = await open(t, { clock: { ...shiftedClock(0), now: () => 1_000_000 + shift } });
    const person = world.person(7);
    person.send("hello");
    const send = (more: Record<string, unknown>) => bot("sendMessage", { chat_id: 7, ...more });
    const keyboard = (data: string) => ({ inline_keyboard: [[{ text: "yes", callback_data: data }]] });
    assert.equal((await send({ text: "x".repeat(4_097) })).error_code, 400);
    assert.equal((await send({ text: "x", reply_markup: keyboard("é".repeat(33)) })).error_code, 400);
    assert.equal((await send({ text: "x".repeat(4_096), reply_markup: keyboard("é".repeat(32)) })).ok, true);
    const form = (bytes: number, caption: string): FormData => {
      const made = new FormData();
      made.set("chat_id", "7");
      made.set("caption", caption);
      made.set("document", "attach://f");
      made.set("f", new Blob([new Uint8Array(bytes)]), "a.bin");
      return made;
    };
    assert.equal((await bot("sendDocument", form(1, "x".repeat(1_025)))).error_code, 400);
    assert.equal((await bot("sendDocument", form(0, ""))).error_code, 400);
    assert.equal((await bot("sendDocument", form(10, "12"))).ok, true);
    assert.equal(person.sees().at(-1)?.file?.bytes.byteLength, 10);
    for (let at = 0; at < 2; at += 1) assert.equal((await send({ text: `burst ${at}` })).ok, true);
    const refused = await send({ text: "too fast" });
    assert.deepEqual([refused.error_code, refused.parameters], [429, { retry_after: 1 }]);
    shift += 900;
    assert.equal((await send({ text: "too early" })).error_code, 429);
    shift += 1_100;
    assert.equal((await send({ text: "in time" })).ok, true);
    world.group(-9, [7]);
    let sent = 0;
    for (; sent < 60; sent += 1) {
      shift += 1_000;
      if (!(await bot("sendMessage", { chat_id: -9, text: `${sent}` })).ok) break;
    }
    assert.equal(sent, 20, "a minute of a group");
  });

  test("what a person sends has a link for an hour, and a button is answered once", async (t) => {
    let shift = 0;
    const { world, bot } = await open(t, { clock: { ...systemClock, now: () => systemClock.now() + shift } });
    const person = world.person(7);
    const bytes = new TextEncoder().encode("content");
    person.sendFile({ kind: "document", name: "a.txt", bytes }, { caption: "look" });
    const [update] = (await bot("getUpdates")).result as { message: { document: { file_id: string } } }[];
    const id = update!.message.document.file_id;
    const { file_path: path } = (await bot("getFile", { file_id: id })).result as { file_path: string };
    const download = () => fetch(`${world.url}/file/bot1:t/${path}`);
    assert.equal(await (await download()).text(), "content");
    shift = 3_700_000;
    assert.equal((await download()).status, 404);
    const buttons = { inline_keyboard: [[{ text: "yes", callback_data: "n" }]] };
    const { result } = await bot("sendMessage", { chat_id: 7, text: "sure?", reply_markup: buttons });
    const pressed = person.press((result as { message_id: number }).message_id, "yes");
    const query = ((await bot("getUpdates")).result as { callback_query?: { id: string; data: string } }[]).at(-1);
    assert.equal(query?.callback_query?.data, "n");
    const reply = () => bot("answerCallbackQuery", { callback_query_id: query?.callback_query?.id, text: "done" });
    assert.equal((await reply()).ok, true);
    assert.deepEqual(pressed, { answer: "done", isAnswered: true });
    assert.equal((await reply()).error_code, 400);
  });

  test("in a group the bot hears commands, its name, and answers to it; and faults and outages are what they are called", async (t) => {
    let fault: Fault = "none";
    const { world, bot } = await open(t, { fault: () => fault });
    world.group(-5, [7]);
    const person = world.person(7);
    person.send("just talk", { chat: -5 });
    person.send("/status", { chat: -5 });
    person.send("@kralle_test_bot hello", { chat: -5 });
    assert.equal(idsOf(await bot("getUpdates")).length, 2);
    fault = "errorAfter";
    assert.equal((await bot("sendMessage", { chat_id: -5, text: "one" })).error_code, 502);
    fault = "cutAfter";
    await assert.rejects(bot("sendMessage", { chat_id: -5, text: "two" }));
    fault = "cutBefore";
    await assert.rejects(bot("sendMessage", { chat_id: -5, text: "three" }));
    fault = "none";
    await world.outage(true);
    await assert.rejects(bot("sendMessage", { chat_id: -5, text: "four" }), TypeError);
    await world.outage(false);
    assert.equal((await bot("sendMessage", { chat_id: -5, text: "five" })).ok, true);
    assert.deepEqual(world.ledger, ["one", "two", "five"]);
  });
});
