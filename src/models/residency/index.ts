export { toClaim, toGpuBudget, toGpuBytes } from "./claim.ts";
export { createResidency, type Residency, type ResidencyOptions } from "./createResidency.ts";
export { createTurns, toPlaces, type Turns } from "./turns.ts";
export type { Lease, Loadable, Loaded, MemoryClaim, Priority, ResidentModel, ResidentState } from "./types.ts";
export { createResidentEncoder, type ResidentEncoderOptions } from "./encoder.ts";
export { createResidentEngine, type ResidentEngineOptions } from "./engine.ts";
