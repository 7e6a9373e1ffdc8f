import type { access as english, telegram as englishTelegram } from "../en/access.ts";

export const access: typeof english = {
  about: {
    token: "Schlüssel für Programme machen, auflisten oder widerrufen",
    devices: "angemeldete Browser auflisten oder einen abmelden",
    "sign-in": "einen Link machen, mit dem sich ein Browser anmeldet, einmal",
  },
  arguments: {
    tokenAction: "create, list oder revoke",
    devicesAction: "list oder revoke",
    id: "Kennung, oder ein Name, den nur einer hat",
  },
  options: {
    name: "create: wozu der Schlüssel dient",
    scope: "was er darf: read, act oder admin",
    days: "create: Tage, bis er abläuft (sonst nie)",
  },
  usage: {
    unknownAction: (command, name) => `„kralle ${command} ${name}“ gibt es nicht.`,
    tokenActions: "Möglich sind: create --name NAME --scope read|act|admin [--days N], list, revoke KENNUNG.",
    devicesActions: "Möglich sind: list, revoke KENNUNG.",
    wrongScope: (scope) => `--scope muss read, act oder admin sein, nicht „${scope}“.`,
  },
  created: (name, scope) => `Schlüssel ${name} (${scope}). Er wird nur jetzt gezeigt:`,
  howToUse: "Ein Programm schickt ihn als `Authorization: Bearer SCHLÜSSEL`.",
  revoked: (name) => `${name} ist widerrufen; was damit verbunden war, ist getrennt.`,
  noTokens: "Es gibt keine Schlüssel. `kralle token create` macht einen.",
  noDevices: "Kein Browser ist angemeldet. `kralle sign-in` macht einen Link.",
  headings: ["Kennung", "Name", "darf", "Stand", "zuletzt benutzt", "läuft ab"],
  states: { live: "gültig", expired: "abgelaufen", revoked: "widerrufen" },
  never: "nie",
  guessed: (name, count, last) =>
    `Jemand hat mit der Kennung von ${name} falsche Geheimnisse versucht: ${count}, zuletzt ${last}. War das keines Ihrer Programme, den Schlüssel widerrufen und einen neuen machen.`,
  signIn: "Mit einem Browser anmelden (gilt einmal, 10 Minuten lang):",
  link: (time) => `Diesen Link in einem Browser öffnen; er gilt einmal, bis ${time}:`,
};

/** Wörter zu Kralle auf Telegram: `kralle telegram`. */
export const telegram: typeof englishTelegram = {
  about: "einen Bot von Telegram verbinden und Menschen einlassen",
  help: {
    action: "list, connect, pair, forget, off oder on",
    chat: "forget: Kennung des Chats",
    bot: "welcher Bot, wo es mehrere gibt: Kennung oder Name",
    api: "connect: Adresse eines anderen Bot-API-Servers",
    json: "ein JSON-Dokument ausgeben",
  },
  unknownAction: (name) => `„kralle telegram ${name}“ gibt es nicht.`,
  actions: "Möglich sind: list, connect, pair, forget CHAT, off, on.",
  askToken: "Token des Bots, wie @BotFather es gab (wird nicht gezeigt): ",
  connected: (name) => `${name} ist verbunden. Noch darf niemand mit ihm sprechen.`,
  pairNext: "Sich selbst einlassen: kralle telegram pair",
  pair: (bot, time) => `Das hier am Telefon öffnen; es lässt einen Menschen mit ${bot} sprechen, bis ${time}:`,
  orSend: (code) => `Oder dem Bot diesen Code senden: ${code}`,
  needsGateway: "Dafür muss Kralle laufen (`kralle up`).",
  forgotten: "Dieser Chat ist nicht mehr eingelassen.",
  isOff: "Der Bot ist aus: Er hört nichts und sagt nichts.",
  isOn: "Der Bot ist an.",
  off: "(aus)",
  none: "Es ist kein Bot verbunden. `kralle telegram connect` verbindet einen.",
  noChats: "Niemand ist eingelassen. `kralle telegram pair` lässt jemanden ein.",
  types: { private: "Mensch", group: "Gruppe" },
  headings: ["Kennung", "was", "Name", "seit"],
  stranger: (name, id, count, last) =>
    `${name} (${id}) hat ${count}-mal geschrieben, zuletzt ${last}, und wurde nicht eingelassen.`,
};
