import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createContext, openApp } from "../../src/app/index.ts";
import { openStore } from "../../src/store/index.ts";
import { startOpenAi } from "../models/remote/_openai.ts";
import { sendJson } from "../models/remote/_standIn.ts";
import { createRandom } from "../store/_random.ts";
import { tempFolder } from "../store/_setup.ts";

/** What is somebody's own business, and where each of it lies. */
const KINDS = [
  "sender",
  "subject",
  "body",
  "other subject",
  "other body",
  "attachment",
  "broken mail",
  "memory",
  "profile",
  "file",
  "document",
  "chat",
  "failing chat",
  "draft",
] as const;
type Kind = (typeof KINDS)[number];

/** Words that occur nowhere else, made of letters alone, so that they are words for everything that reads them. */
function makeCanaries(): Record<Kind, string> {
  const random = createRandom(4_711);
  const word = (): string => Array.from({ length: 14 }, () => String.fromCodePoint(97 + random.below(26))).join("");
  return Object.fromEntries(KINDS.map((kind) => [kind, `zq${word()}`])) as Record<Kind, string>;
}

const FORMS: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  base64: (value) => Buffer.from(value).toString("base64").slice(2, -4),
  hex: (value) => Buffer.from(value).toString("hex"),
  reversed: (value) => [...value].toReversed().join(""),
};

function findIn(text: string, canaries: Record<Kind, string>, kinds: readonly Kind[] = KINDS): string[] {
  const small = text.toLowerCase();
  return kinds.flatMap((kind) =>
    Object.entries(FORMS)
      .filter(([, form]) => small.includes(form(canaries[kind]).toLowerCase()))
      .map(([name]) => `${kind} (${name})`),
  );
}

const mailOf = (n: number, from: string, subject: string, body: string, more = ""): string =>
  `From: ${from}\r\nTo: office@example.com\r\nSubject: ${subject}\r\nMessage-ID: <m${n}@example.org>\r\nDate: Fri, 27 Nov 2026 08:00:00 +0000\r\n${more}\r\n${body}\r\n`;

async function writeMails(folder: string, c: Record<Kind, string>): Promise<void> {
  for (const part of ["new", "cur", "tmp"]) await mkdir(join(folder, part), { recursive: true });
  const attached = `--b\r\nContent-Type: text/plain\r\n\r\nKönnen Sie bitte antworten? ${c.body}\r\n--b\r\nContent-Type: application/pdf; name="${c.attachment}.pdf"\r\nContent-Disposition: attachment; filename="${c.attachment}.pdf"\r\n\r\nno pdf\r\n--b--`;
  const mixed = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n';
  const mails = [
    mailOf(1, `"${c.sender}" <anna@example.org>`, `Was kostet ${c.subject}?`, attached, mixed),
    mailOf(2, "Bo <bo@other.example>", c["other subject"], `Guten Tag, ${c["other body"]}.`),
    mailOf(
      3,
      "x",
      `=?utf-8?B?${"A".repeat(9)}`,
      `${c["broken mail"]}\u0000\u0001`,
      "Content-Type: multipart/mixed\r\n",
    ),
  ];
  for (const [n, mail] of mails.entries()) await writeFile(join(folder, "new", `${1_000 + n}.m${n}.host`), mail);
}

