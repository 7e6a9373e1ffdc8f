/** Longer than any wait that a caller of ours allows; each bounds its own. */
const PATIENCE_MS = 3_600_000;

/**
 * The platform's fetch gives up after 300 s without headers, but a model on a processor may read a long prompt for longer.
 * Its limit can only be changed by an agent of its own kind (undici), which the platform holds under this name; null
 * where it does not, then the 300 s stay.
 */
export function createPatientAgent(): object | null {
  void new Headers(); // what the platform loads late, it loads now
  const known: unknown = Reflect.get(globalThis, Symbol.for("undici.globalDispatcher.1"));
  const make: unknown = typeof known === "object" && known !== null ? known.constructor : null;
  if (typeof make !== "function") return null;
  return Reflect.construct(make, [{ headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS }]) as object;
}
