import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { job } from "./jobs.ts";

const name = z.string().min(1).max(500);
const bytes = z.number().min(0);

const installedModel = z.object({
  id: z.string(),
  name: z.string(),
  bytes,
  quantisation: z.string().nullable(),
  licence: z.string(),
  contextTokens: z.int(),
  /** Sees pictures. */
  sees: z.boolean(),
  /** Belongs to another program or to the person, and is used where it lies. */
  inPlace: z.boolean(),
  verified: z.boolean(),
  isDefault: z.boolean(),
});

const starterModel = z.object({
  id: z.string(),
  name: z.string(),
  bytes,
  memoryBytes: bytes,
  licence: z.string(),
  installed: z.boolean(),
  /** Fits into the memory that is free now. */
  fits: z.boolean(),
  isDefault: z.boolean(),
});

const engineModels = z.object({
  name: z.string(),
  type: z.string(),
  url: z.string().nullable(),
  /** What is sent there leaves this machine. */
  leaves: z.boolean(),
  ok: z.boolean(),
  /** Why it does not answer. */
  problem: z.string().nullable(),
  /** NAME/MODEL each. */
  models: z.array(z.object({ id: z.string(), contextTokens: z.int().nullable(), isDefault: z.boolean() })),
});

export const listModels = defineEndpoint({
  method: "GET",
  path: "/api/models",
  scope: "read",
  about: "Models that are here, those that can be had at once, and those of other engines.",
  answer: z.object({
    installed: z.array(installedModel),
    starters: z.array(starterModel),
    engines: z.array(engineModels),
    /** What works where none is named; null: the machine decides. */
    default: z.string().nullable(),
  }),
});

const speed = z.object({
  /** Tokens per second. */
  expected: z.number(),
  low: z.number(),
  high: z.number(),
  basis: z.enum(["predicted", "measured"]),
});

const modelFit = z.object({
  id: z.string(),
  name: z.string(),
  group: z.string(),
  quantisation: z.string(),
  weightsBytes: bytes,
  licence: z.string(),
  goodFor: z.string(),
  capabilities: z.array(z.string()),
  contextTokens: z.int(),
  largestContext: z.int(),
  needBytes: bytes,
  budgetBytes: bytes,
  runsOn: z.enum(["gpu", "cpu", "both", "nowhere"]),
  verdict: z.enum(["great", "fits", "tight", "partial", "no"]),
  fitsNow: z.boolean().nullable(),
  decode: speed.nullable(),
  prefill: speed.nullable(),
  installed: z.boolean(),
});
export type ModelFitInfo = z.infer<typeof modelFit>;

export const fitModels = defineEndpoint({
  method: "GET",
  path: "/api/models/fit",
  scope: "read",
  about: "Which models fit this machine, or a described one, and how fast they will be.",
  query: z.object({ machine: z.string().min(1).max(200).optional() }),
  answer: z.object({
    /** The machine in words. */
    machine: z.object({
      described: z.string().nullable(),
      cores: z.int(),
      memoryBytes: bytes,
      freeBytes: bytes.nullable(),
      devices: z.array(z.object({ name: z.string(), memoryBytes: bytes })),
    }),
    models: z.array(modelFit),
  }),
});

export const listResidents = defineEndpoint({
  method: "GET",
  path: "/api/models/resident",
  scope: "read",
  about: "Models that are in memory now.",
  answer: z.object({
    models: z.array(
      z.object({
        id: z.string(),
        state: z.string(),
        bytes,
        users: z.int(),
        isPinned: z.boolean(),
        lastUsed: z.iso.datetime(),
        expires: z.iso.datetime().nullable(),
      }),
    ),
    budgetBytes: bytes,
  }),
});

export const showModel = defineEndpoint({
  method: "GET",
  path: "/api/models/profile",
  scope: "read",
  about: "What was measured of a model: speeds, context, what it can do.",
  query: z.object({ name }),
  answer: z.object({
    id: z.string(),
    name: z.string(),
    installed: z.boolean(),
    bytes: bytes.nullable(),
    licence: z.string().nullable(),
    engine: z.string().nullable(),
    /** As the probe measured it; null where it never ran. */
    ability: z.record(z.string(), z.unknown()).nullable(),
    memoryBytes: bytes.nullable(),
    offered: z.object({ contextTokens: z.int(), failed: z.array(z.string()) }).nullable(),
  }),
});

export const searchModels = defineEndpoint({
  method: "GET",
  path: "/api/models/search",
  scope: "read",
  about: "Looks for models that can be fetched, by words.",
  query: z.object({ q: z.string().trim().min(1).max(200) }),
  answer: z.object({
    models: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        bytes: bytes.nullable(),
        licence: z.string(),
        installed: z.boolean(),
      }),
    ),
  }),
});

export const pullModel = defineEndpoint({
  method: "POST",
  path: "/api/models/pull",
  scope: "admin",
  about: "Fetches a model; the answer is the job that does it.",
  body: z.object({
    name,
    quantisation: z.string().min(1).max(40).nullable().optional(),
    acceptLicence: z.boolean().optional(),
  }),
  status: 202,
  answer: job,
});

export const probeModel = defineEndpoint({
  method: "POST",
  path: "/api/models/probe",
  scope: "act",
  about: "Measures what a model can do here; the answer is the job that does it.",
  body: z.object({ name }),
  status: 202,
  answer: job,
});

export const removeModel = defineEndpoint({
  method: "DELETE",
  path: "/api/models",
  scope: "admin",
  about: "Removes the weights of a model.",
  query: z.object({ name }),
  answer: z.object({ id: z.string(), freedBytes: bytes }),
});

export const chooseModel = defineEndpoint({
  method: "PUT",
  path: "/api/models/default",
  scope: "admin",
  about: "Says which model works where none is named; null lets the machine decide.",
  body: z.object({ name: name.nullable() }),
  answer: z.object({ default: z.string().nullable() }),
});
