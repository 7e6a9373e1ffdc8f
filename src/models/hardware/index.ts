export { chooseStarter } from "./choose.ts";
export { describeGpus, describeHardware } from "./describe.ts";
export { detectHardware } from "./detect.ts";
export type { Machine } from "./machine.ts";
export type { Gpu, Hardware, HardwareNote } from "./types.ts";
