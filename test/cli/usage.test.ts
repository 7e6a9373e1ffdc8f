import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { COMMANDS } from "../../src/cli/commandList/index.ts";
import { createProgram } from "../../src/cli/program.ts";
import { bringExamples, bringTexts } from "../../src/cli/texts/index.ts";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };

/** The words of a command line as a shell hands them over: quoted ones are one, variables before it are its own. */
const toWords = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain ?? "")
    .filter((word) => !/^[A-Z_]+=/.test(word));

describe("help", () => {
  test("lists every command, in English and German, and fits 80 columns", async (t) => {
    const home = join(tempFolder(t), "home");
    const english = await run(["--help"], { home });
    const german = await run(["--help"], { home, env: GERMAN });
    assert.deepEqual([english.code, german.code], [0, 0]);
    for (const { name } of COMMANDS) {
      assert.match(english.stdout, new RegExp(`^  ${name}\\b`, "m"));
      assert.match(german.stdout, new RegExp(`^  ${name}\\b`, "m"));
    }
    assert.match(german.stdout, /^Aufruf: kralle \[Optionen\] \[Befehl\]/);
    assert.doesNotMatch(german.stdout, /^Commands:/m);
    const long = [...english.stdout.split("\n"), ...german.stdout.split("\n")].filter((line) => line.length > 80);
    assert.deepEqual(long, []);
  });

  test("of a command, in the language of the locale, with examples", async (t) => {
    const home = join(tempFolder(t), "home");
    const german = await run(["inbox", "--help"], { home, env: GERMAN });
    assert.equal(german.code, 0, german.stderr);
    assert.match(german.stdout, /^Aufruf: kralle inbox/);
    assert.match(german.stdout, /diese Hilfe zeigen/);
    assert.match(german.stdout, /\nBeispiele:\n {2}kralle inbox\n/);
  });

  for (const language of ["en", "de"] as const) {
    test(`of every command has examples that it understands, and every group a name: ${language}`, async () => {
      const [texts, examples] = [await bringTexts(language), await bringExamples(language)];
      let parsed: string[] = [];
      const parse = async (words: string[]): Promise<string[]> => {
        // Made anew for each line: a parsed command keeps its options.
        const program = createProgram(texts, examples, (spec, command) => {
          parsed = [spec.name, ...command.args];
          return Promise.resolve();
        });
        await program.parseAsync(words, { from: "user" });
        return parsed;
      };
      const program = createProgram(texts, examples, () => Promise.resolve());
      for (const { name } of COMMANDS) {
        assert.notEqual(program.commands.find((command) => command.name() === name)?.helpGroup(), undefined);
        assert.ok(examples[name].length > 0, name);
        for (const line of examples[name]) {
          const [kralle, ...words] = toWords(line);
          assert.equal(kralle, "kralle", line);
          assert.equal((await parse(words))[0], name, line);
        }
      }
      await assert.rejects(parse(["inbox", "--loud"]), /loud/, "control: what a command does not know is seen");
    });
  }

  test("without a command is the help", async (t) => {
    const shown = await run([], { home: join(tempFolder(t), "home") });
    assert.match(shown.stdout, /^Usage: kralle/);
  });
});

describe("a command line that is not understood", () => {
  const wrong: [args: string[], english: RegExp, german: RegExp][] = [
    [["frobnicate"], /There is no command "frobnicate"/, /Es gibt keinen Befehl „frobnicate“/],
    [["ask", "x", "--loud"], /--loud is not known/, /Option --loud gibt es hier nicht/],
    [["ask"], /"text" is missing/, /„text“ fehlt/],
    [["ask", "  "], /request is empty/, /Auftrag ist leer/],
    [["ask", "x", "--model"], /--model needs a value/, /--model braucht einen Wert/],
    [["ask", "x", "--today", "2026-02-30"], /"2026-02-30" is no day/, /„2026-02-30“ ist kein Tag/],
    [["ask", "x", "--steps", "none"], /--steps needs a number/, /--steps braucht eine Zahl/],
    [["ask", "x", "--steps", "1.5"], /--steps needs a number/, /--steps braucht eine Zahl/],
    [["undo", "this"], /more arguments/, /mehr Argumente/],
    [["models", "eat"], /kralle models eat/, /kralle models eat/],
    [
      ["models", "pull", "x", "--machine", "Mac mini 64GB"],
      /--machine does not belong to `kralle models pull`, but to `kralle models fit` and `kralle models plan`/,
      /--machine gehört nicht zu `kralle models pull`, sondern zu `kralle models fit` und `kralle models plan`/,
    ],
    [["models", "--check"], /--check does not belong to `kralle models list`/, /--check gehört nicht zu/],
    [["models", "show", "x", "--context", "9"], /--context .* `kralle models fit`/, /--context .* `kralle models fit`/],
    [["engine", "rm", "x", "--key-env", "K"], /--key-env .* `kralle engine add`/, /--key-env .* `kralle engine add`/],
    [["models", "pull"], /"name" is missing/, /„name“ fehlt/],
    [["start", "--task", " "], /request is empty/, /Auftrag ist leer/],
  ];
  for (const [args, english, german] of wrong) {
    test(`kralle ${args.join(" ")}`, async (t) => {
      const home = join(tempFolder(t), "home");
      const [first, second] = await Promise.all([run(args, { home }), run(args, { home, env: GERMAN })]);
      assert.deepEqual([first.code, second.code], [2, 2]);
      assert.match(first.stderr.replaceAll(/\s+/g, " "), english);
      assert.match(second.stderr.replaceAll(/\s+/g, " "), german);
      assert.match(first.stderr, /^ {2}Next: ./m);
      assert.match(second.stderr, /^ {2}Weiter: ./m);
      assert.doesNotMatch(first.stderr, /^\s+at /m);
    });
  }

  test("with --json still ends with a result object", async (t) => {
    const shown = await run(["ask", "x", "--json", "--today", "soon"], { home: join(tempFolder(t), "home") });
    assert.equal(shown.code, 2);
    const result = JSON.parse(shown.stdout.trim().split("\n").at(-1) ?? "") as { ok: boolean; error: { code: string } };
    assert.deepEqual([result.ok, result.error.code], [false, "E_USAGE"]);
  });
});
