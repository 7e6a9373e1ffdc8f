import { z } from "zod";
import {
  AppError,
  ENGINE_NAME,
  ENGINE_TYPES,
  KEY_SOURCE,
  toAppError,
  type Context,
  type EngineSettings,
} from "../../core/index.ts";
import { leavesMachine, openWire, requireDoor, type ModelFeature, type ServedModel } from "../../models/index.ts";
import { defineCommand } from "../command.ts";
import { readConfig, writeDefaultModel, writeEngine } from "../config.ts";
import { withSecret } from "../secrets.ts";
import { toServer } from "../server.ts";
import type { Services } from "../services.ts";

export interface ListedEngine {
  name: string;
  type: EngineSettings["type"];
  /** Null where the provider package knows the address. */
  url: string | null;
  package: string | null;
  keyEnv: string | null;
  context: number | null;
  /** Text that is sent there leaves this machine. */
  leaves: boolean;
}

/** The engines besides the built-in one. */
export const engines = defineCommand<z.ZodObject, { engines: ListedEngine[] }, never>({
  about: "lists engines",
  input: z.object({}),
  async run(_input, { services }) {
    const { config } = await readConfig(services.home);
    return { engines: Object.entries(config.engines).map(([name, settings]) => toListed(name, settings)) };
  },
});

const addInput = z.object({
  name: z.string(),
  type: z.enum(ENGINE_TYPES),
  url: z.string().nullable().default(null),
  keyEnv: z.string().nullable().default(null),
  package: z.string().nullable().default(null),
  context: z.int().nullable().default(null),
  /** The owner knows that requests leave this machine. */
  allowRemote: z.boolean().default(false),
});

/** Adds an engine, or changes the one of this name. Nothing is sent to it. */
export const addEngine = defineCommand<typeof addInput, ListedEngine & { replaced: boolean }, never>({
  about: "adds an engine, or changes one",
  input: addInput,
  async run(input, { services }) {
    const { name } = input;
    if (!ENGINE_NAME.test(name)) {
      throw new AppError("E_INPUT", `"${name}" cannot be the name of an engine.`, {
        hint: "Take small letters, digits, - and _, at most 32, beginning with a letter or digit.",
      });
    }
    const settings = toSettings(input);
    requireDoor(name, settings);
    const { config } = await readConfig(services.home);
    await writeEngine(services.home, name, settings);
    return { ...toListed(name, settings), replaced: Object.hasOwn(config.engines, name) };
  },
});

const DEFAULT_OLLAMA = "http://127.0.0.1:11434";

function toSettings({
  type,
  url,
  keyEnv,
  package: packageName,
  context,
  allowRemote,
}: z.infer<typeof addInput>): EngineSettings {
  if (type === "aisdk" && packageName === null) {
    throw new AppError("E_INPUT", "An engine of the type aisdk needs the package of its provider.", {
      hint: "Name it, for example `--package @ai-sdk/mistral`.",
    });
  }
  if (type !== "aisdk" && packageName !== null) {
    throw new AppError("E_INPUT", "Only an engine of the type aisdk has a package.", { hint: "Leave --package out." });
  }
  if (type === "openai" && url === null) {
    throw new AppError("E_INPUT", "An engine of the type openai needs an address.", {
      hint: "Name it, for example `--url http://127.0.0.1:8080/v1`.",
    });
  }
  const address = url === null ? (type === "ollama" ? DEFAULT_OLLAMA : null) : toAddress(url, type);
  if (keyEnv !== null && !KEY_SOURCE.test(keyEnv)) {
    throw new AppError("E_INPUT", `"${keyEnv}" is no name of an environment variable.`, {
      hint: "Give the name of the variable that holds the key, or secret:NAME, never the key itself.",
    });
  }
  if (context !== null && context < 512) {
    throw new AppError("E_INPUT", `A context of ${context} tokens is too small to work with.`, {
      hint: "Leave --context out to use what the server says, or give at least 512.",
    });
  }
  return {
    type,
    ...(address === null ? {} : { url: address }),
    ...(keyEnv === null ? {} : { keyEnv }),
    ...(packageName === null ? {} : { package: packageName }),
    ...(context === null ? {} : { context }),
    ...(allowRemote ? { allowRemote } : {}),
  };
}

