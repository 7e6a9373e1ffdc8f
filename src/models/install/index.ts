export { installedModels, pruneFiles, removeModel, verifyModel, type InstalledModel } from "./installed.ts";
export { pullFrom, pullModel } from "./pull.ts";
export { findPip } from "./sources/pip.ts";
export type {
  Environment,
  Offer,
  Piece,
  PulledModel,
  PullOptions,
  PullPhase,
  PullProgress,
  Source,
  StatFs,
} from "./types.ts";
export { SourceFault } from "./types.ts";
