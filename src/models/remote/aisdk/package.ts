import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { Fetch } from "../guardedFetch.ts";
import type { RemoteServer } from "../types.ts";
import type { ProviderModel } from "./stream.ts";

/** What provider packages of the AI SDK take in their `create…` function; each ignores what it does not know. */
interface ProviderSettings {
  name: string;
  fetch: Fetch;
  baseURL?: string;
  apiKey?: string;
  /** What the provider for OpenAI-compatible servers would leave out by itself. */
  includeUsage: true;
  supportsStructuredOutputs: true;
}

/** Makes models of a provider package, each call with the network of that call. */
export type MakeModel = (model: string, fetch: Fetch) => ProviderModel;

/** Imports the provider package of an engine. Throws E_CONFIG: missing, not loadable, or no provider. */
export async function loadProvider(server: RemoteServer): Promise<MakeModel> {
  const name = server.settings.package;
  if (name === undefined) {
    throw new AppError("E_CONFIG", `The engine ${server.name} names no package.`, {
      hint: "Add it again with --package, for example `--package @ai-sdk/mistral`.",
    });
  }
  const path = findPackage(name, server.packageDirs);
  const create = findCreate(await importPackage(name, path));
  if (create === null) throw toNoProvider(name);
  return (model, fetch) => {
    const { url } = server.settings;
    const settings: ProviderSettings = {
      name: server.name,
      fetch,
      includeUsage: true,
      supportsStructuredOutputs: true,
      ...(url === undefined ? {} : { baseURL: url }),
      ...(server.key === null ? {} : { apiKey: server.key }),
    };
    return toModel(create(settings), model, name);
  };
}

/** The entry of a package in one of the folders, or among Kralle's own dependencies. */
function findPackage(name: string, dirs: readonly string[]): string {
  for (const from of [...dirs.map((dir) => join(dir, "package.json")), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
      // Packages for `import` alone have no entry for `require`, which is all that is asked here.
      if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return findEntry(name, from);
      if (code !== "MODULE_NOT_FOUND") throw toBroken(name, thrown);
    }
  }
  throw new AppError("E_CONFIG", `The provider package ${name} is not installed.`, {
    hint: `Install it: npm install --prefix ${dirs[0] ?? "."} ${name}`,
  });
}

const conditions = z.union([
  z.string(),
  z.object({ import: z.union([z.string(), z.object({ default: z.string() })]) }),
]);
const manifest = z.object({ exports: z.object({ ".": conditions }) });

/** The entry for `import` by the package's own manifest. */
function findEntry(name: string, from: string): string {
  try {
    const path = createRequire(from).resolve(`${name}/package.json`);
    const { exports } = manifest.parse(JSON.parse(readFileSync(path, "utf8")));
    const entry = typeof exports["."] === "string" ? exports["."] : exports["."].import;
    return join(dirname(path), typeof entry === "string" ? entry : entry.default);
  } catch (thrown) {
    throw toBroken(name, thrown);
  }
}

async function importPackage(name: string, path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (thrown) {
    throw toBroken(name, thrown);
  }
}

type Create = (settings: ProviderSettings) => unknown;

/** By convention a provider package exports one function `create<Name>`. */
function findCreate(loaded: unknown): Create | null {
  if (typeof loaded !== "object" || loaded === null) return null;
  const found = Object.entries(loaded).find(([key, value]) => /^create[A-Z]/.test(key) && typeof value === "function");
  return found === undefined ? null : (found[1] as Create);
}

function toModel(provider: unknown, model: string, name: string): ProviderModel {
  if ((typeof provider !== "object" && typeof provider !== "function") || provider === null) throw toNoProvider(name);
  const make: unknown = "languageModel" in provider ? provider.languageModel : provider;
  if (typeof make !== "function") throw toNoProvider(name);
  const made: unknown = make.call(provider, model);
  if (!isModel(made)) throw toNoProvider(name);
  return made;
}

function isModel(value: unknown): value is ProviderModel {
  return (
    typeof value === "object" &&
    value !== null &&
    "doStream" in value &&
    typeof value.doStream === "function" &&
    "specificationVersion" in value &&
    ["v2", "v3", "v4"].includes(String(value.specificationVersion))
  );
}

const toNoProvider = (name: string): AppError =>
  new AppError("E_CONFIG", `The package ${name} is no provider of the AI SDK that can be used.`, {
    hint: "It must export a function create… that makes language models of the specification v2, v3 or v4.",
  });

const toBroken = (name: string, cause: unknown): AppError =>
  new AppError("E_CONFIG", `The provider package ${name} cannot be loaded.`, {
    hint: "Install it again, or take another version.",
    cause,
  });
