export { chooseStarter } from "./choose.ts";
export { describeHardware } from "./describe.ts";
export { detectHardware } from "./detect.ts";
export type { Machine } from "./machine.ts";
export type { Gpu, Hardware } from "./types.ts";
