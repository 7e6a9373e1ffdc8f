import type { ImapFlow } from "imapflow";
import type { Context, Purpose } from "../../../core/index.ts";
import { failAt } from "../login.ts";
import { isLoopback, toTls, type ImapSettings } from "../settings.ts";

/** A mailbox, and what it is let in with. */
export interface ImapAccess {
  settings: ImapSettings;
  password: string;
  purpose: Purpose;
}

/** How long a server has for saying hello, and for any answer. */
const GREETING_MS = 30_000;
const ANSWER_MS = 120_000;
/** A literal larger than any mail that is asked for. */
const MOST_BYTES = 64 * 1024 * 1024;
/** IDLE is renewed before servers (RFC 2177: 29 minutes) and routers in between (10 and less) forget it. */
const IDLE_MS = 9 * 60_000;

/** Logs in, to an address that the network allowed. Ends with the signal. Throws E_ACCOUNT, E_NETWORK. */
export async function openImap({ settings, password, purpose }: ImapAccess, ctx: Context): Promise<ImapFlow> {
  const { imap: to, user, ca } = settings;
  ctx.signal.throwIfAborted();
  try {
    const [found] = await ctx.net.for(purpose).resolve(to, ctx.signal);
    if (!found) throw new Error("it has no address");
    const { ImapFlow: Client } = await import("imapflow"); // read by the first who reads a mailbox
    const client = new Client({
      host: found.address,
      port: found.port,
      secure: to.tls,
      servername: found.serverName,
      ...(to.tls || isLoopback(to.host) ? {} : { doSTARTTLS: true }),
      tls: toTls(to.host, ca),
      auth: { user, pass: password },
      connectionTimeout: GREETING_MS,
      greetingTimeout: GREETING_MS,
      socketTimeout: ANSWER_MS,
      maxLiteralSize: MOST_BYTES,
      maxResponseSize: 2 * MOST_BYTES,
      maxLineLength: MOST_BYTES,
      maxIdleTime: IDLE_MS,
      disableAutoIdle: true,
      logger: false,
    });
    client.on("error", () => undefined); // told by what waits for it
    const leave = (): void => client.close();
    ctx.signal.addEventListener("abort", leave, { once: true });
    client.once("close", () => ctx.signal.removeEventListener("abort", leave));
    await client.connect();
    return client;
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    return failAt("IMAP", to, password, thrown);
  }
}

/** What the library threw, as what the owner can mend. */
export async function told<T>({ settings, password }: ImapAccess, ctx: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    return failAt("IMAP", settings.imap, password, thrown);
  }
}
