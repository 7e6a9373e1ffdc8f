import { z } from "zod";
import { AppError } from "./errors.ts";

/** `KRALLE_HOME/config.json`. Everything may be left out; a missing file is an empty one. */
export const configSchema = z.object({
  models: z
    .object({
      /** Id of the model that is used where none is named. */
      default: z.string().min(1).optional(),
    })
    .default({}),
  /** What one request may take where the call does not say. */
  budget: z
    .object({
      steps: z.int().positive().optional(),
      tokens: z.int().positive().optional(),
      seconds: z.number().positive().optional(),
    })
    .default({}),
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
