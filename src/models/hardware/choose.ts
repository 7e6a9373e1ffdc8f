import { AppError } from "../../core/index.ts";
import { listStarters, type StarterModel } from "../catalogue/index.ts";
import type { Hardware } from "./types.ts";

/**
 * The best starter that fits into the memory that is free now. Throws E_MODEL_TOO_LARGE with the figures when even the
 * smallest does not fit.
 */
export function chooseStarter(hardware: Pick<Hardware, "ramFree">): StarterModel {
  const starters = listStarters()
    .filter(({ role }) => role === "starter")
    .toSorted((a, b) => b.needsFreeBytes - a.needsFreeBytes);
  const fitting = starters.find(({ needsFreeBytes }) => needsFreeBytes <= hardware.ramFree);
  if (fitting) return fitting;
  const smallest = starters.at(-1);
  if (!smallest) throw new AppError("E_BUG", "The catalogue has no starter model.");
  const needed = (smallest.needsFreeBytes / 1e9).toFixed(1);
  const free = (hardware.ramFree / 1e9).toFixed(1);
  throw new AppError(
    "E_MODEL_TOO_LARGE",
    `Even the smallest model, ${smallest.name}, needs ${needed} GB of free memory; ${free} GB are free.`,
    {
      hint: "Close other programs, or use a machine or container with more memory.",
      data: { neededBytes: smallest.needsFreeBytes, freeBytes: hardware.ramFree },
    },
  );
}
