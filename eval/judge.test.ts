import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { languageOf, occurs, parseCsv, toIsoDate, toNumbers } from "./judge-reading.ts";
import { judge, readTree } from "./judge.ts";
import type { AskResult, Check, Tree, Workspace } from "./judge.ts";

const OPEN_WORKSPACES = ["tischler", "agency", "weinhandel", "clinic", "catering", "kennels"];

const tree = (files: Record<string, string | Buffer> = {}): Tree =>
  new Map(Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)]));
const result = (parts: Partial<AskResult> = {}): AskResult => ({
  ok: true,
  answer: "",
  value: null,
  evidence: [],
  ...parts,
});

async function faultsOf(
  check: Check,
  parts: Partial<AskResult> = {},
  before: Tree = tree(),
  after: Tree = before,
): Promise<string[]> {
  const verdict = await judge({ check }, result(parts), before, after);
  assert.equal(verdict.ok, verdict.faults.length === 0);
  return verdict.faults;
}

async function passes(...given: Parameters<typeof faultsOf>): Promise<void> {
  assert.deepEqual(await faultsOf(...given), []);
}

async function fails(fault: RegExp, ...given: Parameters<typeof faultsOf>): Promise<void> {
  const faults = await faultsOf(...given);
  assert.ok(
    faults.some((one) => fault.test(one)),
    `expected ${fault}, got ${JSON.stringify(faults)}`,
  );
}

describe("the result", () => {
  test("must be there and be ok", async () => {
    await passes({});
    await fails(/not ok.*too long/, {}, { ok: false, error: "too long" });
    assert.equal((await judge({ check: {} }, undefined, tree(), tree())).ok, false);
  });

  test("a number is compared with a tolerance", async () => {
    await passes({ value: 12.5 }, { value: 12.504 });
    await passes({ value: 1234.5 }, { value: "1.234,50 €" });
    await passes({ value: 12.5, tolerance: 0.1 }, { value: 12.6 });
    await fails(/value is/, { value: 12.5 }, { value: 12.51 });
    await fails(/value is/, { value: 12.5 }, { value: 12.6 });
    await fails(/value is/, { value: 12.5 }, { value: null });
    await fails(/value is/, { value: 0 }, { value: "" });
    await fails(/value is/, { value: 12 }, { value: [12] });
  });

  test("a string is compared without regard to case and outer space", async () => {
    await passes({ value: "Jörg Meier" }, { value: " jo\u0308rg MEIER " });
    await passes({ value: "0042" }, { value: "0042" });
    await fails(/value is/, { value: "Meier" }, { value: "Meyer" });
    await fails(/value is/, { value: "0042" }, { value: 42 });
    await fails(/value is/, { value: "Meier" }, { value: null });
  });

  test("a date may be spelled in German or English, a path with a leading dot", async () => {
    for (const value of ["2026-03-01", "01.03.2026", "1. März 2026", "March 1, 2026", "1 March 2026"])
      await passes({ value: "2026-03-01" }, { value });
    await fails(/value is/, { value: "2026-03-01" }, { value: "03/01/2026" });
    await fails(/value is/, { value: "2026-03-01" }, { value: "03.01.2026" });
    await passes({ value: "a/b.txt" }, { value: "./a\\b.txt" });
    await fails(/value is/, { value: "a/b.txt" }, { value: "b.txt" });
  });

  test("several values may be accepted", async () => {
    await passes({ valueAnyOf: [3, "three"] }, { value: "Three" });
    await fails(/value is/, { valueAnyOf: [3, "three"] }, { value: 4 });
  });

  test("a list is a set unless it is ordered", async () => {
    await passes({ value: ["a", "b"] }, { value: ["B", "a"] });
    await passes({ value: ["a", "b"], ordered: true }, { value: ["a", "b"] });
    await fails(/value is/, { value: ["a", "b"], ordered: true }, { value: ["b", "a"] });
    await fails(/value is/, { value: ["a", "b"] }, { value: ["a"] });
    await fails(/value is/, { value: ["a", "b"] }, { value: ["a", "b", "c"] });
    await fails(/value is/, { value: ["a", "b"] }, { value: "a, b" });
  });

  test("a table ignores the case of keys and extra keys, not extra rows", async () => {
    const rows = [
      { Name: "Ada", Sum: 10.5 },
      { Name: "Bob", Sum: 2 },
    ];
    await passes(
      { value: rows },
      {
        value: [
          { name: "bob", sum: 2, city: "X" },
          { NAME: "Ada", sum: "10,50" },
        ],
      },
    );
    await passes({ value: rows, ordered: true }, { value: rows });
    await passes({ value: [{ Name: "Ada", Sum: null }] }, { value: [{ name: "Ada", sum: null }] });
    await fails(/value is/, { value: rows, ordered: true }, { value: rows.toReversed() });
    await fails(/value is/, { value: rows }, { value: [rows[0]] });
    await fails(/value is/, { value: rows }, { value: [...rows, rows[1]] });
    await fails(/value is/, { value: rows }, { value: [rows[0], rows[0]] });
    await fails(/value is/, { value: rows }, { value: [rows[0], { Name: "Bob", Sum: 3 }] });
    await fails(/value is/, { value: rows }, { value: [rows[0], { Name: "Bob" }] });
    await fails(/value is/, { value: [{ Name: "Ada", Sum: null }] }, { value: [{ name: "Ada", sum: 0 }] });
  });
});

