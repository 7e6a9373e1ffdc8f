import { createHash } from "node:crypto";
import {
  askBot,
  createDraftAdapter,
  createFilingAdapter,
  createGmailConnector,
  createGmailSender,
  createGraphConnector,
  createGraphSender,
  createHttpAdapter,
  createImapConnector,
  createMailAdapter,
  createTelegramAdapter,
  createTelegramFileAdapter,
  createTokens,
  createUnsubscribeAdapter,
  beginSignIn,
  checkImap,
  createCaldavConnector,
  createEventAdapter,
  DISCOVERY_PURPOSE,
  discoverServers,
  discoveryPlaces,
  finishSignIn,
  openBot,
  tryLogin,
  type Connector,
  type ImapSettings,
} from "../../../../connectors/index.ts";
import { AppError, type Context, type Purpose } from "../../../../core/index.ts";
import type { EffectAdapter } from "../../../../durable/index.ts";
import type { ProcessContext } from "../../../context.ts";
import { PORTS, type InsideOrder, type Try } from "../types.ts";
import { LIMIT_MS } from "./limit.ts";

const MAIL = "mail:far";
const ACCOUNT = "account:far";
const LETTER = { from: "a@far.example", to: ["b@far.example"], subject: "x", text: "words" };

/** Connected accounts, each by its own connector. */
export function accountTries(order: InsideOrder, outer: ProcessContext): Try[] {
  const within = (): Context => ({ ...outer, signal: AbortSignal.timeout(LIMIT_MS) });
  return [
    ...mailboxes(order, within),
    ...apiMailboxes(within),
    ...telegram(order, within),
    ...calendars(order, within),
    {
      actor: "a new mailbox",
      way: "its servers looked for",
      purpose: DISCOVERY_PURPOSE,
      async run() {
        const places = discoveryPlaces("a@new.example");
        const found = outer.accounts.during(DISCOVERY_PURPOSE, places, () =>
          discoverServers("a@new.example", within()),
        );
        if ((await found) === null) throw new Error("nothing was found");
      },
    },
    {
      actor: "unsubscribing",
      way: "one click",
      purpose: "unsubscribe:lists.example",
      run: () => acted(createUnsubscribeAdapter(), { url: "https://lists.example/u?t=1" }, within()),
    },
  ];
}

/** What an adapter says instead of throwing. */
async function acted(adapter: EffectAdapter, given: unknown, ctx: Context): Promise<void> {
  const act = await adapter.act({ account: "far", arguments: given, key: "key" }, ctx);
  if (act.outcome === "refused" || act.outcome === "notYet") throw new AppError(act.fault.code, act.fault.message);
}

async function pulled<Change>(connector: Connector<Change>, ctx: Context): Promise<void> {
  try {
    await connector.pull(null, ctx)[Symbol.asyncIterator]().next();
  } finally {
    await connector.close();
  }
}

type Within = () => Context;

const toTry = (actor: string, purpose: Purpose, way: string, run: () => Promise<unknown>): Try => {
  return { actor, way, purpose, run };
};

function mailboxes({ ipv4, ipv6 }: InsideOrder, within: Within): Try[] {
  const places = [
    ["IPv4", ipv4],
    ["IPv6", ipv6],
    ["name", "far.example"],
  ] as const;
  const tries = places.flatMap(([how, host]) => {
    const server = { host, port: PORTS.tls, tls: true };
    const settings: ImapSettings = { user: "a@far.example", imap: server, smtp: server, days: 1 };
    const access = { settings, password: "secret", purpose: MAIL } as const;
    const smtp = { purpose: MAIL, user: settings.user, password: "secret", smtp: server, sent: null } as const;
    const place = () => Promise.resolve({ messageId: null, places: [{ folder: "INBOX", uidValidity: "1", uid: 1 }] });
    return [
      ["reading (IMAP)", () => pulled(createImapConnector(access), within())],
      ["waiting for mail (IMAP)", () => createImapConnector(access).wait(within())],
      ["a check", () => checkImap(access, null, within())],
      ["signing in (IMAP, SMTP)", () => tryLogin(settings, "secret", { purpose: MAIL }, within())],
      ["sending (SMTP)", () => acted(createMailAdapter(smtp), LETTER, within())],
      ["a draft (IMAP)", () => acted(createDraftAdapter(access), LETTER, within())],
      ["filing (IMAP)", () => acted(createFilingAdapter(access, place), { action: "archive", mail: "m" }, within())],
    ].map(([way, run]) => toTry("a mailbox", MAIL, `${way as string}, by ${how}`, run as () => Promise<unknown>));
  });
  return tries;
}

