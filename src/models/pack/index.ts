import { lazily } from "../../core/index.ts";

export { packChoices, packName, TRIED_PACKS, type PackChoice, type PackGpu } from "./name.ts";
export type { EnginePack, EnginePackOptions } from "./ensureEnginePack.ts";
export type { Npm } from "./npm.ts";
export type { InstalledPack, PackOptions, PackProgress } from "./types.ts";

const ensuring = () => import("./ensure.ts");
const choosing = () => import("./ensureEnginePack.ts");

export const ensurePack = lazily(() => ensuring().then((part) => part.ensurePack));
export const installedPack = lazily(() => ensuring().then((part) => part.installedPack));
export const ensureEnginePack = lazily(() => choosing().then((part) => part.ensureEnginePack));
export const installedEnginePack = lazily(() => choosing().then((part) => part.installedEnginePack));
export const rejectPack = lazily(() => choosing().then((part) => part.rejectPack));
