import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import {
  createKnowledge,
  draftReply,
  syncFolder,
  type Draft,
  type ReplyParts,
} from "../../../src/desks/inbox/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { plainNet } from "../../../scripts/testing/net.ts";
import { judgeReply, loadFirms, type Firm, type Verdict } from "./judge.ts";

export interface Outcome extends Verdict {
  firm: string;
  lang: "de" | "en";
  heldOut: boolean;
  ms: number;
  draft: Draft | null;
}

/** Replies to the mails of one firm, judged. */
export async function runFirm(firm: Firm, parts: Omit<ReplyParts, "knowledge">, every = 1): Promise<Outcome[]> {
  const home = mkdtempSync(join(tmpdir(), "kralle-replies-"));
  const now = Date.parse(`${firm.today}T09:00:00Z`);
  const ctx: Context = {
    signal: new AbortController().signal,
    clock: { ...systemClock, now: () => now },
    net: plainNet,
    log: silentLogger,
  };
  const store = await openStore(home, ctx);
  try {
    const source = await store.documents.addSource({ kind: "folder", place: join(firm.folder, "files") }, ctx);
    await syncFolder(source, store.documents, ctx);
    const knowledge = createKnowledge(store.documents, ctx);
    const documents = readAll(source.place);
    const outcomes: Outcome[] = [];
    for (const mail of firm.mails.filter((_mail, at) => at % every === 0)) {
      const started = performance.now();
      const draft = await draftReply(
        {
          mail: {
            id: mail.id,
            direction: "in",
            from: mail.from,
            subject: mail.subject,
            text: mail.body,
            at: now,
            language: mail.lang,
          },
          thread: [],
          owner: {
            name: firm.owner,
            language: firm.language,
            address: "sie",
            greeting: { de: null, en: null },
            signOff: { de: null, en: null },
            signature: null,
          },
          judged: null,
          zone: "Europe/Berlin",
        },
        { ...parts, knowledge },
        ctx,
      );
      const reply = { text: draft?.text ?? "", questions: draft?.questions ?? [] };
      const verdict = judgeReply(mail, reply, documents);
      outcomes.push({
        ...verdict,
        firm: firm.name,
        lang: mail.lang,
        heldOut: firm.heldOut,
        ms: performance.now() - started,
        draft,
      });
    }
    return outcomes;
  } finally {
    await store.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const readAll = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      // "€29.00,11" are two numbers.
      return entry.name.endsWith(".csv") && !text.includes(";") ? text.replaceAll(",", "\n") : text;
    })
    .join("\n");

export interface Sums {
  mails: number;
  answerable: number;
  right: number;
  putOff: number;
  wrong: number;
  unknown: number;
  deferred: number;
  invented: number;
  msPerMail: number;
}

export function sumUp(outcomes: readonly Outcome[]): Sums {
  const add = (of: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const [answerable, right, putOff] = [add((one) => one.answerable), add((one) => one.right), add((one) => one.putOff)];
  return {
    mails: outcomes.length,
    answerable,
    right,
    putOff,
    wrong: answerable - right - putOff,
    unknown: add((one) => one.unknown),
    deferred: add((one) => one.deferred),
    invented: add((one) => one.invented.length),
    msPerMail: Math.round(add((one) => one.ms) / Math.max(1, outcomes.length)),
  };
}

export { loadFirms };
