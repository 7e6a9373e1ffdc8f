import { z } from "zod";
import { secureUrl } from "../secureUrl.ts";

/** Settings of a calendar behind CalDAV. The password goes with every request, so only to https, or to this machine. */
export const caldavSettings = z.strictObject({
  /** Of the server, or of the calendars in it, as its help names it. */
  url: secureUrl,
  user: z.string().min(1).max(320),
});
export type CaldavSettings = z.infer<typeof caldavSettings>;
