import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import {
  DEFAULT_QUANTISATION,
  findLicence,
  listCatalogue,
  type CatalogueModel,
  type Reference,
} from "../../catalogue/index.ts";
import { hubHeaders, toAddress, toHubPath } from "../endpoints.ts";
import { SourceFault, type Environment, type PullLimits } from "../types.ts";
import { fetchJson } from "../sources/http/json.ts";
import type { TextRequest } from "../sources/http/text.ts";
import { pickFiles, pickProjector, type HubFile, type WeightFile } from "./hubFiles.ts";
import { headFiles } from "./hubHead.ts";
import type { Resolved, ResolvedFile } from "./types.ts";

const MAX_INFO = 4 * 1024 * 1024;
const MAX_PAGES = 20;
const MAX_BYTES = 2 ** 43; // 8 TB; more is no file

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const infoSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{6,64}$/),
  tags: z.array(z.string()).max(2000).default([]),
  cardData: z.object({ license: z.unknown().optional(), license_name: z.unknown().optional() }).nullish(),
});
const treeSchema = z
  .array(
    z.object({
      type: z.string(),
      path: z.string().max(1000),
      size: z.int().min(0).max(MAX_BYTES).default(0),
      lfs: z.object({ oid: sha256, size: z.int().min(1).max(MAX_BYTES) }).nullish(),
    }),
  )
  .max(20_000);

interface HubRequest {
  reference: Extract<Reference, { kind: "hub" }>;
  /** The catalogue's model of which this is the repository. */
  model: CatalogueModel | null;
  endpoint: string;
  env: Environment;
  limits: PullLimits;
}

/**
 * What a repository of the hub has under this name: its files with their SHA-256 as the hub's large-file storage keeps
 * them, at one commit. API: `GET /api/models/<repo>/revision/<revision>`, then `/api/models/<repo>/tree/<commit>`.
 * Throws a SourceFault when the hub does not say, E_MODEL_UNKNOWN when the repository has no such file.
 */
export async function resolveHub(job: HubRequest, ctx: Context): Promise<Resolved> {
  const { reference, model } = job;
  const { repo, pick } = reference;
  const revision = reference.revision ?? "main";
  const { files, info } = await listFiles(job, ctx).catch(async (thrown: unknown) => {
    if (!(thrown instanceof SourceFault)) throw thrown; // nobody answers at all
    const known = await headFiles(job, ctx);
    if (known.length === 0) throw thrown;
    return { files: known, info: { sha: revision, tags: [], cardData: null } };
  });
  const picked = pickFiles(files, pick, repo);
  const wantsProjector = model === null || model.needsProjector;
  const projector = wantsProjector ? pickProjector(files) : null;
  const toResolved = ({ path, bytes, sha256: own }: WeightFile): ResolvedFile => {
    const source = { kind: "hub" as const, repo, file: path, revision: info.sha };
    return { file: path.split("/").at(-1) ?? path, bytes, sha256: own, sources: [source] };
  };
  // A mirror may not say; the catalogue knows the licence of its own repositories.
  const same = listCatalogue().find(({ ggufRepo }) => ggufRepo === repo);
  const licenceName = model?.licence ?? licenceOf(info) ?? same?.licence ?? null;
  const digests = picked.files.map(({ path }) => model?.digests.get(`${repo}/${path}`));
  for (const [at, { path, sha256: own }] of picked.files.entries()) refuseOther(`${repo}/${path}`, digests[at], own);
  return {
    id: toId(repo, picked.quantisation, model, pick),
    name: model?.name ?? repo.split("/")[1] ?? repo,
    reference: `hf:${repo}${reference.revision === null ? "" : `@${reference.revision}`}:${pick ?? picked.quantisation}`,
    origin: "hub",
    quantisation: picked.quantisation,
    files: picked.files.map(toResolved),
    projector: projector && toResolved(projector),
    digests: digests.every((known) => known !== undefined) ? "catalogue" : "source",
    licence: findLicence(licenceName, (model ?? same)?.id ?? null),
    licenceName,
    contextTokens: model?.contextTokens ?? null,
    layers: null,
  };
}

/** All files of a repository at one commit, as the hub's API lists them. */
async function listFiles(
  { reference, endpoint, env, limits }: HubRequest,
  ctx: Context,
): Promise<{ files: HubFile[]; info: z.infer<typeof infoSchema> }> {
  const request = (path: string | URL): TextRequest => {
    const address = typeof path === "string" ? toAddress(endpoint, path) : path;
    if (!address) throw new SourceFault(`${endpoint} is no http(s) address`);
    return { address, headers: hubHeaders(env), maxBytes: MAX_INFO, limits };
  };
  const base = `api/models/${toHubPath(reference.repo)}`;
  const about = request(`${base}/revision/${encodeURIComponent(reference.revision ?? "main")}`);
  const { value: info } = await fetchJson(about, infoSchema, "a repository", ctx);
  const files: HubFile[] = [];
  let page: string | URL | null = `${base}/tree/${info.sha}?recursive=true`;
  for (let count = 0; page !== null && count < MAX_PAGES; count += 1) {
    const answer: { value: z.infer<typeof treeSchema>; next: URL | null } = await fetchJson(
      request(page),
      treeSchema,
      "a list of files",
      ctx,
    );
    for (const { type, path, size, lfs } of answer.value) {
      if (type === "file") files.push({ path, bytes: lfs?.size ?? size, sha256: lfs?.oid ?? null });
    }
    page = answer.next;
  }
  return { files, info };
}

/** `license: other` says nothing; then its name does. */
function licenceOf({ cardData, tags }: z.infer<typeof infoSchema>): string | null {
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  const named =
    text(cardData?.license) ?? tags.find((tag) => tag.startsWith("license:"))?.slice("license:".length) ?? null;
  return named === "other" ? (text(cardData?.license_name) ?? "other") : named;
}

/** A model of the catalogue has its plain name in the quantisation that it has by default; all else says which it is. */
function toId(repo: string, quantisation: string, model: CatalogueModel | null, pick: string | null): string {
  if (model && (pick === null || quantisation === DEFAULT_QUANTISATION)) return model.id;
  const base = model?.id ?? (repo.split("/")[1] ?? repo).toLowerCase().replace(/[-._]gguf$/, "");
  return quantisation === "unknown" ? base : `${base}:${quantisation.toLowerCase()}`;
}

/** A hub that has other bytes than the catalogue knows is told so before they are fetched. */
function refuseOther(path: string, known: string | undefined, own: string): void {
  if (known === undefined || known === own) return;
  throw new AppError(
    "E_DIGEST_MISMATCH",
    `The hub has ${path} with the SHA-256 ${own}; the catalogue knows it as ${known}.`,
    {
      hint: `If its author has replaced the file, name it yourself: \`kralle models pull hf:${path.replace(/^([^/]+\/[^/]+)\//, "$1:")}\`.`,
      data: { expected: known, actual: own },
    },
  );
}
