import { z } from "zod";
import { toSafeLine } from "../../guard/index.ts";

/** What the owner calls an account: one line, without what cannot be seen. */
export const accountName = z.string().max(100).transform(toSafeLine).pipe(z.string().min(1));
