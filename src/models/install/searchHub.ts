import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import { hubEndpoints, hubHeaders, toAddress } from "./endpoints.ts";
import { PULL_LIMITS } from "./limits.ts";
import { toReason } from "./sources/http/download.ts";
import { fetchJson } from "./sources/http/json.ts";
import { isOffline } from "./offline.ts";
import type { PullOptions } from "./types.ts";

/** A repository with GGUF files, as the hub tells it. */
export interface HubHit {
  /** For `kralle models pull`. */
  reference: string;
  downloads: number;
  licence: string | null;
  /** Only for who has an account there and has agreed to its terms. */
  gated: boolean;
}

const MAX_ANSWER = 2 * 1024 * 1024;
const MAX_HITS = 20;

const hitsSchema = z
  .array(
    z.object({
      id: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
      downloads: z.number().default(0),
      tags: z.array(z.string()).max(2000).default([]),
      gated: z.union([z.boolean(), z.string()]).default(false),
    }),
  )
  .max(1000);

/**
 * Repositories with GGUF files that fit the words, most fetched first. API: `GET /api/models?search=…&filter=gguf`. Throws
 * E_MODEL_SOURCES with a line for each server that did not answer.
 */
export async function searchHub(
  words: readonly string[],
  { env, mirrors, limits }: Pick<PullOptions, "env" | "mirrors" | "limits">,
  ctx: Context,
): Promise<HubHit[]> {
  const query = new URLSearchParams({
    search: words.join(" ").slice(0, 200),
    filter: "gguf",
    sort: "downloads",
    direction: "-1",
    limit: String(MAX_HITS),
  });
  const failures: string[] = [];
  for (const endpoint of hubEndpoints(env, mirrors)) {
    const address = toAddress(endpoint, `api/models?${query.toString()}`);
    if (!address || isOffline(env)) {
      failures.push(`- hub ${endpoint}: ${address ? "offline mode is set" : "is no http(s) address"}`);
      continue;
    }
    try {
      const asked = { address, headers: hubHeaders(env), maxBytes: MAX_ANSWER, limits: { ...PULL_LIMITS, ...limits } };
      const { value } = await fetchJson(asked, hitsSchema, "a list of models", ctx);
      return value.slice(0, MAX_HITS).map(({ id, downloads, tags, gated }) => {
        const licence = tags.find((tag) => tag.startsWith("license:"))?.slice("license:".length) ?? null;
        return { reference: `hf:${id}`, downloads, licence, gated: gated !== false };
      });
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      failures.push(`- hub ${address.host}: ${toReason(thrown)}`);
    }
  }
  throw new AppError("E_MODEL_SOURCES", ["No hub could be searched:", ...failures].join("\n"), {
    hint: "Without --hub the catalogue is searched, which needs no network.",
  });
}
