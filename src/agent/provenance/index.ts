export { createProvenance } from "./provenance.ts";
export { createSessionLabels } from "./session.ts";
export type { Provenance } from "./types.ts";
