import { AppError, type Context, type Endpoint, type ServiceRecord } from "../../../core/index.ts";
import type { MailServerSettings } from "../settings.ts";
import { AUTOCONFIG_BYTES, parseAutoconfig } from "./autoconfig.ts";
import { findByDomain, findByMx, type Provider, type ProviderServer } from "./providers.ts";
import type { FoundServers } from "./types.ts";

/** For what the network is asked here. */
export const DISCOVERY_PURPOSE = "mail:setup";
/** How long one question may take. */
const PATIENCE_MS = 6_000;
const HTTPS = 443;
const DNS = 53;

const IMAP_GUESSES = [
  ["imap", 993],
  ["mail", 993],
  ["imap", 143],
  ["mail", 143],
] as const;
const SMTP_GUESSES = [
  ["smtp", 465],
  ["mail", 465],
  ["smtp", 587],
  ["mail", 587],
] as const;
/** RFC 6186, and RFC 8314 for `_submissions`. */
const SERVICES = { imap: ["_imaps._tcp", "_imap._tcp"], smtp: ["_submissions._tcp", "_submission._tcp"] } as const;

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

const autoconfigUrls = (domain: string): string[] => [
  `https://autoconfig.${domain}/mail/config-v1.1.xml`,
  `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
];

/** Everything that may be reached for an address, all of it below its domain: nobody else is told about it. */
export function discoveryPlaces(address: string): Endpoint[] {
  const domain = domainOf(address);
  if (findByDomain(domain)) return [];
  const guesses = [...IMAP_GUESSES, ...SMTP_GUESSES].map(([name, port]) => ({ host: `${name}.${domain}`, port }));
  const asked = [
    domain,
    ...SERVICES.imap.map((name) => `${name}.${domain}`),
    ...SERVICES.smtp.map((name) => `${name}.${domain}`),
  ];
  const web = autoconfigUrls(domain).map((url) => ({ host: new URL(url).hostname, port: HTTPS }));
  return [...web, ...asked.map((host) => ({ host, port: DNS })), ...guesses];
}

/**
 * Finds the servers of a mailbox: in our own table, by where the mail of the domain goes, by what the domain says of itself, by trying
 * the usual names. The address itself is told to nobody, only its domain is asked about. Null where nothing was found.
 */
export async function discoverServers(address: string, ctx: Context): Promise<FoundServers | null> {
  const domain = domainOf(address);
  const known = findByDomain(domain);
  if (known) return fromProvider(known, "table", address, domain);
  const [exchange, own] = await Promise.all([findExchange(domain, ctx), findAutoconfig(address, domain, ctx)]);
  const provider = exchange === null ? null : findByMx(exchange);
  if (provider && exchange !== null) return fromProvider(provider, "mx", address, exchange);
  return own ?? (await findServices(address, domain, ctx)) ?? (await guess(address, domain, ctx));
}

function fromProvider(provider: Provider, by: "table" | "mx", address: string, mx: string): FoundServers {
  const { name, imap, smtp, user, password, help, mustBeEnabled = false } = provider;
  const toServer = ([host, port]: ProviderServer): MailServerSettings => {
    return { host: host === "mx" ? mx : host, port, tls: port === 993 || port === 465 };
  };
  return {
    provider: name,
    by,
    user: user === "local" ? address.slice(0, address.lastIndexOf("@")) : address,
    imap: toServer(imap),
    smtp: toServer(smtp),
    password,
    help,
    mustBeEnabled,
  };
}

const found = (
  by: FoundServers["by"],
  address: string,
  imap: MailServerSettings,
  smtp: MailServerSettings,
): FoundServers => {
  return { provider: null, by, user: address, imap, smtp, password: "usual", help: null, mustBeEnabled: false };
};

/** The first host to which mail for the domain goes. */
async function findExchange(domain: string, ctx: Context): Promise<string | null> {
  const records = await ask(domain, "MX", ctx);
  return records[0]?.host.toLowerCase() || null;
}

async function findAutoconfig(address: string, domain: string, ctx: Context): Promise<FoundServers | null> {
  const tried = autoconfigUrls(domain).map(async (url) => {
    const text = await orNull(fetchText(url, ctx), ctx);
    return text === null ? null : parseAutoconfig(text, address);
  });
  const [first, second] = await Promise.all(tried);
  return first ?? second ?? null;
}

async function fetchText(url: string, ctx: Context): Promise<string | null> {
  const signal = bounded(ctx);
  const response = await ctx.net.for(DISCOVERY_PURPOSE).fetch(url, { signal });
  if (!response.ok || response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > AUTOCONFIG_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function findServices(address: string, domain: string, ctx: Context): Promise<FoundServers | null> {
  const best = async (names: readonly [string, string]): Promise<MailServerSettings | null> => {
    const [secure, plain] = await Promise.all(names.map((name) => ask(`${name}.${domain}`, "SRV", ctx)));
    return toService(secure, true) ?? toService(plain, false);
  };
  const [imap, smtp] = await Promise.all([best(SERVICES.imap), best(SERVICES.smtp)]);
  return imap && smtp ? found("srv", address, imap, smtp) : null;
}

/** A single "." or nothing: the service is not there (RFC 2782). */
function toService(records: readonly ServiceRecord[] | undefined, tls: boolean): MailServerSettings | null {
  const [first] = records ?? [];
  if (!first || first.port === null || first.host === "" || first.host === ".") return null;
  return { host: first.host.toLowerCase().replace(/\.$/, ""), port: first.port, tls };
}

async function guess(address: string, domain: string, ctx: Context): Promise<FoundServers | null> {
  const first = async (guesses: readonly (readonly [string, number])[], greeting: RegExp) => {
    const tried = guesses.map(async ([name, port]) => {
      const server = { host: `${name}.${domain}`, port, tls: port === 993 || port === 465 };
      return (await orNull(greets(server, greeting, ctx), ctx)) === true ? server : null;
    });
    return (await Promise.all(tried)).find((server) => server !== null) ?? null;
  };
  const [imap, smtp] = await Promise.all([first(IMAP_GUESSES, /^\* (?:OK|PREAUTH)/), first(SMTP_GUESSES, /^220[ -]/)]);
  return imap && smtp ? found("guess", address, imap, smtp) : null;
}

/** Whether a server says hello as one of its kind does; then it is left. */
async function greets({ host, port, tls }: MailServerSettings, greeting: RegExp, ctx: Context): Promise<boolean> {
  const signal = bounded(ctx);
  const stream = await ctx.net.for(DISCOVERY_PURPOSE).connect({ host, port, tls }, signal);
  const leave = (): void => void stream.destroy();
  signal.addEventListener("abort", leave, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) return greeting.test(chunk.toString("latin1"));
    return false;
  } finally {
    signal.removeEventListener("abort", leave);
    stream.destroy();
  }
}

async function ask(name: string, type: "MX" | "SRV", ctx: Context): Promise<readonly ServiceRecord[]> {
  const ended = new AbortController();
  const late = ctx.clock.sleep(PATIENCE_MS, AbortSignal.any([ctx.signal, ended.signal])).then(() => []);
  const asked = ctx.net.for(DISCOVERY_PURPOSE).records({ name, type });
  const records = await orNull(Promise.race([asked, late]), ctx).finally(() => {
    late.catch(() => undefined); // it ends with the question
    ended.abort();
  });
  return records ?? [];
}

const bounded = ({ signal }: Context): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);

/** One way that does not work leaves the others; the end of the whole, and the privacy lock, do not. */
async function orNull<T>(work: Promise<T>, ctx: Context): Promise<T | null> {
  try {
    return await work;
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    if (thrown instanceof AppError && thrown.code === "E_PRIVACY_LOCK") throw thrown;
    return null;
  }
}
