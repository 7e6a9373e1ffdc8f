import { AppError } from "../../../core/index.ts";
import { preferQuantisation, quantisationOf } from "../../catalogue/index.ts";

/** A file of a repository; `sha256` is null for small ones that the hub keeps itself. */
export interface HubFile {
  path: string;
  bytes: number;
  sha256: string | null;
}

export interface WeightFile extends HubFile {
  sha256: string;
}

const SPLIT = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
/** Files that are no weights of a model of their own: eyes, statistics, bare vocabularies, drafts. */
const NO_WEIGHTS = /(?:^|\/)(?:mmproj|imatrix|ggml-vocab|.*[-._]mmproj|.*imatrix)[^/]*$/i;
const MAX_PARTS = 200;

interface Group {
  /** The path of its first file without the part's number. */
  stem: string;
  quantisation: string;
  files: WeightFile[];
}

/**
 * The files that a person means in a repository: those of a quantisation, those of a file (of a split model any part), or
 * the best-known quantisation that is there. Throws E_MODEL_UNKNOWN, which names what there is.
 */
export function pickFiles(
  files: readonly HubFile[],
  pick: string | null,
  repo: string,
): { files: WeightFile[]; quantisation: string } {
  const groups = groupFiles(files);
  const labels = [...new Set(groups.map(({ quantisation }) => quantisation))];
  const isFile = pick !== null && /\.gguf$/i.test(pick);
  const wanted = isFile ? null : (pick ?? preferQuantisation(labels));
  const found = groups
    .filter((group) => (isFile ? group.files.some(({ path }) => path === pick) : group.quantisation === wanted))
    .toSorted((a, b) => a.stem.length - b.stem.length || a.stem.localeCompare(b.stem))[0];
  if (found) return { files: found.files, quantisation: found.quantisation };
  const has = labels.length > 0 ? labels.toSorted().join(", ") : "no whole GGUF file with a digest";
  throw new AppError("E_MODEL_UNKNOWN", `${repo} has no ${pick ?? "GGUF file"}.`, { hint: `It has: ${has}.` });
}

function groupFiles(files: readonly HubFile[]): Group[] {
  const groups = new Map<string, WeightFile[]>();
  for (const file of files) {
    const { path, sha256 } = file;
    if (!/\.gguf$/i.test(path) || NO_WEIGHTS.test(path) || sha256 === null) continue;
    const stem = stemOf(path);
    groups.set(stem, [...(groups.get(stem) ?? []), { ...file, sha256 }]);
  }
  return [...groups].flatMap(([stem, parts]) => {
    const sorted = parts.toSorted((a, b) => a.path.localeCompare(b.path));
    if (!isWhole(sorted.map(({ path }) => path))) return [];
    return [{ stem, files: sorted, quantisation: quantisationOf(stem) ?? "unknown" }];
  });
}

const stemOf = (path: string): string => {
  const split = SPLIT.exec(path);
  return split ? `${split[1]} of ${split[3]}` : path.replace(/\.gguf$/i, "");
};

/** One file, or all parts of a split model, each once, in order. */
function isWhole(paths: readonly string[]): boolean {
  const parts = paths.map((path) => SPLIT.exec(path));
  if (parts.every((part) => part === null)) return paths.length === 1;
  const count = Number(parts[0]?.[3] ?? 0);
  if (count !== paths.length || count > MAX_PARTS) return false;
  return parts.every((part, at) => part !== null && Number(part[2]) === at + 1 && Number(part[3]) === count);
}