/** Without what belongs to neither kind of server: `/v1` behind Ollama's address, nothing behind that of another. */
function toAddress(text: string, type: EngineSettings["type"]): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError("E_INPUT", `"${text}" is no address of a server.`, {
      hint: "Give one that begins with http:// or https://, for example http://127.0.0.1:8080/v1.",
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppError("E_INPUT", "The address holds a password, which would be stored.", {
      hint: "Put the key into an environment variable and name it with --key-env.",
    });
  }
  if (type === "ollama") url.pathname = url.pathname.replace(/\/(?:v1|api)\/?$/, "/");
  if (type === "openai" && url.pathname === "/") url.pathname = "/v1";
  return url.href.replace(/\/$/, "");
}

const nameInput = z.object({ name: z.string() });

export interface RemovedEngine {
  name: string;
  /** The default model was one of its models; the machine chooses again. */
  wasDefault: boolean;
}

export const removeEngine = defineCommand<typeof nameInput, RemovedEngine, never>({
  about: "removes an engine",
  input: nameInput,
  async run({ name }, { services }) {
    const { config } = await readConfig(services.home);
    requireEngine(name, config.engines);
    await writeEngine(services.home, name, null);
    const wasDefault = config.models.default?.startsWith(`${name}/`) === true;
    if (wasDefault) await writeDefaultModel(services.home, null);
    return { name, wasDefault };
  },
});

export interface CheckedModel {
  /** As it is named everywhere: NAME/MODEL. */
  id: string;
  /** What Kralle will use; null where nobody says it (4096 are then taken for granted, or what `--context` says). */
  contextTokens: number | null;
  /** What the server says that it can do besides writing; null where it does not say. */
  features: readonly ModelFeature[] | null;
  isDefault: boolean;
}

export interface CheckedEngine extends ListedEngine {
  ok: boolean;
  /** The program behind the address. */
  kind: string | null;
  version: string | null;
  ms: number;
  models: CheckedModel[];
  error: { code: string; message: string; hint: string } | null;
}

const checkInput = z.object({ name: z.string().nullable().default(null) });

/** Reaches one engine or all, and asks what they have. */
export const checkEngines = defineCommand<typeof checkInput, { engines: CheckedEngine[] }, never>({
  about: "reaches engines and asks what they have",
  input: checkInput,
  async run({ name }, { services, ctx }) {
    const { config } = await readConfig(services.home);
    if (name !== null) requireEngine(name, config.engines);
    const chosen = Object.entries(config.engines).filter(([known]) => name === null || known === name);
    const preferred = config.models.default;
    return { engines: await Promise.all(chosen.map((entry) => checkEngine(entry, preferred, services, ctx))) };
  },
});

/** Never throws but for cancelling: what is wrong with one engine is its own entry. */
export async function checkEngine(
  [name, settings]: [string, EngineSettings],
  preferred: string | undefined,
  services: Pick<Services, "home" | "env" | "secrets">,
  ctx: Context,
): Promise<CheckedEngine> {
  const started = ctx.clock.now();
  const listed = toListed(name, settings);
  try {
    const env = await withSecret(services.env, settings.keyEnv, `engine:${name}`, services.secrets);
    const wire = await openWire(toServer(name, settings, { home: services.home, env }));
    const { kind, version, models } = await wire.inspect(ctx);
    const found = models.map((model) => toChecked(model, name, preferred));
    return { ...listed, ok: true, kind, version, ms: ctx.clock.now() - started, models: found, error: null };
  } catch (thrown) {
    const { code, message, hint = "" } = toAppError(thrown);
    if (ctx.signal.aborted) throw thrown;
    const error = { code, message, hint };
    return { ...listed, ok: false, kind: null, version: null, ms: ctx.clock.now() - started, models: [], error };
  }
}

function toChecked(
  { id, contextTokens, features }: ServedModel,
  name: string,
  preferred: string | undefined,
): CheckedModel {
  const full = `${name}/${id}`;
  return { id: full, contextTokens, features, isDefault: preferred === full };
}

function toListed(name: string, settings: EngineSettings): ListedEngine {
  const { type, url = null, package: packageName = null, keyEnv = null, context = null } = settings;
  return { name, type, url, package: packageName, keyEnv, context, leaves: leavesMachine(settings) };
}

function requireEngine(name: string, known: Readonly<Record<string, EngineSettings>>): void {
  if (Object.hasOwn(known, name)) return;
  const names = Object.keys(known);
  throw new AppError("E_NOT_FOUND", `There is no engine ${name}.`, {
    hint: names.length === 0 ? "`kralle engine add` adds one." : `There is: ${names.join(", ")}`,
  });
}
