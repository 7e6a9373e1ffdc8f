import { listCatalogue } from "../catalogue/index.ts";
import { hardwareFacts } from "./data.ts";
import type { MeasuredSpeeds } from "./fitModel.ts";
import { weightsOf } from "./memory.ts";

/** Weights from which on a model shows how fast the memory is; a smaller one is held up by other work of each token. */
const LARGE = 1e9;
/** How much more a large model reads: on one machine 1.5 B read 31 GB/s where 0.5 B read 19 GB/s. */
const SMALL_FACTOR = 1.6;

/**
 * Bytes per second that decoding on the processor was really seen to read: the formula of decoding solved for the bandwidth,
 * the best of all dense models that were measured here. Small models alone only correct `assumed` downwards. Null where
 * nothing measured says more than what is assumed.
 */
export function calibrateMemory(measured: MeasuredSpeeds, assumed: number): number | null {
  const seconds = (decode: number): number => 1 / decode - hardwareFacts().model.defaults.cpu_ram.fixed_ms / 1000;
  const seen = listCatalogue().flatMap((model) => {
    const decode = measured.get(model.id)?.decode;
    const isDense = model.parametersActive === model.parametersTotal && model.sizes["Q4_K_M"] !== undefined;
    if (decode === undefined || !isDense || seconds(decode) <= 0) return [];
    const bytes = weightsOf(model, "Q4_K_M");
    return [{ isLarge: bytes >= LARGE, bytesPerSecond: bytes / seconds(decode) }];
  });
  const best = (large: boolean): number =>
    Math.max(0, ...seen.filter(({ isLarge }) => isLarge === large).map(({ bytesPerSecond }) => bytesPerSecond));
  if (best(true) > 0) return best(true);
  const atMost = best(false) * SMALL_FACTOR;
  return atMost > 0 && atMost < assumed ? atMost : null;
}
