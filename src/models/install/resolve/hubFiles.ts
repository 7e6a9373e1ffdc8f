import { AppError } from "../../../core/index.ts";
import { isWeights, isWhole, stemOf } from "../../gguf/index.ts";
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

/** Names become names of files here: nothing hidden, nothing that leads elsewhere on any system. */
const SAFE_PATH = /^(?:\w[\w.+ ()@,~=-]{0,199}\/){0,8}\w[\w.+ ()@,~=-]{0,199}$/;

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

/** Which is taken where a repository has the projector in several precisions: small loss, wide support first. */
const PROJECTORS = ["F16", "BF16", "Q8_0", "F32"];

/** The file by which the models of a repository see pictures; null when there is none. */
export function pickProjector(files: readonly HubFile[]): WeightFile | null {
  const found = files.flatMap((file) => {
    const { path, sha256 } = file;
    return /mmproj[^/]*\.gguf$/i.test(path) && SAFE_PATH.test(path) && sha256 !== null ? [{ ...file, sha256 }] : [];
  });
  const rank = ({ path }: WeightFile): number => {
    const at = PROJECTORS.indexOf(quantisationOf(path.replace(/\.gguf$/i, "")) ?? "");
    return at < 0 ? PROJECTORS.length : at;
  };
  return found.toSorted((a, b) => rank(a) - rank(b) || a.path.length - b.path.length)[0] ?? null;
}

function groupFiles(files: readonly HubFile[]): Group[] {
  const groups = new Map<string, WeightFile[]>();
  for (const file of files) {
    const { path, sha256 } = file;
    if (!isWeights(path) || !SAFE_PATH.test(path) || sha256 === null) continue;
    const stem = stemOf(path);
    groups.set(stem, [...(groups.get(stem) ?? []), { ...file, sha256 }]);
  }
  return [...groups].flatMap(([stem, parts]) => {
    const sorted = parts.toSorted((a, b) => a.path.localeCompare(b.path));
    if (!isWhole(sorted.map(({ path }) => path))) return [];
    return [{ stem, files: sorted, quantisation: quantisationOf(stem) ?? "unknown" }];
  });
}
