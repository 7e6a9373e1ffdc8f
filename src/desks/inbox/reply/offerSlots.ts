import type { Context } from "../../../core/index.ts";
import { fold } from "../../../files/index.ts";
import type { Ask } from "./asks.ts";
import type { ReplyTexts } from "./phrase/texts.ts";
import type { DraftSentence, FreeTimes } from "./types.ts";

const MEETING = /\b(?:termin|besprechung|treffen|telefonat|gespraech|appointment|meeting|call|slot|visit)\b/;
const WHEN =
  /\b(?:wann|passt|frei|zeit|moeglich|vorschlag|vorschlagen|vereinbaren|when|suit|free|time|available|propose|suggest|arrange|schedule)\b/;
const DAY = 86_400_000;
const AHEAD_DAYS = 14;
const MINUTES = 60;
const MOST = 3;

/** Whether somebody wants to know when the owner has time. */
const wantsSlot = (text: string): boolean => MEETING.test(fold(text)) && WHEN.test(fold(text));

/** Free times out of the calendar; null where none are asked for, or there is no calendar. */
export async function offerSlots(
  ask: Ask,
  calendar: FreeTimes | undefined,
  { texts, language, zone }: { texts: ReplyTexts; language: "de" | "en"; zone: string },
  ctx: Context,
): Promise<DraftSentence[] | null> {
  if (!calendar || !wantsSlot(ask.text)) return null;
  const from = ctx.clock.now() + DAY;
  const free = (await calendar.free(from, from + AHEAD_DAYS * DAY, MINUTES)).slice(0, MOST);
  const form = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  const shown = free.map(({ start }) => form.format(start));
  if (shown.length === 0) return null;
  const sources = shown.map((value) => ({ type: "fact" as const, name: "free", value, source: "calendar" }));
  return [{ text: texts.slots(shown.join("; ")), sources }];
}
