import type { ImapFlow } from "imapflow";
import { AppError, type Context } from "../../../core/index.ts";
import type { Connector, MailChange } from "../../types.ts";
import { checkImap } from "./check.ts";
import { readCursor, type FolderCursor } from "./cursor.ts";
import { listFolders } from "./folders.ts";
import { pullFolder } from "./pull.ts";
import { openImap, told, type ImapAccess } from "./session.ts";

const DAY_MS = 86_400_000;
/** Folders other than the inbox say nothing by themselves: they are looked at so often. */
const EVERY_MS = 5 * 60_000;

/** A mailbox behind IMAP (RFC 9051, RFC 3501). It is only read: no flag is set, nothing is moved. One connection, which is opened when it is needed. */
export function createImapConnector(access: ImapAccess): Connector<MailChange> {
  let session: ImapFlow | null = null;
  let closed = false;
  /** The server said something about the inbox since the last `pull` began. */
  let isTold = false;
  let heard = Promise.withResolvers<void>();
  /** As it was brought last. */
  let inbox: FolderCursor | null = null;

  const hear = (): void => {
    isTold = true;
    heard.resolve();
  };

  async function open(ctx: Context): Promise<ImapFlow> {
    if (closed) throw new AppError("E_CANCELLED", "The work was cancelled.");
    if (session?.usable) return session;
    const opened = await openImap(access, ctx);
    for (const event of ["exists", "expunge", "flags"] as const) opened.on(event, hear);
    opened.once("close", () => heard.resolve());
    session = opened;
    return opened;
  }

  async function* pull(since: unknown, ctx: Context): AsyncGenerator<{ changes: MailChange[]; cursor: unknown }> {
    const client = await open(ctx);
    isTold = false;
    heard = Promise.withResolvers();
    let cursor = readCursor(since, ctx.clock.now() - access.settings.days * DAY_MS);
    const { read } = await told(access, ctx, async () => {
      if (client.mailbox !== false) await client.mailboxClose(); // what is opened anew tells its counts anew
      return listFolders(client);
    });
    for (const folder of read) {
      const pieces = pullFolder(client, folder, cursor.folders[folder.path] ?? null, cursor.from, ctx);
      try {
        for (;;) {
          const next = await told(access, ctx, () => pieces.next());
          if (next.done) break;
          cursor = { ...cursor, folders: { ...cursor.folders, [folder.path]: next.value.cursor } };
          yield { changes: next.value.changes, cursor };
        }
        if (folder.role === "inbox") inbox = cursor.folders[folder.path] ?? null;
      } finally {
        await pieces.return(undefined); // who asks no further leaves the folder open otherwise
      }
    }
  }

  async function wait(ctx: Context): Promise<void> {
    const client = await open(ctx);
    const ended = new AbortController();
    try {
      // It may have changed while another folder was open: of that nobody is told any more.
      const box = await told(access, ctx, () => client.mailboxOpen("INBOX", { readOnly: true }));
      const isAsKnown = inbox !== null && box.exists === inbox.exists && box.uidNext === inbox.lastUid + 1;
      if (isTold || !isAsKnown) return;
      const idling = client.idle().catch(hear); // where a server knows no IDLE it is asked every two minutes
      const pause = ctx.clock.sleep(EVERY_MS, AbortSignal.any([ctx.signal, ended.signal]));
      await Promise.race([heard.promise, pause]);
      void idling;
    } finally {
      ended.abort();
    }
    ctx.signal.throwIfAborted();
    if (!client.usable) throw new AppError("E_NETWORK", "The mail server closed the connection.");
  }

  return {
    check: (ctx) => checkImap(access, null, ctx),
    pull,
    wait,
    async close() {
      closed = true;
      heard.resolve();
      session?.close();
    },
  };
}
