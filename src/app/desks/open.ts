import { AppError, type Context } from "../../core/index.ts";
import { defineWorkflow, type Clockwork, type Workflow } from "../../durable/index.ts";
import type { Desk, DeskEntry } from "../../desks/types.ts";
import type { Item, ProposedAction } from "../../store/index.ts";
import type { Services } from "../services.ts";
import { DESKS } from "./list.ts";
import { createDeskParts } from "./parts.ts";

/** The desks of a home where their work goes on: in a gateway. */
export interface Desks {
  /** All their durable work, for the engine. */
  readonly kinds: readonly Workflow<never, unknown>[];
  /** From now on work is done, and desks that are needed begin; also those that become needed later. */
  start(clockwork: Clockwork): void;
  /** Does what a person released. E_INPUT where the desk of the item does no such thing. */
  act(item: Item, action: ProposedAction): Promise<void>;
  close(): Promise<void>;
}

type Parts = Pick<Services, "store" | "outside" | "changes" | "settings" | "encoder" | "encoderHere">;

/** Reads the code of a desk when its first work runs, or when it is needed; nothing before. */
export async function openDesks(services: Parts, ctx: Context, entries: readonly DeskEntry[] = DESKS): Promise<Desks> {
  const store = await services.store();
  const closing = new AbortController();
  const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, closing.signal]) };
  const clockwork = Promise.withResolvers<Clockwork>();
  const open = new Map<string, Promise<Desk>>();
  const started = new Map<string, Promise<void>>();

  function desk(entry: DeskEntry): Promise<Desk> {
    const known = open.get(entry.id);
    if (known) return known;
    const opened = clockwork.promise.then((clock) => entry.open(createDeskParts(services, store, clock, ctx), inner));
    opened.catch(() => open.delete(entry.id)); // what failed is tried anew by the next who needs it
    open.set(entry.id, opened);
    return opened;
  }

  const startNeeded = async (): Promise<void> => {
    for (const entry of entries) {
      if (closing.signal.aborted || started.has(entry.id) || !(await entry.isNeeded(store))) continue;
      const start = desk(entry).then((found) => found.start());
      started.set(entry.id, start);
      start.catch((error: unknown) => {
        started.delete(entry.id);
        ctx.log.error("a desk could not begin", { desk: entry.id, error });
      });
    }
  };
  const watch = async (): Promise<void> => {
    await startNeeded();
    for await (const { type } of services.changes.listen(closing.signal)) if (type === "accounts") await startNeeded();
  };

  return {
    kinds: entries.flatMap((entry) =>
      entry.work.map(({ name, queue }) =>
        defineWorkflow<unknown, unknown>(name, async (input, run) => (await desk(entry)).run(name, input, run), {
          queue,
        }),
      ),
    ),
    start(clock) {
      clockwork.resolve(clock);
      watch().catch((error: unknown) => ctx.log.error("desks are not watched any more", { error }));
    },
    async act(item, action) {
      const entry = entries.find(({ id }) => id === item.desk);
      const found = entry && (await desk(entry));
      if (!found?.act) {
        throw new AppError("E_INPUT", `Nothing of the kind ${action.kind} can be released here.`, {
          hint: "Open the item and do it there.",
        });
      }
      await found.act(item, action);
    },
    async close() {
      closing.abort();
      clockwork.promise.catch(() => undefined);
      clockwork.reject(new AppError("E_CANCELLED", "The work was cancelled."));
      for (const opened of open.values()) await (await opened.catch(() => null))?.close();
    },
  };
}
