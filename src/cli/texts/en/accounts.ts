import type { AccountEvent, AccountView, FoundServers } from "../../../app/index.ts";

/** Words about connected accounts: `kralle accounts`. */
export const accounts = {
  help: {
    about: "connect mailboxes and other accounts, check, switch or remove them",
    action: "list, connect, sign-in, change, check, off, on or rm",
    account: "connect: an address; sign-in: gmail or outlook; else the id, name or address of an account",
    name: "connect, change: what you call it",
    imap: "connect, change: server for reading, HOST:PORT",
    smtp: "connect, change: server for sending, HOST:PORT",
    user: "connect, change: what the servers call you (default: the address)",
    ca: "connect, change: file with a certificate of your own server (PEM)",
    folder: "connect: a Maildir on this machine instead of servers; it is only read",
    calendar: "connect: the address of a calendar's server (CalDAV) instead of mail servers",
    clientId: "sign-in: id of the program that you registered at the provider",
    password: "connect, change: read the password from the standard input",
    yes: "rm: do not ask",
    json: "print one JSON document",
  },
  unknownAction: (action: string) => `"kralle accounts ${action}" does not exist.`,
  actions:
    "Use one of: list, connect ADDRESS, sign-in gmail|outlook, change ACCOUNT, check [ACCOUNT], off ACCOUNT, on ACCOUNT, rm ACCOUNT.",
  missing: "It is missing which account.",
  noServer: (text: string) => `"${text}" is no server.`,
  serverForm: "Write HOST:PORT, for example imap.example.org:993.",
  notFound: (address: string) => `No servers were found for ${address}.`,
  nameThem: "Name them: --imap HOST:PORT --smtp HOST:PORT. The provider's help pages say which.",
  signInOnly: (provider: string) => `${provider} lets mail programs in only by signing in there.`,
  forward:
    "Sign in with a client id of your own: `kralle accounts sign-in outlook --client-id ID` (docs/accounts.md says where to get one); or ask who runs it for a password for programs.",
  signIn: {
    missing: "It is missing where to sign in, or with which client id.",
    how: "kralle accounts sign-in gmail|outlook --client-id ID; docs/accounts.md says where to get one.",
    ask: "Client secret, empty where there is none (is not shown): ",
    open: "Sign in at the provider in a browser on this machine:",
  },
  none: "No account is connected. `kralle accounts connect ADDRESS` connects a mailbox.",
  found: (provider: string | null, by: FoundServers["by"]) =>
    provider === null
      ? {
          table: "",
          mx: "",
          autoconfig: "As the domain says:",
          srv: "As the domain says:",
          guess: "Tried, and it answers:",
        }[by]
      : `${provider}:`,
  servers: (imap: string, smtp: string, user: string) => `reading ${imap} · sending ${smtp} · user ${user}`,
  passwords: {
    usual: "",
    app: "This provider wants an app password, which you make in its settings; your usual one does not work.",
    bridge: "This provider is reached through its own bridge program on this machine; take the password that it shows.",
    signIn: "",
  } satisfies Record<FoundServers["password"], string>,
  mustBeEnabled: "The mailbox has to be opened for mail programs (IMAP) first, in the provider's settings.",
  howTo: (url: string) => `How: ${url}`,
  ask: (address: string) => `Password of ${address} (is not shown): `,
  phases: {
    imap: "logging in for reading …",
    smtp: "logging in for sending …",
    sent: "looking whether sent mail is filed …",
    folder: "looking at the folder …",
    calendar: "asking the calendar …",
    bot: "asking the bot …",
  } satisfies Record<AccountEvent["phase"], string>,
  connected: (name: string) => `${name} is connected.`,
  changed: (name: string) => `${name} is changed, and works.`,
  states: { ok: "works", trouble: "does not work", off: "switched off" } satisfies Record<AccountView["state"], string>,
  promise: { keyed: "sends exactly once", queryable: "sends exactly once", neither: "sends at most once" },
  since: (time: string) => `since ${time}`,
  on: (name: string) => `${name} is on.`,
  off: (name: string) => `${name} is off: it is kept, and neither read nor written.`,
  goes: (name: string, items: number) =>
    `With ${name} go its password and what was read of it here (${items} ${items === 1 ? "item" : "items"}). On the other side nothing changes.`,
  sure: "Remove it?",
  notSure: "Nothing was removed.",
  sayYes: "Say --yes to remove it.",
  removed: (name: string) => `${name} is removed.`,
};
