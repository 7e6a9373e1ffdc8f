/** What holds before anybody has proven who he is. Sizes in bytes, times in ms. */
export const GATE_LIMITS = {
  headerBytes: 16 * 1024,
  headers: 100,
  /** A route may read more once it knows who sends. */
  bodyBytes: 1024 * 1024,
  frameBytes: 64 * 1024,
  /** Until all headers are there; also of a socket that never sends one. */
  headersMs: 5_000,
  /** Until the whole request is there. */
  requestMs: 60_000,
  /** Of a connection between two requests. */
  idleMs: 65_000,
  tlsMs: 5_000,
  /** Connections on which nobody has proven anything yet. */
  pending: 32,
  connections: 256,
  /** Wrong secrets that are looked at, per id, within the window. */
  guesses: 10,
  guessWindowMs: 5 * 60_000,
  /** Of one line of the log about a refusal. */
  logBytes: 512,
} as const;
