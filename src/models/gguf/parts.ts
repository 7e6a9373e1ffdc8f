const SPLIT = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
/** Files that are no weights of a model of their own: eyes, statistics, bare vocabularies. */
const NO_WEIGHTS = /(?:^|[-._/])(?:mmproj|imatrix)|^ggml-vocab/i;
const MAX_PARTS = 200;

/** Whether a file's name is that of a model's weights. */
export const isWeights = (name: string): boolean =>
  /\.gguf$/i.test(name) && !NO_WEIGHTS.test(name.slice(name.lastIndexOf("/") + 1));

/** What all parts of a split model have in common; of a file that is whole, its path. */
export function stemOf(path: string): string {
  const split = SPLIT.exec(path);
  return split ? `${split[1]}-of-${split[3]}` : path.replace(/\.gguf$/i, "");
}

/** One file, or all parts of a split model, each once, in order. */
export function isWhole(paths: readonly string[]): boolean {
  const [first = ""] = paths;
  const wanted = partNames(first);
  if (!wanted) return paths.length === 1 && !SPLIT.test(first);
  return paths.length === wanted.length && paths.every((path, at) => path === wanted[at]);
}

/** The names of all parts of which this file is one; null when it is whole by itself. */
export function partNames(name: string): string[] | null {
  const split = SPLIT.exec(name);
  const count = Number(split?.[3] ?? 0);
  if (!split || count < 1 || count > MAX_PARTS) return null;
  return Array.from({ length: count }, (_part, at) => {
    return `${split[1]}-${String(at + 1).padStart(5, "0")}-of-${split[3]}.gguf`;
  });
}
