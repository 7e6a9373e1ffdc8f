import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import type { Check, Connector, MailChange } from "../../types.ts";
import { readApi, type ApiParts } from "../api/call.ts";
import { historyList, messageList, profile, rawMessage, type HistoryList, type RawMessage } from "./shapes.ts";

export interface GmailOptions extends ApiParts {
  api: string;
  /** How many days back the first reading goes. */
  days: number;
  /** Between two looks, where nobody tells of changes; ms. */
  everyMs?: number;
}

/** How far the mailbox was read: through this record of its history; `page` of what came `after` (s UTC): amid the first reading. */
const cursor = z.object({
  historyId: z.string(),
  page: z.string().nullable().default(null),
  after: z.int().nullable().default(null),
});
type Cursor = z.infer<typeof cursor>;

const PAGE = 50;
const AT_ONCE = 4;
const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** Mails of Gmail lie in no folders: labels say what they are. */
const FOLDER = "all";

/**
 * A mailbox behind Gmail's API. The first reading goes through a list, later ones through the history since then; where that is too old
 * (404), the mailbox is listed anew, which brings nothing twice. A mail's id stands in the place of a folder's UIDVALIDITY and
 * number, since it never changes.
 */
export function createGmailConnector(options: GmailOptions): Connector<MailChange> {
  const { days, everyMs = EVERY_MS } = options;
  const base = `${options.api.replace(/\/$/, "")}/gmail/v1/users/me`;
  const get = createGet(options, base);
  const closed = new AbortController();

  /** The mails of these ids, in this order; those that are gone meanwhile are left out. */
  async function fetchAll(ids: readonly string[], ctx: Context): Promise<RawMessage[]> {
    const found: RawMessage[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE).map((id) => get(`messages/${id}?format=raw`, rawMessage, ctx));
      for (const message of await Promise.all(some)) if (message) found.push(message);
    }
    return found;
  }

  async function newestHistory(ctx: Context): Promise<string> {
    const known = await get("profile", profile, ctx);
    if (known) return known.historyId;
    const newest = await get("messages?maxResults=1&includeSpamTrash=true", messageList, ctx);
    const [message] = await fetchAll(
      (newest?.messages ?? []).map(({ id }) => id),
      ctx,
    );
    return message?.historyId ?? "1";
  }

  async function* listed(from: Cursor | null, ctx: Context): AsyncGenerator<{ changes: MailChange[]; cursor: Cursor }> {
    const after = from?.after ?? Math.floor((ctx.clock.now() - Math.max(days, 1) * DAY_MS) / 1_000);
    const historyId = from?.historyId ?? (await newestHistory(ctx)); // before the list: what comes meanwhile is in the history
    let page = from?.page ?? "";
    for (;;) {
      const query = new URLSearchParams({ maxResults: String(PAGE), includeSpamTrash: "true", q: `after:${after}` });
      if (page !== "") query.set("pageToken", page);
      const list = (await get(`messages?${query}`, messageList, ctx)) ?? { messages: [] };
      const messages = await fetchAll(
        list.messages.map(({ id }) => id),
        ctx,
      );
      page = list.nextPageToken ?? "";
      const changes = messages.flatMap((message) => toChange(message, days > 0 ? null : ctx.clock.now()));
      yield { changes, cursor: { historyId, page: page === "" ? null : page, after: page === "" ? null : after } };
      if (page === "") return;
    }
  }

  async function* since(from: Cursor, ctx: Context): AsyncGenerator<{ changes: MailChange[]; cursor: Cursor }> {
    let page = "";
    for (;;) {
      const query = new URLSearchParams({ startHistoryId: from.historyId, maxResults: String(PAGE) });
      if (page !== "") query.set("pageToken", page);
      const list = await get(`history?${query}`, historyList, ctx);
      if (list === null) return yield* listed(null, ctx); // older than Gmail remembers
      const { added, changed, gone } = toNews(list);
      const messages = await fetchAll([...added], ctx);
      page = list.nextPageToken ?? "";
      const changes: MailChange[] = [
        ...messages.flatMap((message) => toChange(message, null)),
        ...[...changed].map(([id, labels]): MailChange => ({ ...toPlace(id), type: "flags", flags: toFlags(labels) })),
        ...[...gone].map((id): MailChange => ({ ...toPlace(id), type: "gone" })),
      ];
      yield { changes, cursor: page === "" ? { ...from, historyId: list.historyId } : from };
      if (page === "") return;
    }
  }

  return {
    check: (ctx) => check(options, base, ctx),
    async *pull(kept, ctx) {
      const from = cursor.safeParse(kept).data ?? null;
      yield* from === null || from.page !== null ? listed(from, ctx) : since(from, ctx);
    },
    async wait(ctx) {
      await ctx.clock.sleep(everyMs, AbortSignal.any([ctx.signal, closed.signal]));
    },
    close() {
      closed.abort();
      return Promise.resolve();
    },
  };
}

