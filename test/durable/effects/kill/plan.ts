import type { EffectAdapter, Intent } from "../../../../src/durable/index.ts";
import {
  createFileAdapter,
  createHttpAdapter,
  createMailAdapter,
  createTelegramAdapter,
} from "../../../../src/connectors/index.ts";

/** Where the peers of a run are; handed to the worker as JSON. */
export interface Places {
  /** Knows keys. */
  keyed: string;
  /** Can be asked, and takes the same order twice. */
  asked: string;
  telegram: string;
  files: string;
  /** The account that files Sent itself, and the one that does not; null where no mail server can be started. */
  mail: { filing: MailPlace; plain: MailPlace } | null;
  /** How long an act may take, ms by the clock of the wall. Where no peer hangs it may be long. */
  patienceMs?: number;
}

export interface MailPlace {
  smtpPort: number;
  imapPort: number | null;
}

export const BOT = "123:token";
const KINDS = ["keyed", "asked", "telegram", "files", "mailFiling", "mailPlain"] as const;
export type Kind = (typeof KINDS)[number];

/** Waits of the journal pass this much faster than the clock of the wall. */
export const HASTE = 20;

const PATIENCE_MS = 400;

export function adaptersOf(places: Places): Record<Kind, EffectAdapter> {
  const times = { actMs: (places.patienceMs ?? PATIENCE_MS) * HASTE, settleMs: 100 * HASTE };
  const header = { header: "idempotency-key" };
  const purpose = "account:shop";
  const shop = { name: "The shop", purpose, key: header, ...times } as const;
  const lookupIn = (url: string) => (key: string) => `${url}/orders/${encodeURIComponent(key)}`;
  const mailOf = (place: MailPlace | undefined): EffectAdapter =>
    createMailAdapter({
      purpose: "mail:mail",
      smtp: { host: "127.0.0.1", port: place?.smtpPort ?? 1, tls: false },
      user: "office",
      password: "secret",
      sent: place?.imapPort ? { host: "127.0.0.1", port: place.imapPort, tls: false, mailbox: "Sent" } : null,
      ...times,
      actMs: 4_000 * HASTE, // signing in takes a while on a busy machine
    });
  return {
    keyed: createHttpAdapter({ ...shop, url: `${places.keyed}/orders`, lookup: null }),
    asked: createHttpAdapter({
      ...shop,
      url: `${places.asked}/orders`,
      lookup: lookupIn(places.asked),
      asksFirst: true,
    }),
    telegram: createTelegramAdapter({ id: "telegram", api: places.telegram, token: BOT, actMs: times.actMs }),
    files: createFileAdapter(places.files),
    mailFiling: mailOf(places.mail?.filing),
    mailPlain: mailOf(places.mail?.plain),
  };
}

/** The act of this number: always the same one. */
export function intentOf(at: number, places: Places): Intent & { kind: Kind } {
  const kinds = places.mail ? KINDS : KINDS.slice(0, 4);
  const kind = kinds[at % kinds.length]!;
  const id = `act-${at}`;
  const contents: Record<Kind, unknown> = {
    keyed: { item: "chain", count: at },
    asked: { item: "lamp", count: at },
    telegram: { chat: 7, text: id },
    files: { path: `${id}.txt`, content: `content of ${id}\n` },
    mailFiling: { from: "office@example.org", to: ["a@example.org"], subject: id, text: "Hello." },
    mailPlain: { from: "office@example.org", to: ["a@example.org"], subject: id, text: "Hello." },
  };
  return { id, kind, account: "one", arguments: contents[kind], title: `${kind} ${at}` };
}
