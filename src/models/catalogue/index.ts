export { findModel, findStarter, listModels, toNameKey } from "./find.ts";
export { findLicence, type Licence, type LicenceLimit } from "./licences.ts";
export { DEFAULT_QUANTISATION, isQuantisation, preferQuantisation, quantisationOf } from "./quantisation.ts";
export { parseReference, type Reference } from "./reference.ts";
export { searchCatalogue } from "./search.ts";
export { listCatalogue, listStarters, starterSchema } from "./load.ts";
export type { CatalogueModel, FetchableModel, KnownModel, SourceSpec, StarterModel, WheelPart } from "./types.ts";
