export { buildCatalogue } from "./catalogue.ts";
export type * from "./types.ts";
