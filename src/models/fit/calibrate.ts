import { listCatalogue } from "../catalogue/index.ts";
import { hardwareFacts } from "./data.ts";
import type { MeasuredSpeeds } from "./fitModel.ts";
import { weightsOf } from "./memory.ts";

/**
 * Bytes per second that decoding on the processor was really seen to read: the formula of decoding solved for the bandwidth,
 * the best of all models that were measured here. Null without a dense one. It replaces what is assumed of the memory.
 */
export function calibrateMemory(measured: MeasuredSpeeds): number | null {
  const { fixed_ms: fixedMs } = hardwareFacts().model.defaults.cpu_ram;
  const seen = listCatalogue().flatMap((model) => {
    const speed = measured.get(model.id)?.decode;
    if (speed === undefined || model.parametersActive !== model.parametersTotal || !model.sizes["Q4_K_M"]) return [];
    const seconds = 1 / speed - fixedMs / 1000;
    return seconds > 0 ? [weightsOf(model, "Q4_K_M") / seconds] : [];
  });
  return seen.length === 0 ? null : Math.max(...seen);
}
