import { join } from "node:path";
import { AppError, type EngineSettings } from "../core/index.ts";
import type { RemoteServer } from "../models/index.ts";
import type { Env } from "./home.ts";

/** Where provider packages are installed: `npm install --prefix KRALLE_HOME/providers PACKAGE`. */
const providersOf = (home: string): string => join(home, "providers");

/** An engine of the settings with its key. Throws E_CONFIG where the variable that shall hold the key is empty. */
export function toServer(
  name: string,
  settings: EngineSettings,
  { home, env }: { home: string; env: Env },
): RemoteServer {
  const { keyEnv } = settings;
  const key = keyEnv === undefined ? null : (env[keyEnv] ?? "").trim();
  if (key === "") {
    throw new AppError(
      "E_CONFIG",
      `The variable ${keyEnv}, which shall hold the key of the engine ${name}, is not set.`,
      {
        hint: "Set it in the environment from which Kralle is started.",
      },
    );
  }
  return { name, settings, key, packageDirs: [providersOf(home)] };
}
