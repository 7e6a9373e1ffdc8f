import { AppError, createSteadyNow, type Clock, type Permit } from "../core/index.ts";

/** What a permit is for. */
export interface PermitBinding {
  /** SHA-256 of the canonical intent, hexadecimal. */
  hash: string;
  /** From now on; a minute without it. */
  validMs?: number;
}

/**
 * The mint. Contract: what `mint` gives releases the act of this hash once, until it expires; setting the clock back prolongs
 * nothing. `redeem` uses a permit up and throws E_REFUSED for one that was made elsewhere (a copy, a cast), was used, is too
 * old, or is for another act; one that was tried on another act is used up as well. A permit does not outlive the process.
 */
export interface Permits {
  mint(binding: PermitBinding): Permit;
  redeem(permit: Permit, hash: string): void;
}

interface Release {
  hash: string;
  /** ms UTC */
  expires: number;
}

const VALID_MS = 60_000;
const ONCE = "Ask for it again; each release is for one act.";

export function createPermits(clock: Clock, elapsed?: () => number): Permits {
  const now = createSteadyNow(clock, elapsed);
  const open = new WeakMap<object, Release>();
  return {
    mint({ hash, validMs = VALID_MS }) {
      const permit = Object.freeze({}) as Permit;
      open.set(permit, { hash, expires: now() + validMs });
      return permit;
    },
    redeem(permit, hash) {
      const release = isObject(permit) ? open.get(permit) : undefined;
      if (!release)
        throw new AppError("E_REFUSED", "The permit was not given by the guard, or was used already.", { hint: ONCE });
      open.delete(permit);
      if (release.hash !== hash) throw new AppError("E_REFUSED", "The permit is for something else.", { hint: ONCE });
      if (now() >= release.expires) throw new AppError("E_REFUSED", "The permit is too old.", { hint: ONCE });
    },
  };
}

/** At run time anything may come in the place of a permit. */
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
