import { z } from "zod";
import type { Stop } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const by = z.string().min(1).default("owner");
const stopInput = z.object({ reason: z.string().trim().max(500).default(""), by });

/** Nothing more is done outside, from now on and whatever happens. Needs no home: whoever holds it sees it at the next act. */
export const stop = defineCommand<typeof stopInput, Stop>({
  about: "stops everything that reaches outside",
  input: stopInput,
  async run({ reason, by: who }, { services }) {
    const set = await (await services.stop()).stop(who, reason);
    services.changes.tell("stop");
    return set;
  },
});

const releaseInput = z.object({ by });

/** What was released; null where nothing was stopped. Carries on with what STOP held back after it had begun. */
export const releaseStop = defineCommand<typeof releaseInput, Stop | null>({
  about: "lets things reach outside again",
  input: releaseInput,
  async run({ by: who }, { services, conversations }) {
    const released = await (await services.stop()).release(who);
    services.changes.tell("stop");
    // Only who carries the effects of this home: a command line beside it has none.
    if (conversations) void (await services.outside()).effects.reconcile();
    return released;
  },
});

/** STOP as it holds; null where it does not. */
export const stopState = defineCommand<z.ZodObject, Stop | null>({
  about: "says whether everything is stopped",
  input: z.object({}),
  run: async (_input, { services }) => (await services.stop()).current(),
});
