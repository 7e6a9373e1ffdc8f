import type { Hardware } from "../hardware/index.ts";
import type { Environment, StatFs } from "../install/types.ts";
import type { Npm } from "./npm.ts";

export interface PackProgress {
  /** `wait`: another process installs the same pack. `try`: whether it starts here. */
  phase: "wait" | "install" | "prune" | "try" | "done";
  /** Set where it is not the pack of the processor: it may be large. */
  name?: string;
  elapsedMs: number;
}

export interface PackOptions {
  home: string;
  /** The folder with one folder for each pack (default: the one that comes with Kralle). */
  packsDir?: string | undefined;
  hardware: Pick<Hardware, "platform" | "arch" | "libc">;
  /** The process's environment: proxies, PATH, and what npm reads. */
  env: Environment;
  /** Which npm (default: the one beside the running Node, else on PATH). */
  npm?: Npm | undefined;
  onProgress?: ((progress: PackProgress) => void) | undefined;
  statfs?: StatFs | undefined;
}

export interface InstalledPack {
  /** `KRALLE_HOME/packs/<hash of its lock>` */
  dir: string;
  /** The module of the engine, to be imported in a child process. */
  entry: string;
  name: string;
  /** Bytes before and after pruning; null when it was there already. */
  sizes: { installed: number; kept: number } | null;
}
