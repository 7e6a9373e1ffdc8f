import { requireDoor } from "./address.ts";
import { REMOTE_LIMITS, type RemoteLimits, type RemoteServer, type Wire } from "./types.ts";

/** The way of speaking to a server; its client is imported when it is first needed. Throws E_REFUSED, E_CONFIG. */
export async function openWire(server: RemoteServer, limits: RemoteLimits = REMOTE_LIMITS): Promise<Wire> {
  requireDoor(server.name, server.settings);
  switch (server.settings.type) {
    case "ollama":
      return (await import("./ollama/wire.ts")).createOllamaWire(server, limits);
    case "openai":
      return (await import("./openai/wire.ts")).createOpenAiWire(server, limits);
    case "aisdk":
      return (await import("./aisdk/wire.ts")).createAiSdkWire(server, limits);
  }
}
