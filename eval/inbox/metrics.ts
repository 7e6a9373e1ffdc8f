/** Counts of one class against the rest. */
export interface Counts {
  hits: number;
  falseAlarms: number;
  missed: number;
}

/** Harmonic mean of precision and recall; null where the class neither is nor was said. */
export const toF1 = ({ hits, falseAlarms, missed }: Counts): number | null =>
  hits + falseAlarms + missed === 0 ? null : (2 * hits) / (2 * hits + falseAlarms + missed);

export interface Pair<T> {
  truth: T;
  said: T;
}

export function countClass<T>(pairs: readonly Pair<T>[], name: T): Counts {
  const hits = pairs.filter(({ truth, said }) => truth === name && said === name).length;
  const falseAlarms = pairs.filter(({ truth, said }) => truth !== name && said === name).length;
  return { hits, falseAlarms, missed: pairs.filter(({ truth, said }) => truth === name && said !== name).length };
}

export function toMacroF1<T>(pairs: readonly Pair<T>[], classes: readonly T[]): number {
  const scores = classes.map((name) => toF1(countClass(pairs, name))).filter((score) => score !== null);
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

export const toAccuracy = <T>(pairs: readonly Pair<T>[]): number =>
  pairs.filter(({ truth, said }) => truth === said).length / Math.max(1, pairs.length);

/** Expected calibration error over ten bins (Naeini, Cooper, Hauskrecht, AAAI 2015): how far chances are from shares. */
export function toCalibrationError(list: readonly { chance: number; isRight: boolean }[]): number {
  const bins = Map.groupBy(list, ({ chance }) => Math.min(9, Math.floor(chance * 10)));
  let error = 0;
  for (const bin of bins.values()) {
    const chance = bin.reduce((sum, one) => sum + one.chance, 0) / bin.length;
    const share = bin.filter(({ isRight }) => isRight).length / bin.length;
    error += (bin.length / list.length) * Math.abs(chance - share);
  }
  return error;
}
