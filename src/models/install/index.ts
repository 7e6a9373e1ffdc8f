export { SOURCE_NAMES, type SourceName } from "./candidates.ts";
export { findForeign, type FoundModel, type StoreKind } from "./foreign/index.ts";
export { importFile, takeFound, type ImportRequest } from "./take.ts";
export { installedModels, pruneFiles, removeModel, verifyModel, type InstalledModel } from "./installed.ts";
export { findFound, findNamed } from "./named.ts";
export { pullFrom, pullModel } from "./pull.ts";
export { pullNamed, type NamedModel, type NamedPull } from "./pullNamed.ts";
export { searchHub, type HubHit } from "./searchHub.ts";
export { findPip } from "./sources/pip.ts";
export type {
  Environment,
  Mirrors,
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
