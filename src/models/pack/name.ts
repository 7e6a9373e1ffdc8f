import { AppError } from "../../core/index.ts";
import type { Hardware } from "../hardware/index.ts";

const PACKS: Record<string, string> = {
  "linux/x64": "linux-x64",
  "linux/arm64": "linux-arm64",
  "darwin/arm64": "mac-arm64-metal",
  "darwin/x64": "mac-x64",
  "win32/x64": "win-x64",
};

/** The packs that were really tried; the others are only known to have a complete lock file. */
export const TRIED_PACKS: readonly string[] = ["linux-x64"];

/** The engine pack for a machine. Throws E_PACK where no prebuilt engine exists. */
export function packName(hardware: Pick<Hardware, "platform" | "arch" | "libc">): string {
  const { platform, arch, libc } = hardware;
  const name = PACKS[`${platform}/${arch}`];
  if (name === undefined || libc === "musl") {
    const where = libc === "musl" ? `${platform} ${arch} with the musl C library` : `${platform} ${arch}`;
    throw new AppError("E_PACK", `There is no prebuilt engine for ${where}.`, {
      hint: "Use Linux with glibc (x64, arm64), macOS or Windows x64, for instance a Debian container.",
    });
  }
  return name;
}
