import { z } from "zod";
import { AppError, SCOPES, toToken, type Scope } from "../../core/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import type { Credential } from "../../store/index.ts";
import type { Access, CredentialState } from "../access/index.ts";
import { defineCommand } from "../command.ts";
import type { Services } from "../services.ts";

/** A token or a device as its owner sees it; the secret is never shown again. Times are ISO 8601. */
export interface CredentialView {
  id: string;
  kind: Credential["kind"];
  name: string;
  scope: Scope;
  state: CredentialState;
  created: string;
  /** Last use, to some minutes. */
  used: string | null;
  expires: string | null;
  /** Wrong secrets that somebody tried with this id: all, those that count at present, the last time. */
  guesses: { total: number; recent: number; last: string } | null;
}

const MOST_DAYS = 3660;

const createInput = z.object({
  name: z.string().trim().min(1).max(80),
  scope: z.enum(SCOPES),
  days: z.int().min(1).max(MOST_DAYS).nullable().default(null),
});

export const createToken = defineCommand<typeof createInput, CredentialView & { token: string }, never>({
  about: "makes a token with which a program may come in",
  input: createInput,
  async run({ name, scope, days }, { services }) {
    if (toSafeLine(name) !== name) {
      throw new AppError("E_INPUT", "The name of a token is one line of visible characters.", {
        hint: "Choose another name.",
      });
    }
    const access = await hold(services);
    const { secret, credential } = await access.create({ kind: "token", name, scope, days });
    return { token: toToken(secret), ...toView(credential, access) };
  },
});

export const tokens = defineCommand<z.ZodObject, { tokens: CredentialView[] }, never>({
  about: "lists the tokens of programs",
  input: z.object({}),
  async run(_input, { services }) {
    return { tokens: toViews("token", await services.access()) };
  },
});

export const devices = defineCommand<z.ZodObject, { devices: CredentialView[] }, never>({
  about: "lists the browsers that signed in",
  input: z.object({}),
  async run(_input, { services }) {
    return { devices: toViews("device", await services.access()) };
  },
});

const revokeInput = z.object({ id: z.string().min(1) });

export const revokeToken = defineCommand<typeof revokeInput, CredentialView, never>({
  about: "revokes a token; what is connected with it is cut off",
  input: revokeInput,
  run: ({ id }, { services }) => revoke("token", id, services),
});

export const revokeDevice = defineCommand<typeof revokeInput, CredentialView, never>({
  about: "signs a browser out",
  input: revokeInput,
  run: ({ id }, { services }) => revoke("device", id, services),
});

const signInInput = z.object({ scope: z.enum(SCOPES).default("admin") });

/** A link with which one browser signs in, once and within minutes. */
export const signInLink = defineCommand<typeof signInInput, { url: string; expires: string }, never>({
  about: "makes a link with which a browser signs in",
  input: signInInput,
  async run({ scope }, { services }) {
    const access = await hold(services);
    if (access.origin === null) {
      throw new AppError("E_NOT_SERVING", "The gateway is not running, so there is nothing to sign in to.", {
        hint: "Start it with `kralle up`; it prints a link.",
      });
    }
    const { code, expires } = access.codes.make({ scope });
    // Behind the #: a browser sends that to nobody, and no log or Referer holds it.
    return { url: `${access.origin}/#code=${code}`, expires: toTime(expires) };
  },
});

/** The process that changes who may come in must be the one that holds the home. */
async function hold(services: Services): Promise<Access> {
  await services.hold();
  return services.access();
}

async function revoke(kind: Credential["kind"], wanted: string, services: Services): Promise<CredentialView> {
  const access = await hold(services);
  const all = access.list(kind);
  const named = all.filter((one) => one.name === wanted && one.revoked === null);
  const found = all.find(({ id }) => id === wanted) ?? (named.length === 1 ? named[0] : undefined);
  if (found === undefined) {
    throw new AppError(
      "E_NOT_FOUND",
      kind === "token" ? `There is no token ${wanted}.` : `There is no device ${wanted}.`,
      {
        hint: kind === "token" ? "`kralle token list` shows their ids." : "`kralle devices` shows their ids.",
      },
    );
  }
  await access.revoke(found.id);
  return toView(access.find(found.id) ?? found, access);
}

const toViews = (kind: Credential["kind"], access: Access): CredentialView[] =>
  access.list(kind).map((credential) => toView(credential, access));

function toView(credential: Credential, access: Access): CredentialView {
  const { id, kind, name, scope, created, used, expires } = credential;
  const row = access.guesses.of(id);
  return {
    id,
    kind,
    name,
    scope,
    state: access.stateOf(credential),
    created: toTime(created),
    used: used === null ? null : toTime(used),
    expires: expires === null ? null : toTime(expires),
    guesses: row === null ? null : { total: row.total, recent: row.times.length, last: toTime(row.last) },
  };
}

const toTime = (ms: number): string => new Date(ms).toISOString();