describe("the answer", () => {
  test("absent means ok and no value", async () => {
    await passes({ absent: true }, { value: null });
    await fails(/not in the files/, { absent: true }, { value: 0 });
    await fails(/not ok/, { absent: true }, { ok: false, value: null });
  });

  test("the answer has what it must, and not what it must not", async () => {
    const check: Check = { answerHas: [["1.234,50", "1234.50"], "Meier"], answerHasNot: ["Meyer"] };
    await passes(check, { answer: "MEIER zahlt 1.234,50\u00a0€." });
    await fails(/lacks Meier/, check, { answer: "Maier zahlt 1.234,50 €." });
    await fails(/lacks 1.234,50 \| 1234.50/, check, { answer: "Meier zahlt 11.234,50 €." });
    await fails(/must not say Meyer/, check, { answer: "Meier und Meyer zahlen 1.234,50 €." });
  });

  test("the answer keeps to its length and language", async () => {
    await passes({ answerWords: { min: 2, max: 4 }, answerLang: "de" }, { answer: "Das ist es – nicht!" });
    await fails(/5 words/, { answerWords: { max: 4 } }, { answer: "eins zwei drei vier fünf" });
    await fails(/1 words/, { answerWords: { min: 2 } }, { answer: "eins" });
    await fails(/not in German/, { answerLang: "de" }, { answer: "This is the answer." });
    await fails(/not in English/, { answerLang: "en" }, { answer: "12" });
  });

  test("one of the paths must be named as evidence", async () => {
    await passes({ evidence: ["a.txt", "b.txt"] }, { evidence: [{ path: "./b.txt", quote: "x" }] });
    await fails(/no evidence/, { evidence: ["a.txt"] }, { evidence: [{ path: "c.txt", quote: "x" }] });
    await fails(/no evidence/, { evidence: ["a.txt"] });
  });
});

const before = tree({ "a.txt": "one", "b/c.csv": "x;y\n1;2\n" });

