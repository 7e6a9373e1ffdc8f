import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createProvenance } from "../../../src/agent/provenance/index.ts";
import { headOf, isStatedIn, labelsOfRequest } from "../../../src/agent/provenance/request.ts";
import { isUntrusted, labelsOf, NOTHING, OWNER, type PolicyLine } from "../../../src/guard/index.ts";
import { openBench } from "../workspace/_setup.ts";

const OTHERS = labelsOf("others", true);

test("the owner's own words end where something is pasted", () => {
  const order = "Send it to anna@firma.example";
  const pasted = [
    "\n\nDear Sir",
    "\n> quoted",
    "\n```\ncode",
    "\n<<<\nx",
    "\n-----\nx",
    "\nForwarded from Eve: x",
    "\nVon: Eve\nx",
  ];
  for (const rest of pasted) {
    assert.equal(headOf(`${order}${rest}`).trim(), order, JSON.stringify(rest));
    assert.deepEqual(labelsOfRequest(`${order}${rest}`), { from: ["owner", "others"], isPrivate: true });
  }
  assert.deepEqual(labelsOfRequest(`${order}\nand to Bernd`), OWNER, "control: a second line is still the order");
  assert.deepEqual(labelsOfRequest(""), OWNER);
});

test("what is stated stands there whole", () => {
  const head = "Pay 1250 EUR, 25.50 EUR and 3 EUR to info@firma.de, or a@firma.de.example; run sh check.sh";
  for (const words of ["1250", "25.50", "3", "info@firma.de", "a@firma.de.example", "sh", "check.sh", "Pay 1250 EUR"])
    assert.ok(isStatedIn(head, words), words);
  for (const words of [
    "25",
    "50",
    "125",
    "firma.de",
    "a@firma.de",
    "info",
    "ay",
    "check",
    "o@firma.de",
    "1250 USD",
    "infо@firma.de",
  ])
    assert.ok(!isStatedIn(head, words), words);
});

async function open(t: TestContext, files: Record<string, string>, trust: string[] = [], request = "Do it") {
  const bench = await openBench(t, files);
  const lines = (): Promise<PolicyLine[]> =>
    Promise.resolve(trust.map((folder) => ({ type: "trust", folder: join(bench.root, folder) }) as const));
  const parts = { labels: bench.store.labels, workspace: bench.workspace, lines };
  const again = (more: { sender?: "agent" } = {}) => {
    const provenance = createProvenance({ ...parts, request, ...more });
    bench.workspace.watch(provenance.writes);
    return provenance;
  };
  return { bench, provenance: again(), again };
}

const bytes = (text: string) => Buffer.from(text);

test("a file is somebody else's until its folder is trusted; what it is called says whose", async (t) => {
  const files = { "a.eml": "x", "b.html": "x", "c.txt": "x", "notes/own.txt": "mine" };
  const { provenance, bench } = await open(t, files, ["notes"]);
  const of = async (path: string) => (await provenance.ofFile(path)).from;
  assert.deepEqual([await of("a.eml"), await of("b.html"), await of("c.txt")], [["mail"], ["web"], ["others"]]);
  assert.deepEqual(await provenance.ofFile("notes/own.txt"), labelsOf("own", true));
  assert.deepEqual(await provenance.ofFile("notes/../c.txt"), OTHERS);
  assert.deepEqual(await provenance.ofFile("./notes//x/../../c.txt"), OTHERS);
  symlinkSync("../c.txt", join(bench.root, "notes/link.txt"));
  assert.deepEqual(await provenance.ofFile("notes/link.txt"), OTHERS, "where a link leads");
  assert.deepEqual((await provenance.ofFolder()).from, ["own", "mail", "web", "others"]);
  const { provenance: alone } = await open(t, { "notes/own.txt": "mine" }, ["notes"]);
  assert.deepEqual((await alone.ofFolder()).from, ["own"]);
  const { provenance: whole } = await open(t, { "a.eml": "x" }, ["."]);
  assert.deepEqual((await whole.ofFile("a.eml")).from, ["own"]);
});

