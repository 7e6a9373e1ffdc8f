import { z } from "zod";
import { AppError } from "./errors.ts";
import type { Purpose } from "./ports.ts";

/** What an engine may be called; it stands before the slash of NAME/MODEL. */
export const ENGINE_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
/** Where a key comes from: a variable of the environment, or a secret by its handle (`kralle secret set NAME`). */
export const KEY_SOURCE = /^(?:[A-Za-z_][A-Za-z0-9_]*|secret:[a-z0-9][a-z0-9._-]{0,63})$/;
export const isSecretHandle = (name: string): boolean => name.startsWith("secret:");
export const ENGINE_TYPES = ["ollama", "openai", "aisdk"] as const;

/** An address or a name to listen on. */
const HOST = /^(?:[0-9a-fA-F:.%]+|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/;
/** As browsers write it into Host: small letters, no dot at the end, IPv6 in brackets. */
const PUBLIC_NAME = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[1-9]\d{0,4})?$/;

const PURPOSE = /^(?:models|packages|web|(?:engine|mcp|mail|account|registry):[A-Za-z0-9._:[\]-]{1,100})$/;
/** A name, an address, `*.name`, or `*`. */
const GRANTED_HOST = /^(?:\*|(?:\*\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|[0-9a-f:.]+)$/;

/** A name or `*.name`, and its port where it is another one than 443. */
const PROGRAM_HOST = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?(?::[1-9]\d{0,4})?$/;

/** A model server, or a provider package of the AI SDK. Secrets are never kept here: `keyEnv` names a variable. */
const engineSettings = z.object({
  type: z.enum(ENGINE_TYPES),
  /** Address of the API. May be left out only for a provider package that knows its own. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Name of the environment variable that holds the key, or `secret:NAME`. */
  keyEnv: z.string().regex(KEY_SOURCE).optional(),
  /** npm package of a provider; with type "aisdk" only. */
  package: z
    .string()
    .regex(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/)
    .optional(),
  /** Tokens of context, where the server does not say or should be asked for another. */
  context: z.int().min(512).optional(),
  /** Requests that are sent to it side by side; 32 without it. What the server does not do at once waits there. */
  parallel: z.int().min(1).max(256).optional(),
  /** The owner lets requests leave this machine for it. */
  allowRemote: z.boolean().optional(),
});

export type EngineSettings = z.infer<typeof engineSettings>;

/** `KRALLE_HOME/config.json`. Everything may be left out; a missing file is an empty one. */
export const configSchema = z.object({
  models: z
    .object({
      /** Id of the model that is used where none is named. */
      default: z.string().min(1).optional(),
      /** What runs models of this machine; "auto" decides by graphics card, pictures and what was measured. */
      engine: z.enum(["auto", "builtin", "llama-server"]).default("auto"),
      /** Path of a llama-server program; without, the one on PATH. */
      llamaServer: z.string().min(1).optional(),
      /** Same request, same bytes: one request after another, nothing out of a cache, a fixed seed. Slower. */
      reproducible: z.boolean().default(false),
      /** Disk for what models have read already; 0 keeps it in memory only. */
      cacheMegabytes: z.int().min(0).default(1024),
      /** Minutes without use after which a model's memory is returned. */
      keepMinutes: z.number().min(0).max(10_080).default(10),
      /** Ids of models that stay in memory once they are loaded. */
      pinned: z.array(z.string().min(1)).max(32).default([]),
      /** Whether the encoder (74 MB), with which mail is judged better, may be fetched once a mailbox is connected. */
      fetchEncoder: z.boolean().default(true),
      /** Servers that hold the same files as the hub and as Ollama's registry; asked before these, in order. */
      mirrors: z
        .object({ hub: z.array(z.url()).default([]), ollama: z.array(z.url()).default([]) })
        .default({ hub: [], ollama: [] }),
    })
    .prefault({}),
  /** Engines besides the built-in one, by name; a model there is addressed as NAME/MODEL. */
  engines: z.record(z.string().regex(ENGINE_NAME), engineSettings).default({}),
  /** Ports on which other programs ask for models in the words of OpenAI and Ollama; on this machine only. */
  doors: z
    .object({
      /** With a token; null: closed. 0 takes any free port. */
      port: z.int().min(0).max(65_535).nullable().default(null),
      /** Without a token, each for one program that cannot send one. */
      open: z
        .array(z.object({ name: z.string().regex(ENGINE_NAME), port: z.int().min(1).max(65_535) }))
        .max(16)
        .default([]),
    })
    .prefault({}),
  /** Servers of the Model Context Protocol, whose tools the owner approves (`kralle mcp approve NAME`). */
  mcp: z
    .object({
      servers: z
        .record(
          z.string().regex(ENGINE_NAME),
          z.union([
            z.object({
              command: z.string().min(1),
              args: z.array(z.string()).max(64).default([]),
              /** Names of variables that it gets, besides those that every program needs. */
              env: z
                .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/))
                .max(32)
                .default([]),
              /** Folders that it sees besides itself, by their whole path. */
              folders: z
                .array(z.object({ path: z.string().startsWith("/").max(4_096), write: z.boolean().default(false) }))
                .max(32)
                .default([]),
              /** Servers that it may speak to, through a proxy of Kralle's: `name`, `*.name`, either with `:port` (443 without). */
              hosts: z.array(z.string().max(260).regex(PROGRAM_HOST)).max(32).default([]),
            }),
            z.object({
              url: z.url({ protocol: /^https?$/ }),
              /** Name of the variable that holds its token, or `secret:NAME`. */
              tokenEnv: z.string().regex(KEY_SOURCE).optional(),
              allowRemote: z.boolean().optional(),
            }),
          ]),
        )
        .default({}),
    })
    .prefault({}),
  /** Where Kralle may go besides the servers of these settings, for what. */
  egress: z
    .object({
      allow: z
        .array(
          z.object({
            purpose: z.custom<Purpose>((value) => typeof value === "string" && PURPOSE.test(value)),
            host: z.string().max(253).regex(GRANTED_HOST),
            port: z.int().min(1).max(65_535).default(443),
          }),
        )
        .max(256)
        .default([]),
    })
    .prefault({}),
  /** What one request may take where the call does not say. */
  budget: z
    .object({
      steps: z.int().positive().optional(),
      tokens: z.int().positive().optional(),
      seconds: z.number().positive().optional(),
    })
    .default({}),
  /** How long the records of durable work that has ended are kept: what it did, step by step. Answers and messages are not among them. */
  work: z
    .object({
      keepDays: z.number().min(0).max(36_500).default(30),
      /** Of work that failed or was given up. */
      keepFailedDays: z.number().min(0).max(36_500).default(90),
    })
    .prefault({}),
  /** What the owner is told each day, and where. When: `kralle briefing at 7:00`. */
  briefing: z
    .object({
      /** How much each thing counts that is looked at; 1 without an entry, 0 not at all. */
      weights: z.record(z.string().regex(/^[a-z]{1,20}$/), z.number().min(0).max(5)).default({}),
      /** Folder of the files, by its whole path; `briefings` in the home without it. */
      folder: z.string().min(1).max(4_096).optional(),
      /** By mail, from a connected account. */
      mail: z.object({ account: z.string().min(1).max(64), to: z.email().max(254) }).optional(),
      /** By a connected bot. */
      telegram: z.object({ account: z.string().min(1).max(64), chat: z.int() }).optional(),
    })
    .prefault({}),
  /** The gateway: where it listens, and under which names it may be reached. */
  gateway: z
    .object({
      port: z.int().min(0).max(65_535).default(7477),
      /** Address that it listens on. One that other machines reach needs `allowNetwork`, and TLS or a trusted proxy. */
      host: z.string().regex(HOST).default("127.0.0.1"),
      /** Names besides those of this machine, each with its port where that is not the usual one. */
      publicNames: z.array(z.string().regex(PUBLIC_NAME)).max(16).default([]),
      /** Address of the one proxy whose requests may carry forwarding headers. */
      trustedProxy: z.union([z.ipv4(), z.ipv6()]).optional(),
      /** Paths of certificate and key, PEM. */
      tls: z.object({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
      /** The owner lets other machines reach it. */
      allowNetwork: z.boolean().default(false),
    })
    .prefault({}),
  /** What a tool may do, by its name: `ask` asks every time, `off` refuses. Without an entry its effect decides. */
  tools: z.record(z.string(), z.enum(["ask", "off"])).default({}),
});

export type Config = z.infer<typeof configSchema>;

export interface ReadConfig {
  config: Config;
  /** Paths that no setting has, like `models.defualt`: probably misspelt. */
  unknown: string[];
}

/** Checks the content of a config file. Throws E_CONFIG that names the path of the first wrong setting. */
export function parseConfig(raw: unknown, file: string): ReadConfig {
  const parsed = configSchema.safeParse(raw);
  if (parsed.success) return { config: parsed.data, unknown: unknownPaths(raw, parsed.data, "") };
  const issue = parsed.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  throw new AppError(
    "E_CONFIG",
    `The setting ${path === "" ? "(the whole file)" : path} is wrong: ${issue?.message}.`,
    {
      hint: `Correct or remove it in ${file}.`,
      cause: parsed.error,
      data: { path, file },
    },
  );
}

function unknownPaths(raw: unknown, known: unknown, prefix: string): string[] {
  if (!isObject(raw) || !isObject(known)) return [];
  return Object.keys(raw).flatMap((key) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return Object.hasOwn(known, key) ? unknownPaths(raw[key], known[key], path) : [path];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
