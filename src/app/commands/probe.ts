import { z } from "zod";
import {
  modelDepth,
  offer,
  probeAbility,
  probeDepth,
  type DepthProgress,
  type ModelAbility,
  type ModelDepth,
  type ModelFeature,
  type ResidentModel,
} from "../../models/index.ts";
import type { Store } from "../../store/index.ts";
import { orAborted } from "../aborted.ts";
import type { ChosenModel } from "../chooseModel.ts";
import { defineCommand } from "../command.ts";
import type { SetupEvent } from "../events.ts";
import { keyOf } from "../measured.ts";
import type { Services } from "../services.ts";

/** What is known of one model: where it is, and what it was measured to be and do here. */
export interface ModelProfile {
  id: string;
  name: string;
  kind: ChosenModel["kind"];
  /** Nothing has to be fetched for it. */
  installed: boolean;
  bytes: number | null;
  sha256: string | null;
  licence: string | null;
  /** Build of the engine under which the following was measured; null where nothing was. */
  engine: string | null;
  ability: ModelAbility | null;
  depth: ModelDepth | null;
  /** Bytes of memory that it was measured to take; null where it was never used here. */
  memoryBytes: number | null;
  /** What is offered of it: the window and the features that did not fail; null where nothing was measured. */
  offered: { contextTokens: number; failed: ModelFeature[] } | null;
}

const showInput = z.object({ name: z.string().min(1) });

export const show = defineCommand<typeof showInput, ModelProfile, never>({
  about: "shows what was measured of a model",
  input: showInput,
  async run({ name }, { services }) {
    const chosen = await services.choose(name);
    return toProfile(chosen, services);
  },
});

const probeInput = showInput.extend({
  /** Checks 90 % of the window, however long that takes. */
  full: z.boolean().default(false),
  /** Time for long prompts where not all is checked. */
  seconds: z.number().positive().max(86_400).optional(),
});

export type ProbeEvent = { type: "setup"; event: SetupEvent } | { type: "depth"; progress: DepthProgress };

/** Measures everything anew and keeps it. Cancelled, it keeps what was measured before. */
export const probe = defineCommand<typeof probeInput, ModelProfile, ProbeEvent>({
  about: "measures what a model can do, how far its context reaches and how fast it is",
  input: probeInput,
  async run({ name, full, seconds }, { services, emit, ctx }) {
    await services.hold();
    const store = await services.store();
    const tell = (event: SetupEvent): void => emit({ type: "setup", event });
    const model = await orAborted(services.model(name, tell), ctx.signal);
    const info = await orAborted(model.ready, ctx.signal);
    const picked = { engine: model.engine, info };
    const started = ctx.clock.now();
    tell({ type: "ability", state: "started" });
    const ability = await probeAbility(picked, ctx);
    await store.abilities.put(keyOf(info), info.engine, ability, ctx);
    tell({ type: "ability", state: "done", ms: ctx.clock.now() - started, ability });
    const onProgress = (progress: DepthProgress): void => emit({ type: "depth", progress });
    const options = { isFull: full, onProgress, ...(seconds === undefined ? {} : { seconds }) };
    const depth = await probeDepth(picked, ctx, options);
    await store.depths.put(keyOf(info), info.engine, depth, ctx);
    return toProfile(await services.choose(name), services);
  },
});

async function toProfile(chosen: ChosenModel, services: Services): Promise<ModelProfile> {
  const store = await services.store();
  const facts = chosen.kind === "starter" || chosen.kind === "installed" ? chosen.model : null;
  const sha256 = facts?.sha256 ?? null;
  const { engine, ability, depth, key } = await findMeasured(chosen.id, sha256, store);
  return {
    id: chosen.id,
    name: chosen.name,
    kind: chosen.kind,
    installed: chosen.kind === "file" || chosen.kind === "remote" || chosen.kind === "found" || chosen.installed,
    bytes: chosen.kind === "found" ? chosen.model.bytes : (facts?.bytes ?? null),
    sha256,
    licence: facts?.licence ?? null,
    engine,
    ability,
    depth,
    memoryBytes: await store.modelMemory.last(key),
    offered: ability === null ? null : toOffer(ability, depth),
  };
}

function toOffer(ability: ModelAbility, depth: ModelDepth | null): NonNullable<ModelProfile["offered"]> {
  const every: readonly ModelFeature[] = ["vision", "tools"];
  const { contextTokens, features } = offer({ contextTokens: ability.contextTokens, features: every }, ability, depth);
  return { contextTokens, failed: every.filter((feature) => !features?.includes(feature)) };
}

/** The newest measurement of these weights; of a model on a server that of its name. */
async function findMeasured(id: string, sha256: string | null, store: Store) {
  const key = sha256 ?? `name:${id}`;
  const isOfIt = (digest: string, ability: unknown): boolean =>
    digest === key || (sha256 === null && (ability as Partial<ModelAbility> | null)?.model === id);
  const found = (await store.abilities.list()).findLast(({ digest, ability }) => isOfIt(digest, ability));
  if (found === undefined) return { engine: null, ability: null, depth: null, key };
  const { digest, engine } = found;
  const depth = modelDepth.safeParse(await store.depths.get(digest, engine));
  return { engine, ability: found.ability as ModelAbility, depth: depth.success ? depth.data : null, key: digest };
}

export interface ResidentList {
  /** Models in the memory of this process, the longest unused first. */
  models: ResidentModel[];
  /** What all of them together may take. */
  budgetBytes: number;
}

export const ps = defineCommand<z.ZodObject, ResidentList, never>({
  about: "shows which models are in memory",
  input: z.object({}),
  async run(_input, { services }) {
    const { models, budgetBytes } = await services.residents();
    return { models: models.toSorted((a, b) => a.lastUsed - b.lastUsed), budgetBytes };
  },
});
