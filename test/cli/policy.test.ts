import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Explained, PolicyView } from "../../src/app/index.ts";
import { bringTexts, textsOf } from "../../src/cli/texts/index.ts";
import type { Ui } from "../../src/cli/terminal/ui.ts";
import { toFoldedLine } from "../../src/cli/view/work.ts";
import { run, tempFolder } from "./_setup.ts";

await bringTexts("en");
await bringTexts("de");

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("kralle policy", () => {
  test("lines are added, shown in plain words of both languages, explained, and taken away", async (t) => {
    const home = tempFolder(t);
    const say = async (args: string[], env = {}) => run(["policy", ...args], { home, env });
    const json = async <T>(...args: string[]): Promise<T> => {
      const ended = await say([...args, "--json"]);
      assert.equal(ended.code, 0, ended.stderr);
      return JSON.parse(ended.stdout) as T;
    };
    assert.match(
      onOneLine((await say([], GERMAN)).stdout),
      /^Eigene Zeilen gibt es nicht\. .*fragt vor allem anderen/u,
    );
    const line = await json<PolicyView>("add", "allow", "send_mail", "if", "recipient", "in", "contacts");
    assert.equal(line.text, "allow send_mail if recipient in contacts");
    await json("add", "contact *@firma.example");
    const again = await json<PolicyView>("add", "allow  send_mail if recipient in contacts");
    assert.equal(again.id, line.id, "the same line is there once");
    const shown = await say(["list"], GERMAN);
    assert.match(onOneLine(shown.stdout), /Ohne Frage: send_mail, wenn Sie alle kennen, die es erreicht\./);
    assert.match(shown.stdout, /\*@firma\.example ist Ihnen bekannt\./);

    const explain = (...more: string[]) => json<Explained>("explain", "send_mail", ...more);
    assert.equal((await explain("--to", "anna@firma.example")).decision, "allow");
    assert.equal((await explain("--to", "eve@evil.example")).decision, "ask");
    const two = await explain("--to", "anna@firma.example", "--from", "mail", "--private");
    assert.equal(two.decision, "ask");
    assert.match(two.reason.de, /Text von außen.*private Daten/u);
    assert.match((await say(["explain", "read_file"])).stdout, /^read_file: happens without a question\n/u);

    assert.deepEqual(await json("rm", line.id), { id: line.id });
    assert.equal((await explain("--to", "anna@firma.example")).decision, "ask");
    assert.equal((await json<{ lines: PolicyView[] }>("list")).lines.length, 1);
  });

  test("before a question stands why it is asked, in the person's language", () => {
    const event = { type: "approval", id: "apr_1", tool: "post", describe: "post it" } as const;
    const reason = { en: "It may leave.", de: "Es kann hinausgehen." };
    const line = (language: "en" | "de", more: object): string | null =>
      toFoldedLine({ ...event, ...more }, { texts: textsOf(language), language } as Ui);
    assert.equal(line("de", { reason }), "? Es kann hinausgehen.");
    assert.equal(line("en", { reason }), "? It may leave.");
    assert.match(line("en", { decision: "allow" }) ?? "", /^✓ post it/u);
  });

  test("what is wrong is said, in German too", async (t) => {
    const home = tempFolder(t);
    const fail = async (...args: string[]) => run(["policy", ...args], { home, env: GERMAN });
    const wrong = await fail("add", "permit everything");
    assert.equal(wrong.code, 1);
    assert.match(onOneLine(wrong.stderr), /beginnt mit einem Verb, nicht mit „permit“/u);
    assert.match((await fail("rm", "pol_none")).stderr, /Eine Zeile pol_none gibt es/u);
    assert.equal((await fail("add")).code, 2);
    assert.equal((await fail("forbid")).code, 2);
    assert.equal((await fail("add", "ask x", "--to", "y")).code, 2, "an option of another action");
  });
});
