declare const minted: unique symbol;

/**
 * Lets one exact act on the world outside happen, once and soon. Opaque: only the guard mints one (`createPermits`), and what it
 * did not mint is refused at the moment of use, whatever its type claims.
 */
export interface Permit {
  readonly [minted]: true;
}
