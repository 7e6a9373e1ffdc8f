/** Share of the memory that a graphics unit without its own may use; the rest keeps the system alive. */
export const UNIFIED_SHARE = 0.75;

export interface Gpu {
  vendor: "nvidia" | "amd" | "apple";
  name: string;
  /** Memory that a model may use: video memory, or for unified memory the share that the system lends. */
  memoryBytes: number;
  /** What of it was free when we looked; null where nothing says so. */
  memoryFree: number | null;
  /** Which of an engine's builds drives it. */
  backend: "cuda" | "rocm" | "vulkan" | "metal";
  /** It has no memory of its own: what a model takes there is missing in the machine's. */
  unified: boolean;
}

/** Something that could not be seen, and why; figures it concerns are the system's own or missing. */
export interface HardwareNote {
  code:
    /** An NVIDIA card or driver is there, and `nvidia-smi` failed; `detail` is what it said. */
    | "nvidia-driver"
    /** `nvidia-smi` did not answer in time. */
    | "nvidia-slow"
    /** The driver knows a card, but nobody can ask it: `nvidia-smi` is not there, as in many containers. */
    | "nvidia-smi-missing"
    /** The processor's own description could not be read: `detail` is the file or program. */
    | "cpu"
    /** The same for the memory. */
    | "memory";
  detail: string;
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
  notes: HardwareNote[];
}
