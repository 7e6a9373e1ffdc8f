import type { Config } from "../../core/index.ts";
import type { DeskParts } from "../types.ts";

/** What the briefing is handed: what every desk is, its settings as they stand now, and where the owner opens Kralle. */
export interface BriefingParts extends DeskParts {
  base(config: Config): string;
}

/** The gateway's own address, as a browser of this machine opens it. */
export function baseOf({ gateway }: Config): string {
  const scheme = gateway.tls ? "https" : "http";
  const [name] = gateway.publicNames;
  if (name !== undefined) return `${gateway.trustedProxy === undefined ? scheme : "https"}://${name}`;
  return `${scheme}://localhost:${gateway.port}`;
}
