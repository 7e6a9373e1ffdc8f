/** Bounds that hold everywhere, in one place. Sizes in bytes, times in ms. */
export const LIMITS = {
  /** A file larger than this is listed, but not read as text or table. */
  fileBytes: 32 * 1024 * 1024,
  /** Text of one document that is kept for search. */
  textChars: 2_000_000,
  tableRows: 200_000,
  tableColumns: 500,
  /** Files of a workspace that are looked at; more is an error that says so. */
  workspaceFiles: 20_000,
  /** Unpacked size of an archive-like file (XLSX, wheel member) against zip bombs. */
  unpackedBytes: 512 * 1024 * 1024,
  commandMs: 60_000,
  commandMemoryBytes: 1024 * 1024 * 1024,
  commandOutputBytes: 256 * 1024,
  /** An unreachable source of weights costs at most this. */
  sourceProbeMs: 3_000,
  heartbeatMs: 1_000,
  engineLoadMs: 180_000,
  cancelMs: 200,
} as const;
