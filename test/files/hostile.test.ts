import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { deflateSync } from "node:zlib";
import { askPdfThread, type PdfLimits } from "../../src/files/read/pdfThread.ts";
import {
  labelled,
  findDates,
  findNumbers,
  findPeriods,
  readDoc,
  sentences,
  htmlToText,
  similarity,
} from "../../src/files/index.ts";

/** A repeatable random source: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Flips bytes, cuts, doubles and inserts stretches. */
function mutate(bytes: Buffer, random: () => number): Buffer {
  let out = Buffer.from(bytes);
  const times = 1 + Math.floor(random() * 8);
  for (let i = 0; i < times; i += 1) {
    const at = Math.floor(random() * out.length);
    const size = Math.floor(random() * Math.min(200, out.length));
    const kind = random();
    if (kind < 0.5) out[at] = Math.floor(random() * 256);
    else if (kind < 0.65) out = Buffer.concat([out.subarray(0, at), out.subarray(at + size)]);
    else if (kind < 0.8) out = Buffer.concat([out.subarray(0, at), out.subarray(at, at + size), out.subarray(at)]);
    else if (kind < 0.9)
      out = Buffer.concat([out.subarray(0, at), Buffer.from("\u0000\"';<>()[]".repeat(3)), out.subarray(at)]);
    else out = out.subarray(0, Math.max(1, at));
  }
  return out;
}

const EML = Buffer.from(
  'From: a@b.c\r\nTo: d@e.f\r\nSubject: =?utf-8?b?SGFsbG8=?=\r\nDate: Mon, 2 Mar 2026 09:15:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x &amp; y</p>\r\n--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYTtiCjE7Mgo=\r\n--b--\r\n',
);
const CSV = Buffer.from(
  'Liste\n\nNr;Kunde;Datum;Betrag\n1;"Huber; Co";01.03.2026;1.234,50\n2;Meier;02.03.2026;12,00\nSumme;;;1.246,50\n',
);
const ICS = Buffer.from(
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\nDTSTART:20260302T093000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
);
const KINDS = new Set(["text", "table", "mail", "calendar", "pdf", "image", "binary", "empty", "unreadable"]);

async function attack(path: string, seed: Buffer, count: number): Promise<Set<string>> {
  const random = createRandom(count);
  const kinds = new Set<string>();
  for (let i = 0; i < count; i += 1) {
    const bytes = mutate(seed, random);
    const start = performance.now();
    const doc = await readDoc(path, bytes);
    const ms = performance.now() - start;
    assert.ok(KINDS.has(doc.kind));
    assert.ok(ms < 5000, `${path} number ${i} took ${Math.round(ms)} ms`);
    kinds.add(doc.kind);
  }
  return kinds;
}

describe("hostile files never throw and stay bounded", () => {
  it("1,000 mutated files of each cheap kind", { timeout: 120_000 }, async () => {
    const xlsx = await readFile(new URL("./fixtures/rechnungen.xlsx", import.meta.url));
    const before = process.memoryUsage.rss();
    const kinds = await attack("a.xlsx", xlsx, 1000);
    assert.ok(kinds.has("unreadable") && kinds.has("table"), "the mutations reach both outcomes");
    await attack("a.eml", EML, 1000);
    await attack("a.csv", CSV, 1000);
    await attack("a.ics", ICS, 1000);
    assert.ok(process.memoryUsage.rss() - before < 600 * 1024 * 1024);
  });

  it("1,000 mutated PDFs", { timeout: 120_000 }, async () => {
    const pdf = await readFile(new URL("./fixtures/rechnung.pdf", import.meta.url));
    const kinds = await attack("a.pdf", pdf, 1000);
    assert.ok(kinds.has("pdf") && kinds.has("unreadable"), "the mutations reach both outcomes");
  });

  it(
    "a PDF that takes too long or too much memory is ended, and the next one is read",
    { timeout: 60_000 },
    async () => {
      const data = deflateSync(deflateSync(Buffer.alloc(100 * 1024 * 1024, " ")));
      const head =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n";
      const stream = `4 0 obj<</Length ${data.length}/Filter[/FlateDecode/FlateDecode]>>stream\n`;
      const bomb = Buffer.concat([
        Buffer.from(head + stream),
        data,
        Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R>>\n"),
      ]);
      const ask = (limits: PdfLimits) => askPdfThread(Uint8Array.from(bomb), 1000, limits);
      const late = await ask({ ms: 100, growthBytes: 1e12 });
      assert.deepEqual(late, { ok: false, name: "Timeout", message: "reading it takes too long" });
      const large = await ask({ ms: 30_000, growthBytes: 1024 * 1024 });
      assert.deepEqual(large, { ok: false, name: "Memory", message: "reading it takes too much memory" });
      const pdf = await readFile(new URL("./fixtures/rechnung.pdf", import.meta.url));
      assert.equal((await readDoc("a.pdf", pdf)).kind, "pdf");
    },
  );

  it("texts made to blow up the finders take time in proportion", { timeout: 60_000 }, () => {
    const size = 100_000;
    const evil = [
      "1.".repeat(size / 2),
      "1,234.".repeat(size / 6),
      "a".repeat(size),
      " ".repeat(size),
      "<".repeat(size),
      "&".repeat(size),
      "a: ".repeat(size / 3),
      "1 ".repeat(size / 2),
      "in in in ".repeat(size / 9),
      "Label....".repeat(size / 9),
      "von 1. bis ".repeat(size / 11),
      "x  ".repeat(size / 3),
      "(((".repeat(size / 3),
      '"'.repeat(size),
      "0-".repeat(size / 2),
    ];
    const opts = { today: "2026-11-25" };
    const jobs: Record<string, (text: string) => unknown> = {
      dates: (text) => findDates(text, opts),
      periods: (text) => findPeriods(text, opts),
      numbers: findNumbers,
      sentences,
      labelled,
      html: htmlToText,
      similarity: (text) => similarity(text, `${text}b`),
    };
    for (const text of evil) {
      for (const [name, job] of Object.entries(jobs)) {
        const start = performance.now();
        job(text);
        const ms = performance.now() - start;
        assert.ok(ms < 2500, `${name} took ${Math.round(ms)} ms for ${JSON.stringify(text.slice(0, 12))}`);
      }
    }
  });
});
