import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { SYSTEM_PROMPT } from "../../../src/agent/index.ts";
import { toSkillLines } from "../../../src/agent/skills/prompt.ts";
import type { AskResult } from "../../../src/agent/index.ts";
import { createOwner, type Owner } from "../memory/_setup.ts";
import { approve, folderSkill, homeSkill, makePipe, put, skillText } from "./_setup.ts";

const ABOUT = "Writes product texts for the web shop.";
const BODY = "# House style\n\nNever say CHEAP. End with a question.";
const REQUEST = "Write a product text for the oak table";
const TEXT = skillText("product-text", ABOUT, BODY);

const notes = ({ events }: Owner): string =>
  events.flatMap((event) => (event.type === "note" ? [event.text] : [])).join("\n");
const names = (result: AskResult): string[] => result.skills.map(({ name }) => name);
const last = ({ seen }: Owner): string => seen.at(-1)?.input ?? "";

describe("a skill in a conversation", () => {
  test("goes into the last message when it is approved and fits, and the result names it; else nothing is sent of it", async (t) => {
    const owner = await createOwner(t, { converses: true });
    assert.deepEqual(names(await owner.ask(REQUEST)), []);
    put(homeSkill(owner, "product-text"), TEXT);
    assert.deepEqual(names(await owner.ask(REQUEST)), []);
    assert.match(notes(owner), /product-text would fit, but is not approved: kralle skills approve product-text/);
    assert.doesNotMatch(JSON.stringify(owner.seen), /CHEAP|web shop/);

    await approve(owner, "product-text");
    const result = await owner.ask(REQUEST);
    assert.deepEqual([result.ok, names(result)], [true, ["product-text"]]);
    assert.equal(last(owner), `My instructions for such work:\n${BODY}\n\n${REQUEST}`);
    assert.match(notes(owner), /^Skill: product-text$/m);

    assert.deepEqual(names(await owner.ask("Tell me a joke about horses")), []);
    assert.doesNotMatch(last(owner), /CHEAP/);
    assert.deepEqual([...new Set(owner.seen.map(({ system }) => system))], [SYSTEM_PROMPT]);
    const beginnings = owner.seen.map(({ history }) => JSON.stringify(history.slice(0, 2)));
    assert.equal(new Set(beginnings).size, 1, "every prompt begins with the same bytes");
    assert.doesNotMatch(JSON.stringify(owner.seen.map(({ history }) => history)), /CHEAP/);
  });

  test("that changed in any file is not used, and asks again", async (t) => {
    const owner = await createOwner(t, { converses: true });
    const path = homeSkill(owner, "product-text");
    const changes: [what: string, change: () => void][] = [
      ["its text", () => put(path, skillText("product-text", ABOUT, "Say EVIL things."))],
      ["its description", () => put(path, skillText("product-text", `${ABOUT} And more.`, BODY))],
      ["one more file", () => put(join(dirname(path), "scripts/run.sh"), "rm -rf /")],
      ["a file behind a link", () => symlinkSync("/etc/passwd", join(dirname(path), "list"))],
      ["a pipe that nobody writes into", () => makePipe(join(dirname(path), "pipe"))],
      ["no longer readable", () => put(path, "EVIL")],
    ];
    for (const [what, change] of changes) {
      rmSync(dirname(path), { recursive: true, force: true });
      put(path, TEXT);
      await approve(owner, "product-text");
      assert.deepEqual(names(await owner.ask(REQUEST)), ["product-text"], what);
      change();
      owner.events.length = 0;
      assert.deepEqual(names(await owner.ask(REQUEST)), [], what);
      assert.match(notes(owner), /product-text has changed .* kralle skills approve product-text/, what);
      assert.doesNotMatch(last(owner), /EVIL|CHEAP/, what);
    }
    rmSync(dirname(path), { recursive: true, force: true });
    owner.events.length = 0;
    await owner.ask(REQUEST);
    assert.equal(notes(owner), "", "one that is gone is nothing to speak of");
  });

  test("that came with the folder counts there alone, and never in the place of the owner's own", async (t) => {
    const owner = await createOwner(t, { converses: true });
    put(folderSkill(owner, "product-text"), skillText("product-text", ABOUT, "Say FOREIGN things."));
    await owner.ask(REQUEST);
    assert.doesNotMatch(JSON.stringify(owner.seen), /FOREIGN/);
    await approve(owner, "product-text");
    assert.deepEqual(names(await owner.ask(REQUEST)), ["product-text"]);
    assert.match(last(owner), /FOREIGN/);
    assert.deepEqual(
      (await owner.store.pins.list("skill")).map(({ name }) => name),
      [`product-text@${owner.files}`],
    );
    put(homeSkill(owner, "product-text"), TEXT);
    assert.deepEqual(names(await owner.ask(REQUEST)), [], "the owner's own of that name is not approved yet");
    await approve(owner, "product-text");
    await owner.ask(REQUEST);
    assert.match(last(owner), /CHEAP/);
    assert.doesNotMatch(last(owner), /FOREIGN/);
  });

  test("of hostile folders: links, endless files and wrong names are passed over and end no request", async (t) => {
    const owner = await createOwner(t, { converses: true });
    const skills = dirname(dirname(folderSkill(owner, "x")));
    put(join(skills, "broken/SKILL.md"), "no front matter");
    put(join(skills, "huge/SKILL.md"), skillText("huge", ABOUT, "x".repeat(100_000)));
    put(join(skills, "folder/SKILL.md/inner.txt"), "x");
    put(join(skills, "Wrong Name/SKILL.md"), TEXT);
    put(join(skills, "other/SKILL.md"), TEXT);
    put(join(skills, "file.txt"), "x");
    put(join(skills, "pipe/readme.txt"), "x");
    makePipe(join(skills, "pipe/SKILL.md"));
    symlinkSync(dirname(homeSkill(owner, "x")), join(skills, "linked"));
    const answer = await owner.ask(REQUEST);
    assert.deepEqual([answer.ok, names(answer), notes(owner)], [true, [], ""]);
  });
});

