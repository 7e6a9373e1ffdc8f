import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openHome, textsOf, until } from "./_home.ts";

const LOG = new TextEncoder().encode("# Log\n\n- first entry\n");

describe("questions on Telegram", () => {
  test("show the whole call with buttons; a press releases it once, and nobody else's counts", async (t) => {
    const home = await openHome(t, { settings: { tools: { append: "ask" } } });
    const { owner, world } = home;
    owner.sendFile({ kind: "document", name: "log.md", bytes: LOG });
    await until(() => textsOf(owner).some((text) => text.includes("log.md")));
    owner.send('Append "- entry two" to log.md');
    const asks = () => owner.sees().find(({ buttons }) => buttons.length > 0);
    await until(
      () => asks() !== undefined,
      8_000,
      () => textsOf(owner).join("|"),
    );
    const question = asks()!;
    assert.match(question.text, /entry two/u);
    assert.match(question.text, /log\.md/u);
    const [[allow, refuse]] = question.buttons as [[{ text: string; callback_data: string }, { text: string }]];
    assert.ok(Buffer.byteLength(allow.callback_data) <= 64 && !allow.callback_data.includes("entry"));
    const { approvals } = await home.app.run("approvals", {}, {}, home.ctx);
    assert.equal(approvals.length, 1);
    const other = world.person(666);
    other.send("hello");
    world.group(-5, [7, 666]);
    const pressed = owner.press(question.id, allow.text);
    const twice = owner.press(question.id, refuse.text);
    await until(() => pressed.isAnswered && twice.isAnswered);
    assert.match(`${pressed.answer}`, /Allowed/u);
    assert.match(`${twice.answer}`, /no longer open/u);
    await until(() => owner.sees().every(({ buttons }) => buttons.length === 0));
    await until(
      () => owner.sees().some(({ file }) => file?.name === "log.md"),
      8_000,
      () => textsOf(owner).join("|"),
    );
    const back = owner.sees().find(({ file }) => file !== null)!;
    assert.match(new TextDecoder().decode(back.file!.bytes), /- first entry\n- entry two/u);
    const { approvals: past } = await home.app.run("approvalHistory", {}, {}, home.ctx);
    assert.deepEqual([past[0]?.state, past[0]?.via, past[0]?.by], ["used", "telegram", "telegram:7"]);
  });
});