/** A home with something private in every corner, and a model server that says again in its refusal what it was sent. */
async function openHome(t: TestContext, c: Record<Kind, string>) {
  const folder = await tempFolder(t);
  const [home, workspace, knowledge, maildir] = ["home", "work", "knowledge", "Maildir"].map((name) =>
    join(folder, name),
  );
  for (const path of [home!, workspace!, knowledge!]) await mkdir(path, { recursive: true, mode: 0o700 });
  await writeMails(maildir!, c);
  await writeFile(join(workspace!, "notes.txt"), `Notes: ${c.file}\n`);
  await writeFile(join(knowledge!, "prices.txt"), `A fence costs ${c.document} a metre.\n`);
  const prompts: string[] = [];
  const model = await startOpenAi({
    contextTokens: 8_000,
    tokenMs: 0,
    answer: () => "Four.",
    before: ({ path, body }, response) => {
      if (!path.endsWith("/chat/completions")) return false;
      const said = JSON.stringify(body);
      prompts.push(said);
      if (!said.includes(c["failing chat"])) return false;
      sendJson(response, 400, { error: { message: `cannot answer ${said}` } });
      return true;
    },
  });
  t.after(() => model.close());
  const shared = await tempFolder(t);
  await chmod(shared, 0o777); // where root runs the tests, the sandbox is nobody
  const dump = join(shared, "child.txt");
  const script = `require("fs").writeFileSync(${JSON.stringify(dump)}, JSON.stringify(process.env) + process.argv)`;
  const servers = {
    dump: { command: process.execPath, args: ["-e", script], folders: [{ path: shared, write: true }] },
  };
  const config = {
    engines: { stub: { type: "openai", url: `${model.url}/v1`, context: 8_000 } },
    models: { default: "stub/m1" },
    mcp: { servers },
  };
  await writeFile(join(home!, "config.json"), JSON.stringify(config));
  const ctx = createContext({ home: home!, env: { KRALLE_DEBUG: "1" }, signal: new AbortController().signal });
  const store = await openStore(home!, ctx);
  const settings = { path: maildir, days: 3650, address: "office@example.com" };
  const of = { name: "Office", address: "office@example.com", check: null };
  await store.accounts.create({ kind: "maildir", ...of, settings }, ctx);
  await store.profile.set({ name: c.profile, language: "de", timeZone: "Europe/Berlin" }, ctx);
  await store.close();
  return { home: home!, workspace: workspace!, knowledge: knowledge!, prompts, ctx, dump };
}

async function textOf(folder: string): Promise<string> {
  const parts: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) parts.push((await readFile(join(entry.parentPath, entry.name))).toString("latin1"));
  return parts.join("\n");
}

