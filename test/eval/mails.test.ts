import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const FOLDER = fileURLToPath(new URL("../../eval/inbox/mails/", import.meta.url));
const CLASSES = [
  "question",
  "order",
  "complaint",
  "invoice",
  "reminder",
  "appointment",
  "application",
  "supplier",
  "newsletter",
  "spam",
  "private",
  "automatic",
] as const;
const LEAST_SHARE = 0.08;
/** Between the sets, and within one of them, where everyday phrases meet by chance. */
const WORDS_ACROSS = 6;
const WORDS_WITHIN = 8;
/** Free-mail hosts that anybody may have: they say nothing about the sender. */
const SHARED_HOSTS = new Set(["example.com", "example.net", "example.org", "post.example"]);
const RESERVED = /^(?:[a-z0-9-]+\.)*(?:example(?:\.(?:com|net|org))?|test)$/;

const day = z.iso.date();
const MailCase = z.strictObject({
  id: z.string().regex(/^(?:de|en)-(?:train|test)-\d+-\d{3}$/),
  lang: z.enum(["de", "en"]),
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  scenario: z.strictObject({
    trade: z.string().min(3),
    truth: z.string().min(4),
    class: z.enum(CLASSES),
    action: z.boolean(),
    reply: z.boolean(),
    due: day.nullable(),
    urgent: z.boolean(),
  }),
  from: z.strictObject({ name: z.string(), address: z.string().min(6) }),
  subject: z.string(),
  body: z.string().min(3),
});
type MailCase = z.infer<typeof MailCase>;

function readSet(set: "train" | "test"): MailCase[] {
  return globSync(`${set}/*.jsonl`, { cwd: FOLDER }).flatMap((file) => {
    const lines = readFileSync(`${FOLDER}${file}`, "utf8").trimEnd().split("\n");
    return lines.map((line, index) => {
      const mail = MailCase.parse(JSON.parse(line), { error: () => `${file}:${index + 1}` });
      assert.ok(mail.id.startsWith(`${basename(file, ".jsonl").replace("-", `-${set}-`)}-`), `${mail.id} in ${file}`);
      return mail;
    });
  });
}

const hostOf = (mail: MailCase) => mail.from.address.slice(mail.from.address.indexOf("@") + 1);

function* hostsIn(mail: MailCase): Generator<string> {
  const text = `${mail.from.address} ${mail.subject} ${mail.body}`;
  for (const [, host] of text.matchAll(/(?:@|https?:\/\/)([a-z0-9.-]*[a-z0-9])/gi)) yield (host ?? "").toLowerCase();
}

/** A line that only greets: everybody's. */
const GREETING = /^(?:sehr geehrte|guten tag|hallo|dear|hello|good morning)[^.?\n]{0,50}$/gim;

/** Runs of words of a mail; greetings, case, punctuation and line breaks do not matter. */
function* runsOf(mail: MailCase, words: number): Generator<string> {
  const text = `${mail.subject}\n${mail.body}`.replaceAll(GREETING, "");
  const all = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (let at = 0; at + words <= all.length; at++) yield all.slice(at, at + words).join(" ");
}

const shinglesOf = (mail: MailCase) => runsOf(mail, WORDS_ACROSS);

/** What mails of `a` have in common with mails of `b`, as "id = id: what". */
function shared(a: MailCase[], b: MailCase[], marksOf: (mail: MailCase) => Iterable<string>): string[] {
  const owner = new Map<string, string>();
  for (const mail of a) for (const mark of marksOf(mail)) owner.set(mark, mail.id);
  return b.flatMap((mail) =>
    [...new Set(marksOf(mail))].flatMap((mark) => {
      const other = owner.get(mark);
      return other === undefined || other === mail.id ? [] : [`${other} = ${mail.id}: ${mark}`];
    }),
  );
}

/** A first name alone, or "Mum", is nobody in particular, nor is a machine. */
function* sendersOf(mail: MailCase): Generator<string> {
  yield mail.from.address;
  if (mail.from.name.includes(" ") && mail.scenario.class !== "automatic") yield `name ${mail.from.name.toLowerCase()}`;
  if (!SHARED_HOSTS.has(hostOf(mail))) yield hostOf(mail);
}

