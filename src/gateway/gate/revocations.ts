import type { Access, Credential } from "../../app/index.ts";

/**
 * One signal per credential: it fires when the credential is revoked or has expired, and whoever streams or listens with
 * it ends.
 */
export interface Revocations {
  signalOf(credential: Credential): AbortSignal;
  /** Looks for what has expired. */
  sweep(): void;
  close(): void;
}

export function createRevocations(access: Access): Revocations {
  const live = new Map<string, AbortController>();
  const end = (id: string): void => {
    live.get(id)?.abort();
    live.delete(id);
  };
  const stop = access.onRevoked(end);
  return {
    signalOf({ id }) {
      const controller = live.get(id) ?? new AbortController();
      live.set(id, controller);
      return controller.signal;
    },
    sweep() {
      for (const id of live.keys()) {
        const credential = access.find(id);
        if (credential === null || access.stateOf(credential) !== "live") end(id);
      }
    },
    close: stop,
  };
}
