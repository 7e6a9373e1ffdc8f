import { AppError, type Context } from "../../core/index.ts";
import { ENCODER } from "../../models/index.ts";
import { models } from "../commands/models.ts";
import type { Services } from "../services.ts";
import type { OfferedModel } from "./types.ts";

const encoder: OfferedModel = {
  id: ENCODER.id,
  kind: "embed",
  place: "local",
  digest: ENCODER.sha256,
  bytes: ENCODER.bytes,
  contextTokens: ENCODER.contextTokens,
  parameters: 118e6,
  family: "bert",
  quantisation: ENCODER.quantisation,
  features: ["embed"],
};

/** What can be named, each id once: weights of this home, of other programs on this machine, and of engines that answer. */
export async function listOffered(services: Services, ctx: Context): Promise<OfferedModel[]> {
  const call = {
    services,
    conversations: null,
    emit: () => undefined,
    approve: undefined,
    decider: { by: "owner", via: "api" } as const,
    ctx,
  };
  const { installed, elsewhere, engines } = await models.run({}, call);
  const local = installed
    .filter(({ sha256 }) => sha256 !== ENCODER.sha256)
    .map((model) => ({
      ...nothingKnown(model.id, "local"),
      digest: model.sha256,
      bytes: model.bytes,
      contextTokens: model.contextTokens,
      family: model.architecture,
      quantisation: model.quantisation,
      features: model.projector === null ? null : (["vision"] as const),
    }));
  const found = elsewhere
    .filter(({ usable }) => usable)
    .map(({ id, sha256, bytes, quantisation }) => {
      return { ...nothingKnown(id, "local"), digest: sha256, bytes, quantisation };
    });
  const served = engines.flatMap((engine) =>
    engine.models.map(({ id, contextTokens, features }) => {
      return { ...nothingKnown(id, engine.name), contextTokens, features };
    }),
  );
  const all = new Map<string, OfferedModel>();
  for (const model of [...local, ...found, ...served, encoder]) if (!all.has(model.id)) all.set(model.id, model);
  return [...all.values()];
}

const nothingKnown = (id: string, place: string): OfferedModel => ({
  id,
  kind: "chat",
  place,
  digest: null,
  bytes: null,
  contextTokens: null,
  parameters: null,
  family: null,
  quantisation: null,
  features: null,
});

export function unknownModel(name: string): AppError {
  return new AppError("E_MODEL_UNKNOWN", `There is no model "${name.slice(0, 100)}" here.`, {
    hint: 'Name one of the list, or "auto". `kralle models pull NAME` brings another.',
  });
}
