/** Neither the hub nor a registry is asked. */
export function isOffline(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["KRALLE_OFFLINE"] === "1" || env["HF_HUB_OFFLINE"] === "1";
}
