import { briefingDesk } from "../../desks/briefing/index.ts";
import { defineQueue } from "../../durable/index.ts";
import type { DeskEntry } from "../../desks/types.ts";

/** Mail is handled one after another, beside what a person waits for. */
const INBOX_QUEUE = defineQueue("inbox", { concurrency: 1, pollMs: 250 });

const MAIL_KINDS: ReadonlySet<string> = new Set(["imap", "maildir", "gmail", "graph"]);

/** What handles a new mail. */
export const INBOX_WORK = "inbox.mail";

const inboxDesk: DeskEntry = {
  id: "inbox",
  work: [
    { name: INBOX_WORK, queue: INBOX_QUEUE },
    { name: "inbox.send", queue: INBOX_QUEUE },
    { name: "inbox.wake" },
    { name: "inbox.followUp" },
  ],
  isNeeded: async (store) => (await store.accounts.list()).some(({ kind, isOn }) => isOn && MAIL_KINDS.has(kind)),
  open: (parts, ctx) => import("../../desks/inbox/index.ts").then(({ openInbox }) => openInbox(parts, ctx)),
};

/** Every desk. An explicit list: nothing registers itself. */
export const DESKS: readonly DeskEntry[] = [inboxDesk, briefingDesk];
