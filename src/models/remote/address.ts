import { AppError, type EngineSettings } from "../../core/index.ts";

/** Whether text sent there stays on this machine. */
function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** A provider package without an address of its own goes where the package decides: elsewhere. */
export const leavesMachine = ({ url }: EngineSettings): boolean => url === undefined || !isLoopback(url);

/** Throws E_REFUSED for a server elsewhere to which the owner opened no door. */
export function requireDoor(name: string, settings: EngineSettings): void {
  if (!leavesMachine(settings) || settings.allowRemote === true) return;
  const place = settings.url === undefined ? "servers of its provider" : new URL(settings.url).host;
  throw new AppError("E_REFUSED", `The engine ${name} is not on this machine: what you ask would go to ${place}.`, {
    hint: "If you want that, add it again with --allow-remote.",
  });
}

/** The address without a slash at its end, so that paths can be put behind it. */
export const toBase = (url: string): string => url.replace(/\/+$/, "");
