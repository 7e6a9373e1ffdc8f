/** How long one way out is tried, ms: the peer is on the same machine. */
export const LIMIT_MS = 1_500;
