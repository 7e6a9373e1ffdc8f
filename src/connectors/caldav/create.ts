import { createHash } from "node:crypto";
import { z } from "zod";
import type { EffectAdapter } from "../../durable/index.ts";
import { toCalendarEvent } from "../../files/index.ts";
import { toRefusal, toUnanswered } from "../outcome.ts";
import { askDav, onSameServer, type DavAccess } from "./dav.ts";
import { findCalendars } from "./discover.ts";

/** What an act of the kind `calendar.create` is asked for with. Times are ms UTC. */
const wanted = z
  .strictObject({
    /** Address of the calendar; without it, the first that can be written. */
    calendar: z.url().optional(),
    title: z.string().min(1).max(500),
    place: z.string().max(500).optional(),
    start: z.int(),
    end: z.int(),
  })
  .refine(({ start, end }) => end >= start, "it ends before it begins");

/**
 * Puts an event into a calendar (RFC 4791, 5.3.2). Its file and its UID are made of the act's key, and the file must not be there: a second try finds the
 * first.
 */
export function createEventAdapter(access: DavAccess): EffectAdapter {
  return {
    effectClass: "keyed",
    async act({ arguments: given, key }, ctx) {
      const parsed = wanted.safeParse(given);
      if (!parsed.success) return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no event." } };
      const { calendar, ...event } = parsed.data;
      try {
        const folder = calendar === undefined ? await firstWritable(access, ctx) : onSameServer(calendar, access.url);
        if (folder === null)
          return {
            outcome: "refused",
            fault: { code: "E_EFFECT_FAILED", message: "No calendar of the account can be written." },
          };
        const uid = `${createHash("sha256").update(key).digest("hex").slice(0, 40)}@kralle`;
        const url = new URL(`${encodeURIComponent(uid)}.ics`, folder.endsWith("/") ? folder : `${folder}/`).href;
        const { status } = await askDav(
          access,
          {
            method: "PUT",
            url,
            body: toCalendarEvent({ ...event, uid, now: ctx.clock.now() }),
            headers: { "content-type": "text/calendar; charset=utf-8", "if-none-match": "*" },
          },
          ctx,
        );
        // 412: it is there, by an earlier try of the same act
        if (status === 412) return { outcome: "done", receipt: { uid, url } };
        return (
          toRefusal(new Response(null, { status }), new URL(url).host, "") ?? {
            outcome: "done",
            receipt: { uid, url },
          }
        );
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
  };
}

async function firstWritable(access: DavAccess, ctx: Parameters<typeof findCalendars>[1]): Promise<string | null> {
  return (await findCalendars(access, ctx)).find(({ isWritable }) => isWritable)?.url ?? null;
}