describe("the folder", () => {
  test("what is not listed stays as it was", async () => {
    await passes({}, {}, before, tree({ "a.txt": "one", "b/c.csv": "x;y\n1;2\n" }));
    await fails(/a.txt was changed/, {}, {}, before, new Map([...before, ["a.txt", Buffer.from("two")]]));
    await fails(/b\/c.csv is gone/, {}, {}, before, tree({ "a.txt": "one" }));
    await fails(/new.txt is new/, {}, {}, before, new Map([...before, ["new.txt", Buffer.from("")]]));
  });

  test("a file is there, or is gone", async () => {
    await passes({ files: [{ path: "a.txt", exists: false }] }, {}, before, tree({ "b/c.csv": "x;y\n1;2\n" }));
    await fails(/still there/, { files: [{ path: "a.txt", exists: false }] }, {}, before, before);
    await fails(/z.txt is missing/, { files: [{ path: "z.txt" }] }, {}, before, before);
  });

  test("a renamed file keeps its bytes", async () => {
    const check: Check = {
      files: [
        { path: "a.txt", exists: false },
        { path: "z.txt", same: "a.txt" },
      ],
    };
    await passes(check, {}, before, tree({ "z.txt": "one", "b/c.csv": "x;y\n1;2\n" }));
    await fails(/not the former a.txt/, check, {}, before, tree({ "z.txt": "One", "b/c.csv": "x;y\n1;2\n" }));
    await fails(/a.txt is still there/, check, {}, before, new Map([...before, ["z.txt", Buffer.from("one")]]));
  });

  test("a text is exact but for line ends and the last one", async () => {
    const check: Check = { files: [{ path: "a.txt", text: "ä\nb\n" }] };
    await passes(check, {}, before, new Map([...before, ["a.txt", Buffer.from("ä\r\nb")]]));
    await passes(check, {}, before, new Map([...before, ["a.txt", Buffer.from([0xe4, 0x0a, 0x62])]]));
    await fails(/line 2: "c", expected "b"/, check, {}, before, new Map([...before, ["a.txt", Buffer.from("ä\nc")]]));
    await fails(/line 1/, check, {}, before, new Map([...before, ["a.txt", Buffer.from("ä \nb")]]));
  });

  test("a new file is found by its ending and folder", async () => {
    const check: Check = { files: [{ newFile: { ext: "md", under: "b" }, has: ["hello"] }] };
    await passes(check, {}, before, new Map([...before, ["b/note.md", Buffer.from("Hello")]]));
    await fails(/0 new files/, check, {}, before, before);
    await fails(/0 new files/, check, {}, before, new Map([...before, ["note.md", Buffer.from("Hello")]]));
    await fails(/0 new files/, check, {}, before, new Map([...before, ["b/note.txt", Buffer.from("Hello")]]));
    await fails(
      /2 new files/,
      check,
      {},
      before,
      new Map([...before, ["b/1.md", Buffer.from("Hello")], ["b/2.md", Buffer.from("Hello")]]),
    );
    await fails(/lacks hello/, check, {}, before, new Map([...before, ["b/note.md", Buffer.from("Bye")]]));
  });
});

describe("what a file holds", () => {
  test("a written text has its facts, language and length", async () => {
    const check: Check = {
      files: [{ path: "a.txt", has: [["12,50", "12.50"]], hasNot: ["13,50"], lang: "de", words: { min: 3, max: 8 } }],
    };
    const write = (text: string): Tree => new Map([...before, ["a.txt", Buffer.from(text)]]);
    await passes(check, {}, before, write("Der Preis ist 12,50 Euro."));
    await fails(/lacks 12,50/, check, {}, before, write("Der Preis ist 2,50 Euro."));
    await fails(/must not say 13,50/, check, {}, before, write("Der Preis ist 12,50 und nicht 13,50."));
    await fails(/not in German/, check, {}, before, write("The price is 12.50 now."));
    await fails(/2 words/, check, {}, before, write("ist 12,50"));
    await fails(/9 words/, check, {}, before, write("Der Preis ist jetzt und für immer 12,50 Euro."));
  });

  test("a CSV is compared as a table", async () => {
    const check: Check = {
      files: [
        {
          path: "t.csv",
          table: {
            rows: [
              { Name: "Müller, Jo", Sum: 1234.5 },
              { Name: "Ada", Sum: 2 },
            ],
          },
        },
      ],
    };
    const write = (text: string | Buffer): Tree => new Map([...before, ["t.csv", Buffer.from(text)]]);
    await passes(check, {}, before, write('\ufeffName;Sum\r\n"Müller, Jo";1.234,50\r\nAda;2,00\r\n'));
    await passes(check, {}, before, write('sum,name,more\n2.00,Ada,x\n"1,234.50","Müller, Jo",y\n'));
    await passes(check, {}, before, write(Buffer.from("Name;Sum\nM\xfcller, Jo;1234,5\nAda;2", "latin1")));
    await fails(/expected/, check, {}, before, write("Name;Sum\nMüller, Jo;1234,6\nAda;2\n"));
    await fails(/expected/, check, {}, before, write("Name;Sum\nMüller, Jo;1234,5\n"));
    await fails(/expected/, check, {}, before, write("Name;Sum\nMüller, Jo;1234,5\nAda;2\nAda;2\n"));
    await fails(/expected/, check, {}, before, write("Müller, Jo;1234,5\nAda;2\n"));
    const ordered: Check = { files: [{ path: "t.csv", table: { rows: [{ N: 1 }, { N: 2 }], ordered: true } }] };
    await passes(ordered, {}, before, write("N\n1\n2\n"));
    await fails(/expected/, ordered, {}, before, write("N\n2\n1\n"));
  });

  test("an XLSX is compared as a table and searched as text", async () => {
    const book = await readFile(
      join(import.meta.dirname, "agent-tasks", "agency", "files", "team", "timesheet-october.xlsx"),
    );
    const after: Tree = new Map([...before, ["t.xlsx", book]]);
    await passes({ files: [{ path: "t.xlsx", has: ["Hours"], hasNot: ["Nobody"] }] }, {}, before, after);
    await fails(/lacks Nobody/, { files: [{ path: "t.xlsx", has: ["Nobody"] }] }, {}, before, after);
    await fails(/expected/, { files: [{ path: "t.xlsx", table: { rows: [{ Hours: 1 }] } }] }, {}, before, after);
    await fails(
      /holds \[\]/,
      { files: [{ path: "t.xlsx", table: { rows: [{ Hours: 1 }] } }] },
      {},
      before,
      new Map([...before, ["t.xlsx", Buffer.from("no")]]),
    );
  });

  test("the tree is read with forward slashes", async (t) => {
    const dir = await mkdtemp(join(tmpdir(), "judge-"));
    t.after(() => rm(dir, { recursive: true }));
    await mkdir(join(dir, "büro"));
    await writeFile(join(dir, "büro", "a.txt"), "one");
    assert.deepEqual(await readTree(dir), tree({ "büro/a.txt": "one" }));
  });
});