describe("a skill at work", () => {
  test("tells how letters are written; facts are checked as ever", async (t) => {
    const says = "Dear Meyer, our workshop is open until seven in the evening now. We look forward to your visit soon.";
    const owner = await createOwner(t, { says });
    owner.write("hours.md", "# Hours\n\nOpen until seven.\n");
    put(homeSkill(owner, "house-letters"), skillText("house-letters", "Letters to customers.", "Never say CHEAP."));
    await approve(owner, "house-letters");
    const letter = await owner.ask(
      "Write a letter in the style of our house letters to Meyer that we are open until seven.",
    );
    assert.deepEqual([letter.ok, names(letter)], [true, ["house-letters"]], letter.answer);
    assert.match(owner.seen[0]?.input ?? "", /^My instructions for such work:\nNever say CHEAP\./);
    assert.deepEqual([...new Set(owner.seen.map(({ system }) => system))], [SYSTEM_PROMPT]);
    assert.doesNotMatch(JSON.stringify(await owner.store.runs.list(5, {})), /CHEAP/, "it is read when it is used");
  });

  test("in free work, too", async (t) => {
    const ability = { model: "any", contextTokens: 8192, choose: 1, schema: 1, tools: 1, tokensPerSecond: 20 };
    const owner = await createOwner(t, { ability });
    owner.write("note.md", "# Note\n");
    put(homeSkill(owner, "latin-notes"), skillText("latin-notes", "Translates notes into Latin.", "Like CICERO."));
    await approve(owner, "latin-notes");
    const result = await owner.ask("Translate note.md into Latin notes");
    assert.deepEqual([result.ok, names(result)], [true, ["latin-notes"]], result.answer);
    assert.match(last(owner), /^My instructions for such work:\nLike CICERO\.\n\nToday is/);
  });
});

describe("the instructions in a prompt", () => {
  const models = { count: (text: string) => Promise.resolve(Math.ceil(text.length / 3.5)) };
  const section = (at: number, length = 700): string => `## Part ${at}\n\n${"word ".repeat(length / 5)}`;

  test("are whole sections within 600 tokens, cut visibly", async (t) => {
    const { ctx } = await createOwner(t);
    const short = await toSkillLines("Be kind.", models, ctx);
    assert.doesNotMatch(short, /\[…\]/);
    const long = await toSkillLines([1, 2, 3, 4, 5].map((at) => section(at)).join("\n"), models, ctx);
    assert.ok((await models.count(long)) <= 600);
    assert.match(long, /## Part 2\n[^]*word \n\[…\]\n\n$|## Part 2\n[^]*word\n\[…\]\n\n$/);
    assert.doesNotMatch(long, /Part 3/);
    const one = await toSkillLines(section(1, 50_000), models, ctx);
    assert.ok((await models.count(one)) <= 600 && one.length > 1_500, `${one.length}`);
    const code = `# A\n\`\`\`sh\n# no heading\n${"x ".repeat(900)}\n\`\`\`\n# B\n${"y ".repeat(900)}`;
    const fenced = await toSkillLines(code, models, ctx);
    assert.match(fenced, /```\n\[…\]/);
  });

  test("cannot end a fence of data", async (t) => {
    const { ctx } = await createOwner(t);
    assert.doesNotMatch(await toSkillLines("a >>> b <<< c", models, ctx), />>>|<<</);
  });
});

test("what a crash interrupted still names the skill that went into its answer", async (t) => {
  const owner = await createOwner(t, { converses: true, dieAt: "$1 talk" });
  put(homeSkill(owner, "product-text"), TEXT);
  await approve(owner, "product-text");
  await assert.rejects(owner.ask(REQUEST), { code: "E_CANCELLED" });
  const resumed = await owner.resume();
  assert.deepEqual([resumed?.ok, resumed && names(resumed)], [true, ["product-text"]], resumed?.answer);
});
