export { ensurePack, installedPack } from "./ensure.ts";
export {
  ensureEnginePack,
  installedEnginePack,
  rejectPack,
  type EnginePack,
  type EnginePackOptions,
} from "./ensureEnginePack.ts";
export { packChoices, packName, TRIED_PACKS, type PackChoice, type PackGpu } from "./name.ts";
export type { Npm } from "./npm.ts";
export type { InstalledPack, PackOptions, PackProgress } from "./types.ts";