test("what is written keeps where it came from: by path, by content, through moves, appends and restarts", async (t) => {
  const { bench, provenance, again } = await open(t, { "notes/own.txt": "mine" }, ["notes"]);
  const { workspace, root } = bench;
  const mail = labelsOf("mail", true);
  await provenance.making(mail, () => workspace.create("notes/a.txt", bytes("from a mail")));
  await provenance.making(NOTHING, () => workspace.create("notes/b.txt", bytes("said by the owner")));
  const later = again();
  assert.deepEqual((await later.ofFile("notes/a.txt")).from, ["owner", "mail"]);
  assert.deepEqual(await later.ofFile("notes/b.txt"), OWNER);
  await workspace.move("notes/a.txt", "notes/c.txt");
  assert.ok((await again().ofFile("notes/c.txt")).from.includes("mail"));
  // The same bytes elsewhere, by whatever way, and the same path with other bytes.
  writeFileSync(join(root, "notes/copy.txt"), "from a mail");
  assert.ok((await again().ofFile("notes/copy.txt")).from.includes("mail"));
  writeFileSync(join(root, "notes/c.txt"), "from a mail, edited by hand");
  assert.ok((await again().ofFile("notes/c.txt")).from.includes("mail"));
  // Where the owner's words are added to a stranger's, the stranger's stay there.
  mkdirSync(join(root, "in"));
  writeFileSync(join(root, "in/x.txt"), "a stranger's");
  await again().making(NOTHING, () => workspace.write("in/x.txt", bytes("a stranger's, and the owner's")));
  assert.ok(isUntrusted(await again().ofFile("in/x.txt")));
  // A file that somebody replaced is somebody's again.
  writeFileSync(join(root, "in/y.txt"), "");
  await workspace.remove("in/y.txt");
  await again().making(NOTHING, () => workspace.create("in/y.txt", bytes("the owner's")));
  assert.ok(!isUntrusted(await again().ofFile("in/y.txt")));
  writeFileSync(join(root, "in/y.txt"), "a stranger's");
  assert.ok(isUntrusted(await again().ofFile("in/y.txt")));
});

test("values: what the owner stated is theirs, all else has what led to it; another program states nothing", async (t) => {
  const { provenance, again } = await open(t, {}, [], "Send 5 EUR to anna@firma.example");
  const value = { to: "anna@firma.example", amount: 5, note: "" };
  assert.deepEqual(provenance.ofValue(value, OTHERS), OWNER);
  assert.ok(isUntrusted(provenance.ofValue({ ...value, to: "eve@evil.example" }, OTHERS)));
  assert.ok(isUntrusted(provenance.ofValue({ ...value, "call me now": true }, OTHERS)), "a name that no schema has");
  const agent = again({ sender: "agent" });
  assert.deepEqual(agent.led.from, ["agent"]);
  assert.ok(isUntrusted(agent.ofValue("anna@firma.example", agent.led)));
});

test("what led to a call only grows, and outputs have the labels that their tools declare", async (t) => {
  const { provenance } = await open(t, { "a.eml": "x" });
  provenance.add(labelsOf("web", false));
  provenance.add(OWNER);
  assert.deepEqual(provenance.led, { from: ["owner", "web"], isPrivate: false });
  assert.deepEqual(await provenance.ofOutput({}, {}, OWNER), { from: ["owner", "tool"], isPrivate: true });
  assert.deepEqual(await provenance.ofOutput({ yields: "arguments" }, {}, OWNER), OWNER);
  assert.deepEqual((await provenance.ofOutput({ yields: "file" }, { path: "a.eml" }, OWNER)).from, ["owner", "mail"]);
  assert.deepEqual((await provenance.ofOutput({ yields: "folder" }, {}, OWNER)).from, ["owner", "mail"]);
});
