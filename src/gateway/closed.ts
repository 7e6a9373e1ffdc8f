import type { Gate } from "./types.ts";

/** Lets nobody in: only what asks for no credential is answered. */
export const closedGate: Gate = {
  address: () => null,
  credential: () => Promise.resolve({ status: 401, log: "no credentials are known" }),
};
