import type { Context } from "../../core/index.ts";
import type { Clockwork } from "../../durable/index.ts";
import type { DeskParts, Later } from "../../desks/types.ts";
import type { Store } from "../../store/index.ts";
import type { Services } from "../services.ts";
import { createMeaning } from "./meaning.ts";

/** What a desk is handed. Without a clockwork, what it promises begins when there is one again. */
export function createDeskParts(
  services: Pick<Services, "outside" | "changes" | "settings" | "encoder" | "encoderHere">,
  store: Store,
  clockwork: Clockwork | null,
  ctx: Context,
): DeskParts {
  return {
    store,
    later: clockwork === null ? laterOf(store, ctx) : laterBy(clockwork),
    async outside() {
      const { effects, mint } = await services.outside();
      return { perform: effects.perform, mint };
    },
    changed: (type, id) => services.changes.tell(type, id),
    settings: services.settings,
    meaning: createMeaning(services),
  };
}

const laterOf = ({ outbox, timers }: Store, ctx: Context): Later => ({
  promise: (start) => outbox.putStart(start, ctx),
  setTimer: (timer) => timers.set(timer),
  cancelTimer: (id) => timers.cancel(id),
});

/** By its name the clockwork finds the work that it was opened with. */
function laterBy(clockwork: Clockwork): Later {
  const named = (name: string) => ({ name, run: () => Promise.resolve(null) });
  return {
    promise: ({ id, workflow, input }) => clockwork.promise(named(workflow), input, { id }),
    setTimer: ({ workflow, ...timer }) => clockwork.setTimer({ ...timer, workflow: named(workflow) }),
    cancelTimer: (id) => clockwork.cancelTimer(id),
  };
}
