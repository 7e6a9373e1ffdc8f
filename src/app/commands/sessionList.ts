import { z } from "zod";
import type { Session } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const input = z.object({ limit: z.int().min(1).max(200).default(50) });

/** Conversations, the newest first. */
export const sessions = defineCommand<typeof input, Session[]>({
  about: "lists conversations",
  input,
  run: async ({ limit }, { services }) => (await services.store()).sessions.list(limit),
});
