import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import type { Check, Connector, MailChange } from "../../types.ts";
import { readApi, type ApiParts } from "../api/call.ts";
import { delta, me, type ChangedMessage } from "./shapes.ts";

export interface GraphOptions extends ApiParts {
  api: string;
  /** How many days back the first reading goes. */
  days: number;
  /** Between two looks, where nobody tells of changes; ms. */
  everyMs?: number;
}

/** The folders that are followed, each with what its mails are; the names are those that Graph knows in every language. */
const FOLDERS = [
  { name: "inbox", role: "inbox" },
  { name: "sentitems", role: "sent" },
  { name: "junkemail", role: "junk" },
] as const;

/** By folder: the address that a delta query goes on at. */
const cursor = z.record(z.string(), z.url());
type Cursor = z.infer<typeof cursor>;

const EVERY_MS = 60_000;
const AT_ONCE = 4;
const SELECT = "receivedDateTime,isRead,isDraft,flag";
const PREFER = 'IdType="ImmutableId", odata.maxpagesize=50';

/**
 * A mailbox behind Microsoft Graph, followed by delta queries, one for each folder. Where Graph does not know one any more (410), the
 * folder is read anew, which brings nothing twice. A mail's (immutable) id stands in the place of a folder's UIDVALIDITY and number.
 */
export function createGraphConnector(options: GraphOptions): Connector<MailChange> {
  const { everyMs = EVERY_MS } = options;
  const base = `${options.api.replace(/\/$/, "")}/v1.0/me`;
  const closed = new AbortController();

  /** One page; null where the query is not known any more. */
  async function page(url: string, ctx: Context): Promise<z.infer<typeof delta> | null> {
    requireOwn(url, options.api);
    const response = await readApi(options, { url, headers: { prefer: PREFER } }, ctx);
    if (response === null) return null;
    const read = delta.safeParse(await response.json().catch(() => null));
    if (read.success) return read.data;
    throw new AppError("E_NETWORK", `${options.name} answered something that cannot be read.`);
  }

  async function bytesOf(id: string, ctx: Context): Promise<Uint8Array | null> {
    const url = `${base}/messages/${encodeURIComponent(id)}/$value`;
    const response = await readApi(options, { url, headers: { prefer: PREFER } }, ctx);
    return response === null ? null : new Uint8Array(await response.arrayBuffer());
  }

  async function toChange(
    changed: ChangedMessage,
    { name, role }: (typeof FOLDERS)[number],
    isNewOnly: boolean,
    ctx: Context,
  ): Promise<MailChange | null> {
    const place = { folder: name, uidValidity: changed.id, uid: 0 };
    if ("@removed" in changed) return { ...place, type: "gone" };
    if (changed.isDraft === true) return null;
    const flags = [
      ...(changed.isRead === true ? ["\\Seen"] : []),
      ...(changed.flag?.flagStatus === "flagged" ? ["\\Flagged"] : []),
    ];
    if (changed.receivedDateTime === undefined) return { ...place, type: "flags", flags };
    const raw = await bytesOf(changed.id, ctx);
    if (raw === null) return null;
    const at = Date.parse(changed.receivedDateTime);
    return { ...place, type: "mail", role, at, flags, raw, isHistory: isNewOnly && at < ctx.clock.now() };
  }

  async function* follow(folder: (typeof FOLDERS)[number], from: Cursor, ctx: Context) {
    const start = (): string => firstUrl(base, folder.name, options.days, ctx.clock.now());
    let url = from[folder.name] ?? start();
    const isNewOnly = options.days === 0 && from[folder.name] === undefined;
    for (;;) {
      const found = (await page(url, ctx)) ?? (await page((url = start()), ctx));
      if (found === null) return; // no such folder here
      const changes: MailChange[] = [];
      for (let at = 0; at < found.value.length; at += AT_ONCE) {
        const some = found.value.slice(at, at + AT_ONCE).map((one) => toChange(one, folder, isNewOnly, ctx));
        for (const change of await Promise.all(some)) if (change) changes.push(change);
      }
      const next = found["@odata.nextLink"];
      url = next ?? found["@odata.deltaLink"] ?? url;
      from[folder.name] = url;
      yield { changes, cursor: { ...from } };
      if (next === undefined) return;
    }
  }

  return {
    async check(ctx): Promise<Check> {
      const response = await readApi(options, { url: base }, ctx);
      const owner = response === null ? null : me.safeParse(await response.json().catch(() => null)).data;
      if (!owner) throw new AppError("E_NETWORK", `${options.name} answered something that cannot be read.`);
      const address = (owner.mail ?? owner.userPrincipalName).toLowerCase();
      return { address, effects: { "mail.send": "queryable", "mail.file": "queryable" }, notes: [] };
    },
    async *pull(kept, ctx) {
      const from: Cursor = { ...cursor.safeParse(kept).data };
      for (const folder of FOLDERS) yield* follow(folder, from, ctx);
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

/** Where following a folder begins; Graph's own links lead on from there. */
function firstUrl(base: string, folder: string, days: number, now: number): string {
  const after = new Date(now - days * 86_400_000).toISOString();
  const query = new URLSearchParams({ $select: SELECT, $filter: `receivedDateTime ge ${after}` });
  return `${base}/mailFolders/${folder}/messages/delta?${query}`;
}

/** Links come from the other side: the account's right is sent nowhere else. */
function requireOwn(url: string, api: string): void {
  if (new URL(url).origin === new URL(api).origin) return;
  throw new AppError("E_REFUSED", "The server named an address elsewhere to go on at.");
}
