export { comparePublished, type CompareReport } from "./compare.ts";
export { fitAll, fitModel, type MeasuredSpeeds } from "./fitModel.ts";
export { fromHardware } from "./fromHardware.ts";
export { fromWords } from "./fromWords.ts";
export { planModels } from "./plan.ts";
export type { Role } from "./data.ts";
export type { Assumption, Device, FitMachine, FitPlan, ModelFit, PlannedModel, Verdict } from "./types.ts";
export { cloudPrices, type CloudPrice } from "./prices.ts";
