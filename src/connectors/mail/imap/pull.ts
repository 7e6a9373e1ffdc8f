import type { FetchMessageObject, ImapFlow } from "imapflow";
import { AppError, LIMITS, type Context } from "../../../core/index.ts";
import type { MailChange } from "../../types.ts";
import type { FolderCursor } from "./cursor.ts";
import { isRefusal } from "./act.ts";
import type { Folder } from "./folders.ts";
import { fromRanges, toRanges } from "./uids.ts";

/** What is in memory at once: so many mails of so many bytes together, or one that is larger. */
const BATCH_MAILS = 50;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Mails whose sizes are asked for at once. */
const SIZES_AT_ONCE = 1_000;
/** Where a server does not tell which flags changed, those of so many newest mails are compared by asking. */
const FLAGS_ASKED = 500;
const DAY_MS = 86_400_000;

export interface FolderPiece {
  changes: MailChange[];
  cursor: FolderCursor;
}

/**
 * What changed in a folder since it was read: new mails oldest first, then flags, then what went. The folder is only looked at: no flag of
 * it is changed. In order to see what went, numbers are compared only when their count says that something did.
 */
export async function* pullFolder(
  client: ImapFlow,
  { path, role }: Folder,
  before: FolderCursor | null,
  from: number,
  ctx: Context,
): AsyncGenerator<FolderPiece> {
  const lock = await client.getMailboxLock(path, { readOnly: true });
  try {
    const box = client.mailbox;
    if (box === false) throw new AppError("E_NETWORK", "The mail server closed the folder.");
    // As they are now: the library keeps them up to date while this goes on.
    const { exists, uidNext } = box;
    const uidValidity = String(box.uidValidity);
    const modseq = box.noModseq === true || box.highestModseq === undefined ? null : String(box.highestModseq);
    const known = before?.uidValidity === uidValidity ? before : null;
    const isSame = known !== null && uidNext === known.lastUid + 1 && exists === known.exists;
    if (isSame && modseq !== null && modseq === known.modseq) return;

    const place = { folder: path, uidValidity };
    let cursor: FolderCursor = known ?? { uidValidity, lastUid: 0, uids: "", exists: null, modseq: null };
    const uids = fromRanges(cursor.uids);
    const old = new Set(uids);
    const added = exists === 0 ? [] : await findNew(client, cursor.lastUid, known === null ? from : null);
    for await (const mails of readMails(client, added, ctx)) {
      const changes = mails.map((mail): MailChange => {
        return { type: "mail", ...place, role, isHistory: mail.at < from, ...mail };
      });
      for (const { uid } of mails) uids.add(uid);
      cursor = { ...cursor, lastUid: mails.at(-1)?.uid ?? cursor.lastUid, uids: toRanges(uids) };
      yield { changes, cursor };
    }

    const changes: MailChange[] = before && !known ? [{ type: "renewed", ...place }] : [];
    if (known) changes.push(...(await findFlags(client, place, old, known.modseq, modseq)));
    const expected = known?.exists == null ? null : known.exists + added.length;
    const gone = known && exists !== expected ? await findGone(client, old) : [];
    for (const uid of gone) {
      uids.delete(uid);
      changes.push({ type: "gone", ...place, uid });
    }
    // A count that is not explained says nothing the next time.
    const isStill = client.mailbox !== false && client.mailbox.exists === exists;
    const isExplained = expected === null || exists === expected - gone.length;
    const lastUid = Math.max(cursor.lastUid, added.at(-1) ?? 0, uidNext - 1);
    const counted = isStill && isExplained ? exists : null;
    yield { changes, cursor: { uidValidity, lastUid, uids: toRanges(uids), exists: counted, modseq } };
  } finally {
    lock.release();
  }
}

/** Numbers above the last known one; of a folder that is read for the first time those of mails that are not older than `from`. */
async function findNew(client: ImapFlow, lastUid: number, from: number | null): Promise<number[]> {
  // SINCE knows days alone, of the server's zone.
  const since = from === null ? {} : { since: new Date(from - DAY_MS) };
  const found = await search(client, { uid: `${lastUid + 1}:*`, ...since });
  // "n:*" names the last mail also where its number is lower (RFC 9051, sequence-set).
  return found.filter((uid) => uid > lastUid).toSorted((a, b) => a - b);
}

