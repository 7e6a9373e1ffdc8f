import type { z } from "zod";
import { toApiPlaces, type Connector, type MailChange, type OAuthServer, type Tokens } from "../../connectors/index.ts";
import type { Purpose } from "../../core/index.ts";
import type { EffectAdapter } from "../../durable/index.ts";
import { openTokens } from "./oauth.ts";
import type { AccountType, Opened } from "./types.ts";

interface ApiSettings {
  clientId: string;
  signIn: OAuthServer;
  api: string;
  days: number;
}

interface ApiOptions extends Pick<ApiSettings, "api" | "days"> {
  name: string;
  tokens: Tokens;
  purpose: Purpose;
}

/** How one API is spoken to. */
interface Spoken {
  connector(options: ApiOptions): Connector<MailChange>;
  sender(options: ApiOptions): EffectAdapter;
  filing(options: ApiOptions, find: NonNullable<Opened<unknown>["find"]>): EffectAdapter;
}

/** A mailbox behind an API whose owner signs in at its provider; `name` is how a person calls that. `load` reads its code. */
export function apiMailbox<Settings extends ApiSettings>(
  name: string,
  settings: z.ZodType<Settings>,
  load: () => Promise<Spoken>,
): AccountType<Settings> {
  const optionsOf = async (opened: Opened<Settings>): Promise<ApiOptions> => {
    const { api, days } = opened.settings;
    return { api, days, name, tokens: await openTokens(opened), purpose: opened.purpose };
  };
  const connector = async (opened: Opened<Settings>): Promise<Connector<MailChange>> =>
    (await load()).connector(await optionsOf(opened));
  return {
    settings,
    purpose: (id) => `mail:${id}`,
    places: toApiPlaces,
    needsSecret: true,
    async check(opened, onPhase, ctx) {
      onPhase("imap");
      return (await connector(opened)).check(ctx);
    },
    connector,
    adapters: {
      "mail.send": async (opened) => (await load()).sender(await optionsOf(opened)),
      "mail.file": async (opened) =>
        (await load()).filing(await optionsOf(opened), opened.find ?? (() => Promise.resolve(null))),
    },
  };
}
