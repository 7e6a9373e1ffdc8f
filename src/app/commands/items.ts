import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { hashAction } from "../../desks/briefing/index.ts";
import type { Item, ItemState, Metric, MetricPoint } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const STATES = ["open", "snoozed", "done"] as const satisfies readonly ItemState[];

const listInput = z.object({
  desk: z.string().min(1).max(40).optional(),
  states: z.array(z.enum(STATES)).min(1).optional(),
  /** ms UTC */
  since: z.int().nonnegative().optional(),
  limit: z.int().positive().max(500).default(100),
});

/** What may want a person, of all desks, newest first. */
export const items = defineCommand<typeof listInput, { items: Item[] }, never>({
  about: "lists what may want a person",
  input: listInput,
  async run({ desk, states, since, limit }, { services }) {
    const { items: kept } = await services.store();
    const filter = {
      ...(desk === undefined ? {} : { desk }),
      ...(states === undefined ? {} : { states }),
      ...(since === undefined ? {} : { since }),
    };
    return { items: await kept.list({ ...filter, limit }) };
  },
});

const releaseInput = z.object({
  item: z.string().min(1).max(100),
  /** Id of what is proposed; "done" and "snooze" every item knows. */
  action: z.string().min(1).max(100),
  /** Of what was shown: another hash releases nothing. Not needed for "done" and "snooze", which do nothing else. */
  hash: z.string().length(64).optional(),
  /** Of "snooze": until when, ms UTC. */
  until: z.int().positive().optional(),
});

/** A person releases what an item proposes: exactly what they were shown. Its desk does it. E_INPUT where it was changed since. */
export const releaseAction = defineCommand<typeof releaseInput, Item, never>({
  about: "does what an item proposes",
  input: releaseInput,
  async run({ item: id, action: name, hash, until }, { services, conversations, ctx }) {
    const { items: kept } = await services.store();
    if (name === "done" || name === "snooze") {
      const item = await kept.setState(id, name === "done" ? "done" : "snoozed", ctx, until);
      services.changes.tell("items", id);
      return item;
    }
    const item = await kept.get(id);
    const action = item?.actions.find((one) => one.id === name);
    if (!item || !action) {
      throw new AppError("E_NOT_FOUND", `The item ${id} proposes nothing of the name ${name}.`, {
        hint: "`kralle today` shows what is proposed now.",
      });
    }
    if ((await hashAction(id, action)) !== hash) {
      throw new AppError("E_INPUT", "What is proposed was changed since it was shown.", { hint: "Look at it again." });
    }
    if (conversations === null) {
      throw new AppError("E_NOT_SERVING", "This is done by the gateway, and it is not running.", {
        hint: "Start it with `kralle up`.",
      });
    }
    await conversations.desks.act(item, action);
    services.changes.tell("items", id);
    return (await kept.get(id)) ?? item;
  },
});

const metricsInput = z.object({ limit: z.int().positive().max(400).default(31) });

/** All metrics with their newest values, oldest first. */
export const metrics = defineCommand<typeof metricsInput, { metrics: (Metric & { points: MetricPoint[] })[] }, never>({
  about: "lists what is measured over time",
  input: metricsInput,
  async run({ limit }, { services }) {
    const { metrics: kept } = await services.store();
    const all = await kept.list();
    return {
      metrics: await Promise.all(all.map(async (one) => ({ ...one, points: await kept.points(one.id, { limit }) }))),
    };
  },
});