async function search(client: ImapFlow, query: Parameters<ImapFlow["search"]>[0]): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (Array.isArray(found)) return found;
  throw new AppError("E_NETWORK", "The mail server could not search the folder.");
}

async function findGone(client: ImapFlow, old: ReadonlySet<number>): Promise<number[]> {
  if (old.size === 0) return [];
  const there = new Set(await search(client, { uid: toRanges(old) }));
  return [...old].filter((uid) => !there.has(uid));
}

interface FetchedMail {
  uid: number;
  at: number;
  flags: string[];
  raw: Uint8Array;
}

async function* readMails(client: ImapFlow, uids: readonly number[], ctx: Context): AsyncGenerator<FetchedMail[]> {
  for (let at = 0; at < uids.length; at += SIZES_AT_ONCE) {
    const some = uids.slice(at, at + SIZES_AT_ONCE);
    const sizes = await client.fetchAll(toRanges(some), { uid: true, size: true }, { uid: true });
    for (const batch of toBatches(sizes)) {
      ctx.signal.throwIfAborted();
      const mails = await fetchMails(client, batch, ctx);
      // Those that were deleted between the two questions are not among them.
      const read = mails.toSorted((a, b) => a.uid - b.uid).flatMap(toFetched);
      if (read.length > 0) yield read;
    }
  }
}

/**
 * Some servers refuse a mail that is damaged: it is left out, so that it keeps nothing behind it from coming, but only where others are handed
 * over at the same time. Else the server refuses all of them for now.
 */
async function fetchMails(client: ImapFlow, uids: readonly number[], ctx: Context): Promise<FetchMessageObject[]> {
  const query = { uid: true, flags: true, internalDate: true, source: { maxLength: LIMITS.fileBytes } };
  const fetch = (some: readonly number[]) => client.fetchAll(toRanges(some), query, { uid: true });
  let refusal: unknown;
  try {
    return await fetch(uids);
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    refusal = thrown;
  }
  const mails: FetchMessageObject[] = [];
  for (const uid of uids.length === 1 ? [] : uids) {
    try {
      mails.push(...(await fetch([uid])));
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      ctx.log.warn("the mail server does not hand over a mail", { uid, error: thrown });
    }
  }
  if (mails.length === 0) throw refusal;
  return mails;
}

function toBatches(sizes: readonly FetchMessageObject[]): number[][] {
  const batches: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { uid, size = 0 } of sizes.toSorted((a, b) => a.uid - b.uid)) {
    const last = batches.at(-1);
    bytes += Math.min(size, LIMITS.fileBytes);
    if (last && bytes <= BATCH_BYTES && last.length < BATCH_MAILS) {
      last.push(uid);
      continue;
    }
    batches.push([uid]);
    bytes = size;
  }
  return batches;
}

function toFetched({ uid, flags, internalDate, source }: FetchMessageObject): FetchedMail[] {
  if (source === undefined) throw new AppError("E_NETWORK", "The mail server did not hand over a mail.");
  const at = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  return [{ uid, at: Number.isFinite(at) ? at : 0, flags: toFlags(flags), raw: source }];
}

/** `\Recent` says nothing of the mail. */
const toFlags = (flags: ReadonlySet<string> | undefined): string[] =>
  [...(flags ?? [])].filter((flag) => flag !== "\\Recent").toSorted();

async function findFlags(
  client: ImapFlow,
  place: { folder: string; uidValidity: string },
  old: ReadonlySet<number>,
  knownModseq: string | null,
  modseq: string | null,
): Promise<MailChange[]> {
  if (old.size === 0 || (modseq !== null && modseq === knownModseq)) return [];
  const canTell = modseq !== null && knownModseq !== null;
  const asked = canTell ? old : new Set([...old].slice(-FLAGS_ASKED));
  const changed = await client.fetchAll(
    toRanges(asked),
    { uid: true, flags: true },
    { uid: true, ...(canTell ? { changedSince: BigInt(knownModseq) } : {}) },
  );
  return changed
    .filter(({ uid }) => old.has(uid))
    .map(({ uid, flags }) => ({ type: "flags", ...place, uid, flags: toFlags(flags) }));
}
