import { isSecretHandle } from "../core/index.ts";
import type { Secrets } from "../guard/index.ts";
import type { Env } from "./home.ts";

/** The environment with the value of a handle (`secret:NAME`) that stands where a variable is named; for one use, never for a child. */
export async function withSecret(
  env: Env,
  name: string | undefined,
  purpose: string,
  secrets: () => Promise<Secrets>,
): Promise<Env> {
  if (name === undefined || !isSecretHandle(name)) return env;
  return { ...env, [name]: await (await secrets()).resolve(name, purpose) };
}