function* tradeOf({ lang, scenario }: MailCase): Generator<string> {
  yield `${lang} ${scenario.trade.toLowerCase()}`;
}

/** Threads are allowed: mails of one sender may quote each other. */
function templates(mails: MailCase[]): string[] {
  const seen = new Map<string, MailCase>();
  return mails.flatMap((mail) =>
    [...runsOf(mail, WORDS_WITHIN)].flatMap((shingle) => {
      const other = seen.get(shingle);
      seen.set(shingle, mail);
      const isTemplate = other !== undefined && other.from.address !== mail.from.address;
      return isTemplate ? [`${other.id} = ${mail.id}: ${shingle}`] : [];
    }),
  );
}

function faultsOf(mail: MailCase): string[] {
  const { scenario } = mail;
  return [
    ...[...hostsIn(mail)].filter((host) => !RESERVED.test(host)).map((host) => `${host} is nobody's to invent`),
    ...(scenario.reply && !scenario.action ? ["a reply without an action"] : []),
    ...(scenario.urgent && !scenario.action ? ["urgent without an action"] : []),
    ...(scenario.due !== null && scenario.due < mail.at.slice(0, 10) ? ["due before it came"] : []),
    ...(Number.isNaN(Date.parse(mail.at)) ? ["no such time"] : []),
  ].map((fault) => `${mail.id}: ${fault}`);
}

function sharesOf(mails: MailCase[]): string[] {
  return CLASSES.flatMap((name) => {
    const share = mails.filter((mail) => mail.scenario.class === name).length / mails.length;
    return share < LEAST_SHARE ? [`${name}: ${share.toFixed(3)}`] : [];
  });
}

describe("the mail sets", () => {
  const sets = { train: [] as MailCase[], test: [] as MailCase[] };

  before(() => {
    sets.train = readSet("train");
    sets.test = readSet("test");
  });

  test("are whole: ids unique, domains reserved, truths consistent", () => {
    const all = [...sets.train, ...sets.test];
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.equal(new Set(all.map(({ body }) => body)).size, all.length);
    assert.deepEqual(all.flatMap(faultsOf), []);
  });

  test("hold enough of each class, and of both answers, per language", () => {
    for (const set of Object.values(sets)) {
      for (const lang of ["de", "en"]) {
        const mails = set.filter((mail) => mail.lang === lang);
        assert.deepEqual(sharesOf(mails), []);
        const actions = mails.filter(({ scenario }) => scenario.action).length / mails.length;
        assert.ok(actions > 0.4 && actions < 0.7, `${lang}: ${actions}`);
      }
    }
    assert.ok(sets.test.length >= 300, `${sets.test.length} mails to measure with`);
  });

  test("train and test share no six words, no sender, no trade", () => {
    assert.deepEqual(shared(sets.train, sets.test, shinglesOf), []);
    assert.deepEqual(shared(sets.train, sets.test, sendersOf), []);
    assert.deepEqual(shared(sets.train, sets.test, tradeOf), []);
  });

  test("no mail is another one filled in anew", () => {
    assert.deepEqual(templates(sets.train), []);
    assert.deepEqual(templates(sets.test), []);
  });

  test("control: what must not be is seen", () => {
    const [mail] = sets.test;
    assert.ok(mail);
    const copy = { ...mail, id: "de-train-9-001", from: { name: "Other", address: "other@example.net" } };
    assert.notDeepEqual(shared([copy], [mail], shinglesOf), []);
    assert.notDeepEqual(shared([{ ...copy, from: mail.from }], [mail], sendersOf), []);
    assert.notDeepEqual(templates([mail, copy]), []);
    assert.equal(faultsOf({ ...mail, body: "see https://shop.example.de/x" }).length, 1);
    assert.equal(
      faultsOf({ ...mail, scenario: { ...mail.scenario, action: false, reply: true, urgent: false } }).length,
      1,
    );
    assert.equal(faultsOf({ ...mail, scenario: { ...mail.scenario, due: "2020-01-01" } }).length, 1);
    assert.ok(
      sharesOf(sets.test.filter(({ scenario }) => scenario.class !== "spam")).some((f) => f.startsWith("spam")),
    );
  });
});
