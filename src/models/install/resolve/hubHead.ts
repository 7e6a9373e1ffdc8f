import type { Context } from "../../../core/index.ts";
import { isWeights, partNames } from "../../gguf/index.ts";
import { quantisationOf, type CatalogueModel, type Reference } from "../../catalogue/index.ts";
import { hubHeaders, toAddress, toHubPath } from "../endpoints.ts";
import { fetchHead } from "../sources/http/text.ts";
import { SourceFault, type Environment, type PullLimits } from "../types.ts";
import type { HubFile } from "./hubFiles.ts";

interface HeadRequest {
  reference: Extract<Reference, { kind: "hub" }>;
  model: CatalogueModel | null;
  endpoint: string;
  env: Environment;
  limits: PullLimits;
}

/**
 * What a mirror that serves files and no list of them says of the files of a name: `HEAD <repo>/resolve/<revision>/<file>`
 * answers with `X-Linked-Etag`, the SHA-256, and `X-Linked-Size`, before it redirects. Empty where nobody knows how the files
 * are called. Throws a SourceFault when the mirror does not say.
 */
export async function headFiles(request: HeadRequest, ctx: Context): Promise<HubFile[]> {
  const { reference, model, endpoint, env, limits } = request;
  const { repo, pick, revision } = reference;
  const files: HubFile[] = [];
  for (const path of namesOf(repo, pick, model)) {
    const address = toAddress(endpoint, `${repo}/resolve/${encodeURIComponent(revision ?? "main")}/${toHubPath(path)}`);
    if (!address) throw new SourceFault(`${endpoint} is no http(s) address`);
    const headers = await fetchHead({ address, headers: hubHeaders(env), maxBytes: 0, limits }, ctx);
    const sha256 = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(headers.get("x-linked-etag") ?? "")?.[1];
    const bytes = Number(headers.get("x-linked-size") ?? Number.NaN);
    if (sha256 === undefined || !Number.isSafeInteger(bytes) || bytes <= 0) {
      throw new SourceFault(`names no SHA-256 and size for ${path}`);
    }
    files.push({ path, bytes, sha256 });
  }
  return files;
}

/** A file that was named, with all parts of its model; or those that the catalogue knows. */
function namesOf(repo: string, pick: string | null, model: CatalogueModel | null): string[] {
  if (pick !== null && /\.gguf$/i.test(pick)) return partNames(pick) ?? [pick];
  const known = [...(model?.digests.keys() ?? [])].filter((path) => path.startsWith(`${repo}/`));
  const names = known.map((path) => path.slice(repo.length + 1));
  return pick === null
    ? names
    : names.filter((name) => !isWeights(name) || quantisationOf(name.replace(/\.gguf$/i, "")) === pick);
}