type Get = <T>(path: string, shape: z.ZodType<T>, ctx: Context) => Promise<T | null>;

/** Reads one thing of the mailbox; null where it is not there. */
function createGet(options: GmailOptions, base: string): Get {
  return async (path, shape, ctx) => {
    const response = await readApi(options, { url: `${base}/${path}` }, ctx);
    if (response === null) return null;
    const read = shape.safeParse(await response.json().catch(() => null));
    if (read.success) return read.data;
    throw new AppError("E_NETWORK", `${options.name} answered something that cannot be read.`);
  };
}

async function check(parts: GmailOptions, base: string, ctx: Context): Promise<Check> {
  const response = await readApi(parts, { url: `${base}/profile` }, ctx);
  const known = response === null ? null : profile.safeParse(await response.json().catch(() => null)).data;
  // Gmail files what it sends in SENT by itself, where it can be found again.
  const effects = { "mail.send": "queryable", "mail.file": "queryable" } as const;
  return { address: known?.emailAddress.toLowerCase() ?? "", effects, notes: [] };
}

interface News {
  added: Set<string>;
  changed: Map<string, readonly string[]>;
  gone: Set<string>;
}

function toNews({ history }: HistoryList): News {
  const news: News = { added: new Set(), changed: new Map(), gone: new Set() };
  for (const { messagesAdded, messagesDeleted, labelsAdded, labelsRemoved } of history) {
    for (const { message } of messagesAdded) news.added.add(message.id);
    for (const { message } of [...labelsAdded, ...labelsRemoved]) news.changed.set(message.id, message.labelIds);
    for (const { message } of messagesDeleted) news.gone.add(message.id);
  }
  for (const id of news.gone) {
    news.added.delete(id);
    news.changed.delete(id);
  }
  for (const id of news.added) news.changed.delete(id);
  return news;
}

const toPlace = (id: string) => ({ folder: FOLDER, uidValidity: id, uid: 0 }) as const;

/** None for a draft: nobody wrote that to anybody yet. */
function toChange({ id, labelIds, internalDate, raw }: RawMessage, historyBefore: number | null): MailChange[] {
  if (labelIds.includes("DRAFT")) return [];
  const at = Number(internalDate);
  const isHistory = historyBefore !== null && at < historyBefore;
  const bytes = Buffer.from(raw, "base64url");
  return [
    { ...toPlace(id), type: "mail", role: toRole(labelIds), at, flags: toFlags(labelIds), raw: bytes, isHistory },
  ];
}

function toRole(labels: readonly string[]): "inbox" | "sent" | "junk" | "other" {
  if (labels.includes("SPAM")) return "junk";
  if (labels.includes("SENT")) return "sent";
  return labels.includes("INBOX") ? "inbox" : "other";
}

/** In the words of IMAP. */
function toFlags(labels: readonly string[]): string[] {
  return [...(labels.includes("UNREAD") ? [] : ["\\Seen"]), ...(labels.includes("STARRED") ? ["\\Flagged"] : [])];
}
