import { createHash } from "node:crypto";
import { AppError, toCanonicalJson } from "../../core/index.ts";
import type { Intent } from "./types.ts";

const MOST_CHARS = 1_000_000;

/** SHA-256, hexadecimal, of the canonical JSON of all of an intent: what a permit for it is bound to. */
export function hashIntent({ id, kind, account, arguments: given, key = id, title, run }: Intent): string {
  const canonical = toCanonicalJson({ id, kind, account, arguments: given, key, title, run });
  if (canonical.length > MOST_CHARS) {
    throw new AppError("E_INPUT", "What is to be done outside is too large.", {
      hint: "Send a file by its name, not by its content.",
    });
  }
  return createHash("sha256").update(canonical).digest("hex");
}
