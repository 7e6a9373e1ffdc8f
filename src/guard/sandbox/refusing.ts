import { AppError } from "../../core/index.ts";
import type { Sandbox } from "./types.ts";

/** The sandbox where there is none: every run is refused. */
export function createRefusingSandbox(reason: AppError = missing()): Sandbox {
  return {
    kind: "refuse",
    run: () => Promise.reject(reason),
    start: () => {
      throw reason;
    },
  };
}

export function missing(platform: string = process.platform): AppError {
  return new AppError(
    "E_SANDBOX_MISSING",
    "Programs of others run in a sandbox only, and there is none on this machine.",
    {
      hint: hintFor(platform),
    },
  );
}

function hintFor(platform: string): string {
  if (platform === "linux") return "Install bubblewrap: sudo apt install bubblewrap (or dnf, pacman, apk).";
  if (platform === "win32") return "Run Kralle inside WSL 2 with bubblewrap; all else works without.";
  return "They need Linux with bubblewrap; all else works without.";
}
