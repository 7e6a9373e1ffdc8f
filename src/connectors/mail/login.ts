import type { Socket } from "node:net";
import { z } from "zod";
import { AppError, createRedactor, toAppError, type Context, type Purpose } from "../../core/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { isLoopback, toTls, type ImapSettings, type MailServerSettings } from "./settings.ts";

/** What is tried, in this order. */
export type LoginPhase = "imap" | "smtp";

/** How long a server has for saying hello and for the login. */
const PATIENCE_MS = 30_000;

/**
 * Logs in to both servers of a mailbox and out again; nothing is read and nothing is sent. Throws E_ACCOUNT where a server refuses the
 * password or does not encrypt, E_NETWORK where it is not there; both say which server.
 */
export async function tryLogin(
  settings: ImapSettings,
  password: string,
  { purpose, onPhase = () => undefined }: { purpose: Purpose; onPhase?: (phase: LoginPhase) => void },
  ctx: Context,
): Promise<void> {
  const login = { user: settings.user, pass: password, ca: settings.ca };
  const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(2 * PATIENCE_MS)]) };
  const failed = (protocol: "IMAP" | "SMTP", to: MailServerSettings) => (thrown: unknown) =>
    failAt(protocol, to, password, thrown);
  onPhase("imap");
  await tryImap(settings.imap, login, purpose, inner).catch(failed("IMAP", settings.imap));
  onPhase("smtp");
  await trySmtp(settings.smtp, login, purpose, inner).catch(failed("SMTP", settings.smtp));
}

interface Login {
  user: string;
  pass: string;
  ca: string | undefined;
}

async function tryImap(to: MailServerSettings, login: Login, purpose: Purpose, ctx: Context): Promise<void> {
  const [found] = await ctx.net.for(purpose).resolve(to, ctx.signal);
  if (!found) throw new Error("it has no address");
  const { ImapFlow } = await import("imapflow"); // read by the first who connects a mailbox
  const client = new ImapFlow({
    host: found.address,
    port: found.port,
    secure: to.tls,
    servername: found.serverName,
    ...(to.tls || isLoopback(to.host) ? {} : { doSTARTTLS: true }),
    tls: toTls(to.host, login.ca),
    auth: { user: login.user, pass: login.pass },
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    verifyOnly: true,
    logger: false,
  });
  client.on("error", () => undefined); // told by what waits for it
  const leave = (): void => client.close();
  ctx.signal.addEventListener("abort", leave, { once: true });
  try {
    await client.connect();
  } finally {
    ctx.signal.removeEventListener("abort", leave);
    client.close();
  }
}

async function trySmtp(to: MailServerSettings, login: Login, purpose: Purpose, ctx: Context): Promise<void> {
  const socket = (await ctx.net.for(purpose).connect({ host: to.host, port: to.port }, ctx.signal)) as Socket;
  const leave = (): void => void socket.destroy();
  ctx.signal.addEventListener("abort", leave, { once: true });
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host: to.host,
    port: to.port,
    secure: to.tls,
    connection: socket,
    requireTLS: !to.tls && !isLoopback(to.host),
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    tls: toTls(to.host, login.ca),
    auth: { user: login.user, pass: login.pass },
  });
  try {
    await transport.verify();
  } finally {
    ctx.signal.removeEventListener("abort", leave);
    transport.close();
    socket.destroy();
  }
}

const failure = z.object({
  authenticationFailed: z.boolean().optional(),
  code: z.string().optional(),
  responseCode: z.int().optional(),
  responseText: z.string().optional(),
  response: z.string().optional(),
});

/** A server's words for a person, without a password in them, in any usual encoding. Half a password is none that could be found: cut last. */
export function toShown(text: string, password: string): string {
  const plain = toSafeLine(createRedactor([password]).redact(text));
  const isLeft = password !== "" && plain.includes(password); // one that is too short to be told from ordinary words
  return isLeft ? "" : plain.slice(0, 200);
}

/**
 * What a library threw, as what the owner can mend. What the server said is shown made safe and cut, and without the password: some
 * repeat what they were given.
 */
export function failAt(protocol: string, { host, port }: MailServerSettings, password: string, thrown: unknown): never {
  if (thrown instanceof AppError) throw thrown;
  const found = failure.safeParse(thrown).data ?? {};
  const { authenticationFailed, code = "", responseCode, responseText, response = "" } = found;
  const place = `${host}:${port} (${protocol})`;
  const said = toShown(responseText ?? response, password) || "-";
  const data = { host, port, protocol };
  if (authenticationFailed === true || code === "EAUTH" || responseCode === 535) {
    throw new AppError("E_ACCOUNT", `${place} does not take this password: ${said}`, {
      hint: "Check user and password. Many providers want an app password of their own, which you make in their settings.",
      data: { ...data, reason: "login" },
      cause: thrown,
    });
  }
  const message = toShown(toAppError(thrown).message, password);
  if (isUntrusted(code, message)) {
    throw new AppError("E_ACCOUNT", `${place} shows a certificate that is not trusted: ${message}`, {
      hint: "Check the name of the server. If the certificate is your own, name it with --ca FILE.",
      data: { ...data, reason: "certificate" },
      cause: thrown,
    });
  }
  if (/starttls/i.test(message) || code === "ETLS") {
    throw new AppError("E_ACCOUNT", `${place} does not encrypt, so no password is sent there.`, {
      hint: "Take another port: 993 for IMAP and 465 for SMTP encrypt from the first byte.",
      data: { ...data, reason: "plain" },
      cause: thrown,
    });
  }
  throw new AppError("E_NETWORK", `${place} could not be used: ${message}`, {
    hint: "Check name, port and encryption of the server.",
    data: { ...data, reason: "network" },
    cause: thrown,
  });
}

const isUntrusted = (code: string, message: string): boolean =>
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/.test(code) || /certificate|altnames/i.test(message);
