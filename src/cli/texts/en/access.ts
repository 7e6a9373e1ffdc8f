import type { CredentialState } from "../../../app/index.ts";

/** Words about who may come in: `kralle token`, `kralle devices`, `kralle sign-in`. */
export const access = {
  about: {
    token: "make, list or revoke tokens with which programs come in",
    devices: "list the browsers that signed in, or sign one out",
    "sign-in": "make a link with which a browser signs in, once",
  },
  arguments: {
    tokenAction: "create, list or revoke",
    devicesAction: "list or revoke",
    id: "id, or a name that only one has",
  },
  options: {
    name: "create: what the token is for",
    scope: "what it may do: read, act or admin",
    days: "create: days until it expires (default: never)",
  },
  usage: {
    unknownAction: (command: string, name: string) => `"kralle ${command} ${name}" does not exist.`,
    tokenActions: "Use one of: create --name NAME --scope read|act|admin [--days N], list, revoke ID.",
    devicesActions: "Use one of: list, revoke ID.",
    wrongScope: (scope: string) => `--scope must be read, act or admin, not "${scope}".`,
  },
  created: (name: string, scope: string) => `Token ${name} (${scope}). It is shown only now:`,
  howToUse: "A program sends it as `Authorization: Bearer TOKEN`.",
  revoked: (name: string) => `${name} is revoked; what was connected with it is cut off.`,
  noTokens: "There are no tokens. `kralle token create` makes one.",
  noDevices: "No browser is signed in. `kralle sign-in` makes a link.",
  headings: ["id", "name", "may", "state", "last used", "expires"],
  states: { live: "valid", expired: "expired", revoked: "revoked" } satisfies Record<CredentialState, string>,
  never: "never",
  guessed: (name: string, count: number, last: string) =>
    `Somebody tried wrong secrets with the id of ${name}: ${count}, last ${last}. If that was none of your programs, revoke it and make another.`,
  signIn: "Sign in with a browser (works once, within 10 minutes):",
  link: (time: string) => `Open this link in a browser; it works once, until ${time}:`,
};

/** Words about Kralle on Telegram: `kralle telegram`. */
export const telegram = {
  about: "connect a bot of Telegram and let people in",
  help: {
    action: "list, connect, pair, forget, off or on",
    chat: "forget: id of the chat",
    bot: "which bot, where there are several: its id or name",
    api: "connect: address of another Bot API server",
    json: "one JSON object",
  },
  unknownAction: (name: string) => `"kralle telegram ${name}" does not exist.`,
  actions: "Use one of: list, connect, pair, forget CHAT, off, on.",
  askToken: "Token of the bot, as @BotFather gave it (it is not shown): ",
  connected: (name: string) => `${name} is connected. Nobody may talk to it yet.`,
  pairNext: "Let yourself in: kralle telegram pair",
  pair: (bot: string, time: string) => `Open this on the phone; it lets one person talk to ${bot}, until ${time}:`,
  orSend: (code: string) => `Or send the bot this code: ${code}`,
  needsGateway: "Kralle has to run for that (`kralle up`).",
  forgotten: "This chat is let in no more.",
  isOff: "The bot is off: it neither hears nor says anything.",
  isOn: "The bot is on.",
  off: "(off)",
  none: "No bot is connected. `kralle telegram connect` connects one.",
  noChats: "Nobody is let in. `kralle telegram pair` lets one in.",
  types: { private: "person", group: "group" },
  headings: ["id", "what", "name", "since"],
  stranger: (name: string, id: number, count: number, last: string) =>
    `${name} (${id}) wrote ${count} times, last ${last}, and was not let in.`,
};
