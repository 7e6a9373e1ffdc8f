import type { Context } from "../core/index.ts";
import {
  modelDepth,
  offer,
  probeAbility,
  type LocalEngineKind,
  type ModelAbility,
  type ModelDepth,
  type ModelInfo,
  type Picked,
} from "../models/index.ts";
import type { Store } from "../store/index.ts";

type Known = Pick<ModelInfo, "digest" | "name" | "engine">;

/** Under which digest measurements are kept; a model whose weights nobody knows has its name. */
export const keyOf = ({ digest, name }: Pick<ModelInfo, "digest" | "name">): string => digest ?? `name:${name}`;

/** What was measured of a model here with this build of its engine; null when it never was. */
export async function knownAbility(info: Known, store: Store): Promise<ModelAbility | null> {
  return (await store.abilities.get(keyOf(info), info.engine)) as ModelAbility | null;
}

/** Tokens per second that a model wrote in each of the two engines of this machine, by its last measurement. */
export async function speedsOf(key: string, store: Store): Promise<Record<LocalEngineKind, number | null>> {
  const speeds: Record<LocalEngineKind, number | null> = { builtin: null, "llama-server": null };
  for (const { digest, engine, ability } of await store.abilities.list()) {
    const { tokensPerSecond } = ability as Partial<ModelAbility>;
    if (digest !== key || typeof tokensPerSecond !== "number" || tokensPerSecond <= 0) continue;
    speeds[engine.startsWith("llama-server ") ? "llama-server" : "builtin"] = tokensPerSecond;
  }
  return speeds;
}

/** The same of what takes long to measure. */
async function knownDepth(info: Known, store: Store): Promise<ModelDepth | null> {
  const parsed = modelDepth.safeParse(await store.depths.get(keyOf(info), info.engine));
  return parsed.success ? parsed.data : null;
}

/** As it was measured on this machine with this build of the engine; measured now when it never was. */
export async function abilityOf(picked: Picked, store: Store, ctx: Context): Promise<ModelAbility> {
  const known = await knownAbility(picked.info, store);
  const ability = known ?? (await probeAbility(picked, ctx));
  if (known === null) await store.abilities.put(keyOf(picked.info), picked.info.engine, ability, ctx);
  return { ...ability, contextTokens: offer(picked.info, ability, await knownDepth(picked.info, store)).contextTokens };
}

/** What the engine says of the model, without what it was measured to fail at. */
export async function toOffered(info: ModelInfo, store: Store): Promise<ModelInfo> {
  const [ability, depth] = await Promise.all([knownAbility(info, store), knownDepth(info, store)]);
  return { ...info, ...offer(info, ability, depth) };
}
