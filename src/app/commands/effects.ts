import { z } from "zod";
import type { EffectRecord, EffectState, Stop } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const STATES = ["intended", "sent", "confirmed", "failed", "unknown"] as const satisfies readonly EffectState[];

/** An act as every surface shows it. */
export type EffectView = Omit<EffectRecord, "hash" | "holder" | "ref">;

const listInput = z.object({
  states: z.array(z.enum(STATES)).min(1).optional(),
  /** Id of the last one that was seen. */
  before: z.string().min(1).optional(),
  limit: z.int().positive().max(200).default(50),
});

export interface ListedEffects {
  effects: EffectView[];
  /** How many wait for a person's word. */
  unknown: number;
  /** STOP, where it holds. */
  stop: Stop | null;
}

/** What was done outside, newest first. */
export const effects = defineCommand<typeof listInput, ListedEffects>({
  about: "lists what was done outside",
  input: listInput,
  async run(filter, { services }) {
    const store = await services.store();
    const [listed, unknown, stop] = await Promise.all([
      store.effects.list(filter),
      store.effects.count("unknown"),
      store.stops.current(),
    ]);
    return { effects: listed.map(toView), unknown, stop };
  },
});

const settleInput = z.object({ id: z.string().min(1), happened: z.boolean(), by: z.string().min(1).default("owner") });

/** A person says what became of an act whose outcome is unknown. */
export const settleEffect = defineCommand<typeof settleInput, EffectView>({
  about: "says what became of something outside",
  input: settleInput,
  async run({ id, happened, by }, { services }) {
    const house = await services.outside();
    return toView(await house.effects.settle(id, happened, by));
  },
});

function toView({ hash: _hash, holder: _holder, ref: _ref, ...view }: EffectRecord): EffectView {
  return view;
}
