import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, parseConfig, type EngineSettings, type ReadConfig } from "../core/index.ts";

function configPath(home: string): string {
  return join(home, "config.json");
}

/** The settings of a home; defaults where there is no file. Throws E_CONFIG with the path of what is wrong. */
export async function readConfig(home: string): Promise<ReadConfig> {
  const path = configPath(home);
  return parseConfig(await readRaw(path), path);
}

/** Sets `models.default` and leaves all else as it stands in the file. `null` removes it. */
export async function writeDefaultModel(home: string, model: string | null): Promise<void> {
  await changeConfig(home, (raw) => {
    const { default: _old, ...others } = toRecord(raw["models"]);
    return { ...raw, models: model === null ? others : { ...others, default: model } };
  });
}

/** Sets one of `engines` and leaves all else as it stands in the file. `null` removes it. */
export async function writeEngine(home: string, name: string, settings: EngineSettings | null): Promise<void> {
  await changeConfig(home, (raw) => {
    const { [name]: _old, ...others } = toRecord(raw["engines"]);
    return { ...raw, engines: settings === null ? others : { ...others, [name]: settings } };
  });
}

const toRecord = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;

/** Changes the file of the settings. What comes out is checked before it is written, so that the next start can read it. */
export async function changeConfig(
  home: string,
  to: (raw: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const path = configPath(home);
  const raw = await readRaw(path);
  parseConfig(raw, path);
  const next = to(raw);
  parseConfig(next, path);
  const beside = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeFile(beside, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
    await rename(beside, path);
  } catch (thrown) {
    throw new AppError("E_HOME_UNWRITABLE", `${path} cannot be written.`, {
      hint: "Set KRALLE_HOME to a folder that you may write to.",
      cause: thrown,
    });
  }
}

async function readRaw(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
    // A home that is no folder is told by who writes there.
    if (code === "ENOENT" || code === "ENOTDIR") return {};
    throw new AppError("E_CONFIG", `${path} cannot be read (${String(code)}).`, {
      hint: "Check who may read this file.",
      cause: thrown,
    });
  }
  try {
    const raw: unknown = JSON.parse(text);
    parseConfig(raw, path);
    return raw as Record<string, unknown>;
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError("E_CONFIG", `${path} is not valid JSON: ${reason}`, {
      hint: "Correct the file, or remove it to get the defaults.",
      cause: thrown,
    });
  }
}
