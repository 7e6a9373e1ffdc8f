export { createStateStore, type StateStoreOptions } from "./createStateStore.ts";
export type { NewState, StateStore, StoredState } from "./types.ts";
