import type { Need } from "../text/needs.ts";
import type { Candidate } from "./types.ts";

/** Subject and attribute must meet in one place; the value's own shape alone is not enough. */
export function isSupported(candidate: Candidate, needs: Need[]): boolean {
  const content = needs.filter((need) => need.role === "word" && need.weight >= 0.7 && !need.verb);
  if (needs.some((need) => need.key)) return candidate.attribute >= 0.4;
  if (content.length === 0) return candidate.score >= 0.3;
  return candidate.attribute >= 0.3 && candidate.score >= 0.35;
}
