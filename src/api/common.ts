import { z } from "zod";

/** A moment, ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** Ids are sortable strings like `ses_01k…`; anything of that shape is looked up. */
export const id = z.string().regex(/^[a-z]{2,8}_[A-Za-z0-9_-]{1,64}$/, "no id");

export const byId = z.object({ id });

/** What every failed request answers with. */
export const failure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** What to do next. */
    hint: z.string().optional(),
    /** The same request may succeed later without anybody changing anything. */
    retryable: z.boolean(),
  }),
});
export type Failure = z.infer<typeof failure>;
