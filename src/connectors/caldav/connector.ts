import { z } from "zod";
import type { Context } from "../../core/index.ts";
import { escapeXml } from "../../files/index.ts";
import type { CalendarChange, Connector } from "../types.ts";
import { askDav, type DavAccess, type DavResource } from "./dav.ts";
import { findCalendars, type DavCalendar } from "./discover.ts";

const CHUNK = 25;
const MOST_EVENTS = 20_000;
/** CalDAV tells nobody of a change: it is asked again after so long. */
const ASK_MS = 5 * 60_000;

/** After so long everything is brought once more: of a series only the times that are near are told. */
const RENEW_MS = 30 * 24 * 60 * 60_000;

/** When all was read, and what is known of each calendar, by its address. */
const known = z.record(
  z.string(),
  z.object({ token: z.string().nullable(), ctag: z.string().nullable(), events: z.record(z.string(), z.string()) }),
);
const cursor = z.object({ at: z.number(), calendars: known });
type Known = z.infer<typeof known>[string];

/**
 * Reads calendars over CalDAV (RFC 4791): what changed by the server's own token (RFC 6578) where it has one, else by comparing the versions of all
 * events. Nothing is written.
 */
export function createCaldavConnector(access: DavAccess): Connector<CalendarChange> {
  return {
    async check(ctx) {
      const calendars = await findCalendars(access, ctx);
      const isWritable = calendars.some((calendar) => calendar.isWritable);
      return {
        address: access.user,
        effects: isWritable ? { "calendar.create": "keyed" } : {},
        notes: [`Calendars: ${calendars.map(({ name }) => name).join(", ")}`],
      };
    },
    async *pull(since, ctx) {
      const { at: readAt, calendars: before } = renew(cursor.safeParse(since).data ?? { at: 0, calendars: {} }, ctx);
      const calendars = await findCalendars(access, ctx);
      const now: Record<string, Known> = {};
      const rest = (): z.infer<typeof cursor> => ({ at: readAt, calendars: { ...before, ...now } });
      for (const calendar of calendars) {
        const last = before[calendar.url] ?? null;
        const state = await findChanges(access, calendar, last, ctx);
        if (state === null) {
          if (last !== null) now[calendar.url] = last;
          continue;
        }
        const { events, changed, gone, token } = state;
        // The calendar counts as read once all of it is: its token comes with the last piece.
        const kept: Known = { token: last?.token ?? null, ctag: last?.ctag ?? null, events: { ...last?.events } };
        now[calendar.url] = kept;
        for (const url of gone) delete kept.events[url];
        if (gone.length > 0) yield { changes: gone.map((url) => ({ type: "gone", url }) as const), cursor: rest() };
        for (let at = 0; at < changed.length; at += CHUNK) {
          const read = await readEvents(access, calendar, changed.slice(at, at + CHUNK), ctx);
          for (const { url, version } of read) kept.events[url] = version;
          yield { changes: read, cursor: rest() };
        }
        now[calendar.url] = { token, ctag: calendar.ctag, events };
      }
      const lost = Object.entries(before).filter(([url]) => !calendars.some((calendar) => calendar.url === url));
      const changes = lost.flatMap(([, { events }]) =>
        Object.keys(events).map((url) => ({ type: "gone", url }) as const),
      );
      yield { changes, cursor: { at: readAt, calendars: now } };
    },
    wait: (ctx) => ctx.clock.sleep(ASK_MS, ctx.signal),
    close: () => Promise.resolve(),
  };
}

/** Forgets the versions of what is known, so that all of it counts as changed, and what is gone as gone. */
function renew({ at, calendars }: z.infer<typeof cursor>, { clock }: Context): z.infer<typeof cursor> {
  const now = clock.now();
  if (now - at < RENEW_MS) return { at, calendars };
  const forgotten = Object.entries(calendars).map(([url, { events }]): [string, Known] => {
    return [
      url,
      { token: null, ctag: null, events: Object.fromEntries(Object.keys(events).map((event) => [event, ""])) },
    ];
  });
  return { at: now, calendars: Object.fromEntries(forgotten) };
}

interface Changes {
  /** All of it, with the version of each. */
  events: Record<string, string>;
  changed: string[];
  gone: string[];
  token: string | null;
}

/** Null: nothing changed. */
async function findChanges(
  access: DavAccess,
  calendar: DavCalendar,
  last: Known | null,
  ctx: Context,
): Promise<Changes | null> {
  if (last !== null && calendar.ctag !== null && calendar.ctag === last.ctag) return null;
  if (calendar.syncToken !== null) {
    const told = await askSync(access, calendar, last, ctx);
    if (told !== null) return told;
  }
  const listed = await askDav(
    access,
    {
      method: "PROPFIND",
      url: calendar.url,
      depth: "1",
      body: `<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>`,
    },
    ctx,
  );
  return compare(versionsOf(listed.resources, calendar), last, null);
}

/** By RFC 6578; null where the server does not know its own token any more, or cannot do it. */
async function askSync(
  access: DavAccess,
  calendar: DavCalendar,
  last: Known | null,
  ctx: Context,
): Promise<Changes | null> {
  const ask = (token: string) =>
    askDav(
      access,
      {
        method: "REPORT",
        url: calendar.url,
        body: `<d:sync-collection xmlns:d="DAV:"><d:sync-token>${escapeXml(token)}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>`,
      },
      ctx,
    );
  const since = last?.token ?? "";
  const answer = await ask(since);
  if (answer.status !== 207 || answer.syncToken === null) return null;
  const versions = versionsOf(answer.resources, calendar);
  if (since === "") return compare(versions, last, answer.syncToken);
  const gone = answer.resources
    .filter(({ status, url }) => status === 404 && url !== calendar.url)
    .map(({ url }) => url);
  const events = { ...last?.events };
  for (const url of gone) delete events[url];
  const changed = Object.keys(versions).filter((url) => events[url] !== versions[url]);
  return { events: { ...events, ...versions }, changed, gone, token: answer.syncToken };
}

function compare(versions: Record<string, string>, last: Known | null, token: string | null): Changes {
  const before = last?.events ?? {};
  const changed = Object.keys(versions).filter((url) => before[url] !== versions[url]);
  return { events: versions, changed, gone: Object.keys(before).filter((url) => versions[url] === undefined), token };
}

function versionsOf(resources: readonly DavResource[], calendar: DavCalendar): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const { url, status, props } of resources.slice(0, MOST_EVENTS)) {
    const version = props.get("getetag")?.text.trim();
    const isFolder = url === calendar.url || props.get("resourcetype")?.inside.includes("collection");
    if (status !== 404 && version && !isFolder) versions[url] = version;
  }
  return versions;
}

async function readEvents(
  access: DavAccess,
  calendar: DavCalendar,
  urls: readonly string[],
  ctx: Context,
): Promise<Extract<CalendarChange, { type: "event" }>[]> {
  const hrefs = urls.map((url) => `<d:href>${escapeXml(new URL(url).pathname)}</d:href>`).join("");
  const body = `<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>${hrefs}</c:calendar-multiget>`;
  const { resources } = await askDav(access, { method: "REPORT", url: calendar.url, depth: "1", body }, ctx);
  return resources.flatMap(({ url, props }) => {
    const text = props.get("calendar-data")?.text ?? "";
    const version = props.get("getetag")?.text.trim() ?? "";
    return text.trim() === "" ? [] : [{ type: "event", url, version, text } as const];
  });
}
