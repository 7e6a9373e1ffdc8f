import { AppError, type Context } from "../../core/index.ts";
import { askDav, onSameServer, type DavAccess, type DavAnswer } from "./dav.ts";

/** A collection of events (RFC 4791, 4.2). */
export interface DavCalendar {
  url: string;
  name: string;
  /** Changes whenever something in it does; null: the server tells none. */
  ctag: string | null;
  /** RFC 6578; null: the server does not tell changes. */
  syncToken: string | null;
  isWritable: boolean;
}

const PRINCIPAL = `<d:propfind xmlns:d="DAV:"><d:prop><d:current-user-principal/></d:prop></d:propfind>`;
const HOME = `<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-home-set/></d:prop></d:propfind>`;
const CALENDARS = `<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><d:prop><d:resourcetype/><d:displayname/><s:getctag/><d:sync-token/><d:current-user-privilege-set/><c:supported-calendar-component-set/></d:prop></d:propfind>`;

/**
 * The calendars of an account: over the person that it is let in as, else from the address itself, which may be their home, or one of them
 * (RFC 6764, 6). Throws E_ACCOUNT where there are none.
 */
export async function findCalendars(access: DavAccess, ctx: Context): Promise<DavCalendar[]> {
  const ask = (url: string, body: string, depth: "0" | "1"): Promise<DavAnswer> =>
    askDav(access, { method: "PROPFIND", url, body, depth }, ctx);
  const linked = async (url: string, body: string, prop: string): Promise<string | null> => {
    const [resource] = (await ask(url, body, "0")).resources;
    const href = resource?.props.get(prop)?.text.trim();
    return href ? onSameServer(href, url) : null;
  };
  const wellKnown = new URL("/.well-known/caldav", access.url).href;
  const principal =
    (await linked(access.url, PRINCIPAL, "current-user-principal")) ??
    (await linked(wellKnown, PRINCIPAL, "current-user-principal"));
  const home = principal === null ? null : await linked(principal, HOME, "calendar-home-set");
  const answer = await ask(home ?? access.url, CALENDARS, "1");
  const calendars = answer.resources.flatMap(({ url, props }): DavCalendar[] => {
    if (!props.get("resourcetype")?.inside.includes("calendar")) return [];
    const components = props.get("supported-calendar-component-set")?.names ?? [];
    if (components.length > 0 && !components.includes("VEVENT")) return [];
    const rights = props.get("current-user-privilege-set")?.inside;
    return [
      {
        url,
        name:
          props.get("displayname")?.text.trim() ||
          decodeURIComponent(new URL(url).pathname.split("/").findLast((part) => part !== "") ?? ""),
        ctag: props.get("getctag")?.text.trim() || null,
        syncToken: props.get("sync-token")?.text.trim() || null,
        isWritable:
          rights === undefined || ["write", "write-content", "bind", "all"].some((right) => rights.includes(right)),
      },
    ];
  });
  if (calendars.length > 0) return calendars;
  throw new AppError("E_ACCOUNT", "The server has no calendar for this user.", {
    hint: "Give the address of the calendar itself, as its help names it.",
  });
}
