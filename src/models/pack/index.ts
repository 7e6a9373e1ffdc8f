export { ensurePack, installedPack } from "./ensure.ts";
export { packName, TRIED_PACKS } from "./name.ts";
export type { Npm } from "./npm.ts";
export type { InstalledPack, PackOptions, PackProgress } from "./types.ts";
