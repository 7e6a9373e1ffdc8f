import { lazily } from "../../core/index.ts";

export { SOURCE_NAMES, type SourceName } from "./candidates.ts";
export { installedModels, pruneFiles, removeModel, verifyModel, type InstalledModel } from "./installed.ts";
export { findFound, findNamed } from "./named.ts";
export { isOffline } from "./offline.ts";
export { knownSources } from "./endpoints.ts";
export { SourceFault } from "./types.ts";
export type { FoundModel, StoreKind } from "./foreign/index.ts";
export type { ImportRequest } from "./take.ts";
export type { NamedModel, NamedPull } from "./pullNamed.ts";
export type { HubHit } from "./searchHub.ts";
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

export const findForeign = lazily(() => import("./foreign/index.ts").then((part) => part.findForeign));
export const importFile = lazily(() => import("./take.ts").then((part) => part.importFile));
export const takeFound = lazily(() => import("./take.ts").then((part) => part.takeFound));
export const pullFrom = lazily(() => import("./pull.ts").then((part) => part.pullFrom));
export const pullModel = lazily(() => import("./pull.ts").then((part) => part.pullModel));
export const pullNamed = lazily(() => import("./pullNamed.ts").then((part) => part.pullNamed));
export const searchHub = lazily(() => import("./searchHub.ts").then((part) => part.searchHub));
export const findPip = lazily(() => import("./sources/pip.ts").then((part) => part.findPip));
