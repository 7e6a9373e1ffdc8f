export { findModel, findStarter, listModels } from "./find.ts";
export { listCatalogue, listStarters, starterSchema } from "./load.ts";
export type { CatalogueModel, KnownModel, SourceSpec, StarterModel, WheelPart } from "./types.ts";
