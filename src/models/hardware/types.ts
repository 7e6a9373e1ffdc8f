export interface Gpu {
  vendor: "nvidia" | "amd" | "apple";
  name: string;
  /** Memory that a model may use: video memory, or for unified memory the share that the system lends. */
  memoryBytes: number;
}

export interface Hardware {
  /** As Node names them: `linux`, `darwin`, `win32`; `x64`, `arm64`. */
  platform: string;
  arch: string;
  /** On Linux: which C library programs here use; prebuilt engines need glibc. Null elsewhere. */
  libc: "glibc" | "musl" | null;
  cpu: {
    model: string;
    physicalCores: number;
    logicalCores: number;
    /** Cores that this process may really use: affinity and container quota counted, at least 1, possibly a fraction. */
    usableCores: number;
    /** Instruction sets that matter to an engine, as the system spells them: `avx2`, `avx512f`, `neon` … */
    isa: string[];
  };
  /** Bytes; the container's limit where it is lower than the machine's. */
  ramTotal: number;
  /** Bytes that can be taken without swapping, file cache counted as free. */
  ramFree: number;
  gpus: Gpu[];
  /** Free bytes of the disk that holds Kralle's home. */
  diskFree: number;
}
