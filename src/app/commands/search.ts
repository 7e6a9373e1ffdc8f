import { z } from "zod";
import type { FoundMessage } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const searchInput = z.object({
  words: z.string().min(1).max(1_000),
  limit: z.int().min(1).max(100).default(20),
  session: z.string().optional(),
});

/** Messages and answers by their words, the best of the newest first. */
export const searchMessages = defineCommand<typeof searchInput, FoundMessage[]>({
  about: "looks for messages by words",
  input: searchInput,
  async run({ words, limit, session }, { services }) {
    const store = await services.store();
    return store.search.messages(words, { limit, ...(session === undefined ? {} : { session }) });
  },
});