function apiMailboxes(within: Within): Try[] {
  const server = {
    authorize: "https://sign-in.example/authorize",
    token: "https://sign-in.example/token",
    scopes: ["mail"],
  };
  const client = { id: "id", secret: null };
  const fresh = () => createTokens({ server, client, refreshToken: "r", purpose: MAIL, keep: () => Promise.resolve() });
  const known = { access: () => Promise.resolve("token"), drop: () => undefined };
  const options = { api: "https://api.example", days: 1, name: "far", tokens: known, purpose: MAIL } as const;
  const signIn = beginSignIn(server, client, "http://127.0.0.1/");
  const answer = new URLSearchParams({ state: signIn.state, code: "code" });
  return [
    toTry("Gmail", MAIL, "reading", () => pulled(createGmailConnector(options), within())),
    toTry("Gmail", MAIL, "a check", () => createGmailConnector(options).check(within())),
    toTry("Gmail", MAIL, "sending", () => acted(createGmailSender(options), LETTER, within())),
    toTry("Outlook", MAIL, "reading", () => pulled(createGraphConnector(options), within())),
    toTry("Outlook", MAIL, "a check", () => createGraphConnector(options).check(within())),
    toTry("Outlook", MAIL, "sending", () => acted(createGraphSender(options), LETTER, within())),
    toTry("OAuth", MAIL, "a new access token", () => fresh().access(within())),
    toTry("OAuth", MAIL, "the end of a sign-in", () => finishSignIn(signIn, answer, server, client, MAIL, within())),
  ];
}

function telegram({ ipv4 }: InsideOrder, within: Within): Try[] {
  const account = { id: "far", api: "https://telegram.example", token: "1000:secret" };
  const bytes = new Uint8Array(3);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = { chat: 1, name: "a.txt", kind: "document", sha256, caption: "" };
  const open = (ctx: Pick<Context, "net" | "clock">) => openBot(account, ctx);
  const post = { name: "far", url: `http://${ipv4}/orders`, purpose: ACCOUNT, key: null, lookup: null } as const;
  const call = async (work: (bot: Awaited<ReturnType<typeof openBot>>, ctx: Context) => Promise<unknown>) => {
    const ctx = within();
    return work(await openBot(account, ctx), ctx);
  };
  return [
    toTry("Telegram", ACCOUNT, "which bot it is", () => askBot(account, within())),
    toTry("Telegram", ACCOUNT, "what people wrote", () =>
      call((bot, { signal }) => bot.call("getUpdates", { timeout: 0 }, signal)),
    ),
    toTry("Telegram", ACCOUNT, "a message", () =>
      acted(createTelegramAdapter(account), { chat: 1, text: "x" }, within()),
    ),
    toTry("Telegram", ACCOUNT, "a file that is sent", () =>
      acted(createTelegramFileAdapter(open, bytes), file, within()),
    ),
    toTry("Telegram", ACCOUNT, "a file that was sent", () => call((bot, { signal }) => bot.download("f", 100, signal))),
    toTry("a web hook", ACCOUNT, "an order", () => acted(createHttpAdapter(post), { words: 1 }, within())),
  ];
}

function calendars({ ipv6 }: InsideOrder, within: Within): Try[] {
  const places = [
    ["IPv6", `https://[${ipv6}]/dav/`],
    ["name", "https://calendar.example/dav/"],
  ] as const;
  return places.flatMap(([how, url]) => {
    const access = { url, user: "a", password: "secret", purpose: ACCOUNT } as const;
    const event = { calendar: `${url}home/`, title: "words", start: 0, end: 1 };
    return [
      toTry("a calendar", ACCOUNT, `a check, by ${how}`, () => createCaldavConnector(access).check(within())),
      toTry("a calendar", ACCOUNT, `reading, by ${how}`, () => pulled(createCaldavConnector(access), within())),
      toTry("a calendar", ACCOUNT, `an appointment, by ${how}`, () =>
        acted(createEventAdapter(access), event, within()),
      ),
    ];
  });
}
