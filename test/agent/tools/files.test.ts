import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createTools, loadDoc, loadDocs } from "../../../src/agent/tools/index.ts";
import type { EditedFile } from "../../../src/agent/tools/edit-file.ts";
import type { ListedFiles } from "../../../src/agent/tools/list-files.ts";
import type { MovedFiles } from "../../../src/agent/tools/move-file.ts";
import type { ReadFile } from "../../../src/agent/tools/read-file.ts";
import type { SearchHits } from "../../../src/agent/tools/search.ts";
import type { WrittenFile } from "../../../src/agent/tools/write-file.ts";
import { isError } from "../../store/_setup.ts";
import { snapshot } from "../workspace/_setup.ts";
import { openTools } from "./_setup.ts";

const FILES = {
  "brief.txt": "Sehr geehrte Frau Özdemir,\nIhre Rechnung R-17 über 120 Euro ist offen.\nMit Grüßen\n",
  "notes/meeting.md": "# Meeting\nInvoice R-17 was discussed.\nThe budget is 500.\n",
  "preise.csv": "Artikel;Preis\nSchraube;0,10\nMutter;0,20\nBlech;1.234,50\n",
};

test("every tool has a name, one line for the model, a schema and a class", () => {
  const tools = createTools();
  assert.equal(new Set(tools.map((tool) => tool.name)).size, 10);
  for (const tool of tools) {
    assert.match(tool.name, /^[a-z_]+$/);
    assert.ok(tool.description.length < 160 && !tool.description.includes("\n"), tool.name);
    assert.equal(tool.input.safeParse({ nonsense: 1 }).success, tool.name === "list_files", tool.name);
  }
  const writing = tools.filter((tool) => tool.effect !== "read").map((tool) => tool.name);
  assert.deepEqual(writing, ["write_file", "edit_file", "move_file", "run_command"]);
  const edit = tools.find((tool) => tool.name === "edit_file");
  assert.equal(edit?.describe({ path: "a\u001b[2J", find: "x\ny", replace: "z" }), 'in a replace "x y" by "z"');
});

test("list_files by folder and pattern", async (t) => {
  const { call } = await openTools(t, FILES);
  const paths = async (input: object): Promise<string[]> =>
    (await call<ListedFiles>("list_files", input)).files.map(({ path }) => path);
  assert.deepEqual(await paths({}), ["brief.txt", "notes/meeting.md", "preise.csv"]);
  assert.deepEqual(await paths({ folder: "notes/" }), ["notes/meeting.md"]);
  assert.deepEqual(await paths({ folder: "." }), ["brief.txt", "notes/meeting.md", "preise.csv"]);
  assert.deepEqual(await paths({ pattern: "*.md" }), ["notes/meeting.md"]);
  assert.deepEqual(await paths({ pattern: "**/*.{csv,txt}" }), ["brief.txt", "preise.csv"]);
});

test("read_file gives lines of a text, header and rows of a table", async (t) => {
  const { call, root } = await openTools(t, FILES);
  const text = await call<ReadFile>("read_file", { path: "brief.txt", from: 2, to: 2 });
  assert.equal(text.text, "Ihre Rechnung R-17 über 120 Euro ist offen.");
  assert.deepEqual([text.from, text.to, text.total], [2, 2, 4]);
  const table = await call<ReadFile>("read_file", { path: "preise.csv", from: 2 });
  assert.deepEqual(table.tables, [
    {
      name: "preise",
      columns: ["Artikel", "Preis"],
      rows: [
        ["Mutter", "0,20"],
        ["Blech", "1.234,50"],
      ],
      total: 3,
    },
  ]);
  await writeFile(join(root, "x.bin"), Buffer.from([0, 1, 2, 3, 0, 255]));
  await assert.rejects(call("read_file", { path: "x.bin" }), isError("E_FILE_UNREADABLE"));
  await assert.rejects(call("read_file", { path: "none.txt" }), isError("E_NOT_FOUND"));
  await assert.rejects(call("read_file", { path: "../x" }), isError("E_OUTSIDE_WORKSPACE"));
  await assert.rejects(call("read_file", { path: "brief.txt", from: 3, to: 1 }), isError("E_INPUT"));
});

test("search finds words, and exact text, with the line", async (t) => {
  const { call } = await openTools(t, FILES);
  const { hits } = await call<SearchHits>("search", { query: "budget meeting" });
  assert.equal(hits[0]?.path, "notes/meeting.md");
  const exact = await call<SearchHits>("search", { query: "R-17", exact: true });
  assert.deepEqual(exact.hits, [
    { path: "brief.txt", line: 2, snippet: "Ihre Rechnung R-17 über 120 Euro ist offen." },
    { path: "notes/meeting.md", line: 2, snippet: "Invoice R-17 was discussed." },
  ]);
  assert.deepEqual((await call<SearchHits>("search", { query: "R-17", exact: true, limit: 1 })).hits.length, 1);
  assert.deepEqual((await call<SearchHits>("search", { query: "zzzz qqqq" })).hits, []);
});

