/** How the program ends, for shells and scripts. */
export const EXIT = { ok: 0, failed: 1, usage: 2, cancelled: 130 } as const;
