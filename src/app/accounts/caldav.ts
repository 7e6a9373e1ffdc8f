import { caldavSettings, type CaldavSettings } from "../../connectors/index.ts";
import type { DavAccess } from "../../connectors/index.ts";
import type { Endpoint } from "../../core/index.ts";
import type { AccountType, Opened } from "./types.ts";

const toAccess = ({ settings, secret, purpose }: Opened<CaldavSettings>): DavAccess => {
  return { ...settings, password: secret, purpose };
};

/** Calendars behind CalDAV, let in with a password. */
export const caldavAccount: AccountType<CaldavSettings> = {
  settings: caldavSettings,
  purpose: (id) => `account:${id}`,
  places: ({ url }) => [placeOf(url)],
  needsSecret: true,
  async check(opened, onPhase, ctx) {
    onPhase("calendar");
    const { createCaldavConnector } = await import("../../connectors/index.ts");
    return createCaldavConnector(toAccess(opened)).check(ctx);
  },
  async calendar(opened) {
    const { createCaldavConnector } = await import("../../connectors/index.ts");
    return createCaldavConnector(toAccess(opened));
  },
  adapters: {
    async "calendar.create"(opened) {
      const { createEventAdapter } = await import("../../connectors/index.ts");
      return createEventAdapter(toAccess(opened));
    },
  },
};

function placeOf(url: string): Endpoint {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port) || (protocol === "https:" ? 443 : 80) };
}
