/** `Q4_K_M`, `IQ3_XXS`, `UD-Q4_K_XL`, `MXFP4`, `BF16` … as file names and tags write it, in any case. */
const LABEL = /(?:^|[-._/:])((?:UD-)?(?:I?Q\d(?:_[0-9A-Z]+)+|T?Q\d_\d|BF16|F16|F32|MXFP4(?:_MOE)?))(?=$|[-._/])/gi;

/** Which is taken where nobody says: what most people run, then the nearest to it. */
const PREFERRED = ["Q4_K_M", "MXFP4", "Q4_K_S", "Q4_0", "IQ4_XS", "Q5_K_M", "Q8_0", "Q6_K", "Q4_1", "F16", "BF16"];
export const DEFAULT_QUANTISATION = "Q4_K_M";

/** The quantisation that a file's name says, in capitals; null when it says none. The last one counts. */
export function quantisationOf(name: string): string | null {
  return [...name.matchAll(LABEL)].at(-1)?.[1]?.toUpperCase() ?? null;
}

/** Whether a person's word is the name of a quantisation. */
export function isQuantisation(word: string): boolean {
  return quantisationOf(word)?.length === word.length;
}

/** Of several quantisations the one that is taken when none is asked for. */
export function preferQuantisation(labels: readonly string[]): string | null {
  const known = PREFERRED.find((label) => labels.includes(label));
  return known ?? labels.toSorted()[0] ?? null;
}