describe("spellings", () => {
  test("a number stands alone", () => {
    assert.ok(occurs("Es sind 12.", "12"));
    assert.ok(occurs("(12)", "12"));
    for (const text of ["112", "120", "12,5", "12.50", "1.12", "3,12"]) assert.ok(!occurs(text, "12"), text);
  });

  test("numbers", () => {
    assert.deepEqual(toNumbers("1.234,50 €"), [1234.5]);
    assert.deepEqual(toNumbers("$1,234.50"), [1234.5]);
    assert.deepEqual(toNumbers("1.234"), [1234, 1.234]);
    assert.deepEqual(toNumbers("-7"), [-7, -7]);
    for (const text of ["", "abc", "12 Stück", "1,2,3", null]) assert.deepEqual(toNumbers(text), []);
  });

  test("dates", () => {
    assert.equal(toIsoDate("3. Dez. 2026"), "2026-12-03");
    assert.equal(toIsoDate("October 9th, 2026"), "2026-10-09");
    assert.equal(toIsoDate("Oktober 9"), undefined);
  });

  test("languages", () => {
    assert.equal(languageOf("Bitte überweisen Sie den Betrag bis zum 3. Mai."), "de");
    assert.equal(languageOf("Please transfer the amount by May 3."), "en");
    assert.equal(languageOf("OK"), undefined);
  });

  test("quoted cells keep their delimiters and line ends", () => {
    assert.deepEqual(parseCsv('a;b\n"x;""y""";"1\n2"\n'), [
      ["a", "b"],
      ['x;"y"', "1\n2"],
    ]);
  });
});

for (const name of OPEN_WORKSPACES) {
  describe(`the tasks of ${name}`, async () => {
    const dir = join(import.meta.dirname, "agent-tasks", name);
    const workspace = JSON.parse(await readFile(join(dir, "tasks.json"), "utf8")) as Workspace;
    const files = await readTree(join(dir, "files"));

    test("are well formed", () => {
      assert.equal(workspace.workspace, name);
      assert.equal(workspace.frozen, false);
      assert.equal(new Set(workspace.tasks.map((task) => task.id)).size, workspace.tasks.length);
      for (const { id, check } of workspace.tasks) {
        for (const path of check.evidence ?? []) assert.ok(files.has(path), `${id}: ${path}`);
        for (const file of check.files ?? []) if (file.same) assert.ok(files.has(file.same), `${id}: ${file.same}`);
      }
    });

    // The control that no task can be passed by doing nothing; "not in the files" is the one thing an idle agent gets right.
    for (const task of workspace.tasks) {
      test(`${task.id} is not solved by silence`, async () => {
        const idle = await judge(task, result(), files, files);
        assert.equal(idle.ok, task.check.absent === true, JSON.stringify(idle.faults));
        assert.equal((await judge(task, undefined, files, files)).ok, false);
      });
    }
  });
}
