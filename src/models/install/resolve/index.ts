export { resolveReference, type Candidate } from "./resolve.ts";
export type { Layers, Resolved, ResolvedFile } from "./types.ts";
