import { z } from "zod";

/** Stored with each schedule: it must not change. */
export const SCHEDULED_REQUEST = "scheduled-request";

/** A request that is sent again and again; its answers stand in one conversation. */
export const scheduledRequest = z.object({ session: z.string(), text: z.string() });
export type ScheduledRequest = z.infer<typeof scheduledRequest>;