test("what is private stays where it lies: not in logs, audit, diagnosis, errors of a crash, children, nor in the prompts of other work", async (t) => {
  const c = makeCanaries();
  const { home, workspace, knowledge, prompts, ctx, dump } = await openHome(t, c);
  const app = await openApp({ home, env: { PATH: process.env["PATH"] }, interactive: false }, ctx);
  t.after(() => app.close());
  const failures: string[] = [];
  const run = (work: Promise<unknown>): Promise<unknown> =>
    work.catch((thrown: Error) => void failures.push(thrown.message));
  const conversations = await app.conversations();
  const chat = async (text: string): Promise<void> => {
    const { id } = await conversations.create({ model: "stub/m1" });
    await conversations.send(id, { text });
    const isOver = async () => (await conversations.messages(id)).some(({ role }) => role === "assistant");
    for (let waited = 0; !(await isOver()) && waited < 400; waited += 1) await sleep(25);
  };
  await app.run("remember", { text: `My sister is called ${c.memory}.`, sender: "owner" }, {}, ctx);
  await app.run("addKnowledge", { folder: knowledge }, {}, ctx);
  const items = async () => (await app.run("inbox", { state: "open", limit: 10 }, {}, ctx)).entries;
  for (let waited = 0; (await items()).length < 2 && waited < 400; waited += 1) await sleep(25);
  const [first] = (await items()).filter(({ item }) => item.title.includes(c.subject));
  assert.ok(first, "control: the mails are there");

  // Work of one kind after the other; what a model was sent for each, and what came of it, is kept apart.
  const during = async (work: () => Promise<unknown>): Promise<string> => {
    const before = prompts.length;
    const result = await run(work());
    return [...prompts.slice(before), JSON.stringify(result)].join("\n");
  };
  const mail = first.item.id;
  const sent = {
    draft: await during(() => app.run("writeDraft", { id: mail }, {}, ctx)),
    chat: await during(() => chat(`Something about ${c.chat}`)),
    fails: await during(() => chat(`Something about ${c["failing chat"]}`)),
    files: await during(() => app.run("ask", { workspace, model: "stub/m1", text: "Summarise notes.txt" }, {}, ctx)),
  };
  const { draft } = await app.run("writeDraft", { id: mail, text: `Gern, ${c.draft}.` }, {}, ctx);
  await run(app.run("approveDraft", { id: draft?.id ?? "", hash: draft?.hash ?? "" }, {}, ctx));
  await run(app.run("addPolicy", { text: "ask mail.send" }, {}, ctx));
  await run(app.run("approveMcp", { name: "dump" }, {}, ctx));
  await run(app.run("composeBriefing", {}, {}, ctx));

  const records: string[] = [];
  await app.run("exportAudit", {}, { onEvent: (record) => records.push(JSON.stringify(record)) }, ctx);
  const outputs = {
    logs: await textOf(join(home, "logs")),
    audit: records.join("\n"),
    diagnosis: JSON.stringify(await app.run("doctor", {}, {}, ctx)),
    usage: JSON.stringify(await app.run("usage", {}, {}, ctx)),
    requests: JSON.stringify(await app.run("egress", { limit: 100 }, {}, ctx)),
    child: await readFile(dump, "utf8"),
    crash: await crashWith(home),
  };
  const found = Object.entries(outputs).flatMap(([where, text]) => findIn(text, c).map((what) => `${where}: ${what}`));
  const others: Record<keyof typeof sent, readonly Kind[]> = {
    draft: ["other subject", "other body", "broken mail", "memory", "file", "chat", "failing chat"],
    chat: [
      "sender",
      "subject",
      "body",
      "other subject",
      "other body",
      "attachment",
      "broken mail",
      "memory",
      "document",
    ],
    fails: ["sender", "subject", "body", "other subject", "other body", "attachment", "memory", "document", "chat"],
    files: ["sender", "subject", "body", "other subject", "other body", "attachment", "memory", "document", "chat"],
  };
  const strayed = Object.entries(others).flatMap(([work, kinds]) =>
    findIn(sent[work as keyof typeof sent], c, kinds).map((what) => `prompts of ${work}: ${what}`),
  );
  const size = Object.values({ ...outputs, ...sent }).reduce((sum, text) => sum + text.length, 0);
  t.diagnostic(
    `${KINDS.length} kinds x ${Object.keys(FORMS).length} forms in ${size} characters; ${failures.join(" | ")}`,
  );
  assert.deepEqual([...found, ...strayed], []);

  // Controls: each output was written, the model saw what it was asked, and a leak would be found.
  for (const [name, text] of Object.entries(outputs)) assert.ok(text.length > 2, `${name} is empty`);
  assert.match(outputs.child, /PATH/u);
  assert.ok(sent.chat.includes(c.chat) && sent.fails.includes(c["failing chat"]));
  ctx.log.warn("a fault that tells too much", { error: new Error(`cannot read ${c.body}`) });
  assert.deepEqual(findIn(await textOf(join(home, "logs")), c), ["body (plain)"]);
});

/** A process that has the mails in hand and ends with a fault that nobody catches. */
async function crashWith(home: string): Promise<string> {
  const script = `
    import { createContext, openApp } from "./src/app/index.ts";
    const ctx = createContext({ home: ${JSON.stringify(home)}, env: {}, signal: new AbortController().signal });
    const app = await openApp({ home: ${JSON.stringify(home)}, env: {}, interactive: false }, ctx);
    const { entries } = await app.run("inbox", { state: "open", limit: 10 }, {}, ctx);
    if (entries.length < 2) throw new Error("no mails");
    throw new Error("crashed");`;
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "--report-uncaught-exception",
      "--report-directory=/tmp",
      "--report-filename=stderr",
      "--eval",
      script,
    ],
    {
      cwd: join(import.meta.dirname, "../.."),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "close");
  assert.match(text, /crashed/u);
  return text;
}
