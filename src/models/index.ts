export * from "./catalogue/index.ts";
export * from "./hardware/index.ts";
export * from "./install/index.ts";
export * from "./pack/index.ts";
