import type { Socket } from "node:net";
import { z } from "zod";
import type { Context, Purpose } from "../../core/index.ts";
import type { Act, EffectAdapter } from "../../durable/index.ts";
import { toUnanswered } from "../outcome.ts";
import { composeLetter, letter, toMessageId, type Composed } from "./compose.ts";
import { findByMessageId, withImap } from "./imap/act.ts";
import { toShown } from "./login.ts";
import { isLoopback, toTls } from "./settings.ts";

export interface MailServer {
  host: string;
  port: number;
  /** From the first byte; without it the connection is turned into an encrypted one, but for this machine's own. */
  tls: boolean;
}

export interface MailAccount {
  purpose: Purpose;
  user: string;
  password: string;
  smtp: MailServer;
  /** Certificates (PEM) that are trusted besides those of Node. */
  ca?: string | undefined;
  /** Where the account files by itself what it sent; null where it does not: then nobody can be asked. */
  sent: (MailServer & { mailbox: string }) | null;
  settleMs?: number;
  actMs?: number;
}

/**
 * Sends mail over SMTP (RFC 5321). The Message-ID is made of the key, so that an account that files Sent itself can be asked for it;
 * what this files itself would prove nothing.
 */
export function createMailAdapter(account: MailAccount): EffectAdapter {
  const { sent, settleMs, actMs } = account;
  return {
    effectClass: sent ? "queryable" : "neither",
    ...(settleMs === undefined ? {} : { settleMs }),
    ...(actMs === undefined ? {} : { actMs }),
    async act(order, ctx) {
      const composed = await composeLetter(order);
      if (composed === null) {
        return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no mail that can be sent." } };
      }
      return send(account, composed, ctx);
    },
    ...(sent
      ? {
          async query({ arguments: given, key }, ctx) {
            const id = toMessageId(key, letter.parse(given).from);
            return (await isFiled(account, sent, id, ctx)) ? { messageId: id } : null;
          },
        }
      : {}),
  };
}

async function send(account: MailAccount, { envelope, raw, messageId }: Composed, ctx: Context): Promise<Act> {
  const { purpose, smtp, user, password, ca } = account;
  let socket: Socket;
  try {
    socket = (await ctx.net.for(purpose).connect({ host: smtp.host, port: smtp.port }, ctx.signal)) as Socket;
  } catch (thrown) {
    return toUnanswered(thrown);
  }
  const leave = (): void => void socket.destroy();
  ctx.signal.addEventListener("abort", leave, { once: true });
  const { createTransport } = await import("nodemailer"); // read by the first who sends
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    connection: socket,
    secure: smtp.tls,
    requireTLS: !smtp.tls && !isLoopback(smtp.host),
    tls: toTls(smtp.host, ca),
    auth: { user, pass: password },
  });
  try {
    const { accepted, rejected } = await transport.sendMail({ envelope, raw: Buffer.from(raw) });
    return { outcome: "done", receipt: { messageId, accepted: accepted.map(String), rejected: rejected.map(String) } };
  } catch (thrown) {
    return toFailure(thrown, password);
  } finally {
    ctx.signal.removeEventListener("abort", leave);
    transport.close();
    socket.destroy();
  }
}

const failure = z.object({ responseCode: z.int().optional(), code: z.string().optional() });

/**
 * A reply of 4xx or 5xx, also the one to the mail itself, says that it was not taken (RFC 5321, 4.2.1). A connection that breaks is
 * reported by the client without saying how far it had come, so that is unclear.
 */
function toFailure(thrown: unknown, password: string): Act {
  const { responseCode = 0, code = "" } = failure.safeParse(thrown).data ?? {};
  const message = toShown(thrown instanceof Error ? thrown.message : String(thrown), password);
  const fault = { code: "E_EFFECT_FAILED" as const, message };
  if (responseCode >= 500 || code === "EENVELOPE") return { outcome: "refused", fault };
  if (responseCode >= 400) return { outcome: "notYet", fault };
  return { outcome: "unclear", reason: message };
}

function isFiled(account: MailAccount, sent: NonNullable<MailAccount["sent"]>, messageId: string, ctx: Context) {
  const { purpose, user, password, smtp, ca } = account;
  const { mailbox, ...imap } = sent;
  return withImap({ settings: { user, imap, smtp, ca, days: 0 }, password, purpose }, ctx, async (client) => {
    return (await findByMessageId(client, mailbox, messageId)).length > 0;
  });
}