test("write_file makes and replaces, shows a diff, and can be undone", async (t) => {
  const { call, workspace, root } = await openTools(t, { ...FILES, "crlf.txt": "eins\r\nzwei\r\n" });
  const start = await snapshot(root);
  await workspace.begin("run_1", "write");
  const made = await call<WrittenFile>("write_file", { path: "neu/a.md", content: "hallo\n" });
  assert.equal(made.kind, "created");
  assert.match(made.diff, /^--- neu\/a\.md.*\n\+\+\+ neu\/a\.md.*\n@@ .* @@\n\+hallo\n/);
  const edited = await call<WrittenFile>("write_file", { path: "crlf.txt", content: "eins\ndrei\n" });
  assert.equal(edited.kind, "edited");
  assert.match(edited.diff, /-zwei/);
  assert.equal((await workspace.read("crlf.txt")).toString(), "eins\r\ndrei\r\n", "the file keeps its line ends");
  const same = await call<WrittenFile>("write_file", { path: "crlf.txt", content: "eins\ndrei\n" });
  assert.deepEqual([same.kind, same.diff], ["unchanged", ""]);
  await assert.rejects(call("write_file", { path: "a.xlsx", content: "x" }), isError("E_INPUT", /no text file/));
  await assert.rejects(call("write_file", { path: "../a.txt", content: "x" }), isError("E_OUTSIDE_WORKSPACE"));
  await workspace.end();
  await workspace.undo();
  assert.deepEqual(await snapshot(root), start);
});

test("edit_file replaces what stands there once, and says why it does not", async (t) => {
  const { call, workspace, root } = await openTools(t, { ...FILES, "mix.txt": "a\r\nb\r\na\r\n" });
  const edited = await call<EditedFile>("edit_file", { path: "brief.txt", find: "120 Euro", replace: "130 Euro" });
  assert.equal(edited.replaced, 1);
  assert.match(edited.diff, /-Ihre Rechnung R-17 über 120 Euro/);
  await assert.rejects(
    call("edit_file", { path: "brief.txt", find: "Ihre Rechnung R-18 über 120 Euro ist offen.", replace: "x" }),
    isError("E_INPUT", /Line 2 comes nearest: "Ihre Rechnung R-17/),
  );
  await assert.rejects(
    call("edit_file", { path: "mix.txt", find: "a", replace: "c" }),
    isError("E_INPUT", /stands 2 times.*lines 1, 3.*all/s),
  );
  await call("edit_file", { path: "mix.txt", find: "a\nb", replace: "x\ny" });
  assert.equal((await workspace.read("mix.txt")).toString(), "x\r\ny\r\na\r\n");
  assert.equal(
    (await call<EditedFile>("edit_file", { path: "mix.txt", find: "\n", replace: "\n\n", all: true })).replaced,
    3,
  );
  await writeFile(join(root, "latin.txt"), Buffer.from("Gr\xfc\xdfe aus K\xf6ln\n", "latin1"));
  await call("edit_file", { path: "latin.txt", find: "Köln", replace: "Münster" });
  assert.equal((await workspace.read("latin.txt")).toString("latin1"), "Grüße aus Münster\n", "the encoding is kept");
  await writeFile(join(root, "x.dat"), Buffer.from([1, 0, 2, 0]));
  await assert.rejects(call("edit_file", { path: "x.dat", find: "x", replace: "y" }), isError("E_FILE_UNREADABLE"));
});

test("move_file moves files, into folders, and whole folders", async (t) => {
  const { call, workspace } = await openTools(t, FILES);
  await call("move_file", { from: "brief.txt", to: "notes/" });
  await call("move_file", { from: "preise.csv", to: "notes" });
  const moved = await call<MovedFiles>("move_file", { from: "notes", to: "Archiv/2026" });
  assert.deepEqual(moved.moved.at(0), { from: "notes/brief.txt", to: "Archiv/2026/brief.txt" });
  assert.deepEqual(
    (await workspace.list()).map(({ path }) => path),
    ["Archiv/2026/brief.txt", "Archiv/2026/meeting.md", "Archiv/2026/preise.csv"],
  );
  await assert.rejects(call("move_file", { from: "Archiv", to: "Archiv/alt" }), isError("E_INPUT", /into itself/));
  await assert.rejects(call("move_file", { from: "none", to: "x" }), isError("E_NOT_FOUND"));
});

test("loadDocs reads anew only what changed, and tells what it cannot read", async (t) => {
  const { tools, workspace, root, ctx } = await openTools(t, FILES);
  await symlink("/etc/passwd", join(root, "evil.txt"));
  await symlink("brief.txt", join(root, "twice.txt"));
  const first = await loadDocs(workspace, ctx);
  assert.deepEqual(
    first.map((doc) => doc.path),
    ["brief.txt", "notes/meeting.md", "preise.csv"],
    "links add nothing",
  );
  await workspace.write("brief.txt", Buffer.from("kurz\n"));
  const second = await loadDocs(workspace, ctx);
  assert.equal(second[0]?.text, "kurz\n");
  assert.equal(second[1], first[1]);
  assert.equal(await loadDoc(workspace, "notes/meeting.md"), first[1]);
  await workspace.remove("brief.txt");
  assert.equal((await loadDocs(workspace, tools)).length, 2);
  await assert.rejects(loadDocs(workspace, { ...ctx, signal: AbortSignal.abort() }), { name: "AbortError" });
});
