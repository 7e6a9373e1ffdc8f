import { pick } from "../../texts/pick.svelte.ts";

const en = {
  title: "Telegram",
  about:
    "A bot of your own lets you talk to Kralle on the phone. What is said there passes Telegram's servers; the machine itself stays closed.",
  none: "No bot is connected.",
  connect: "Connect a bot",
  newToken: "Another token",
  steps: "In Telegram, write /newbot to @BotFather and choose a name. It answers with a token.",
  token: "Token of the bot",
  tokenHint: "Sealed on this machine, and shown nowhere.",
  checking: "Asks the bot …",
  go: "Check and connect",
  connected: "The bot is connected",
  pair: "Let somebody in",
  pairTitle: (bot: string) => `Talk to ${bot}`,
  pairAbout: (time: string) => `Open this on the phone. It lets one person in, until ${time}.`,
  orSend: "Or send the bot this code:",
  nobody: "Nobody is let in yet.",
  types: { private: "person", group: "group" },
  since: (time: string) => `since ${time}`,
  forget: "Let in no more",
  forgetTitle: (name: string) => `Let ${name} in no more?`,
  forgetAbout: "Kralle neither answers there nor sends anything. The conversation stays here.",
  forgotten: "Let in no more",
  strangers: (count: number) =>
    count === 1
      ? "One stranger wrote to the bot and got no answer:"
      : `${count} strangers wrote to the bot and got no answer:`,
  off: "off",
};

const de: typeof en = {
  title: "Telegram",
  about:
    "Über einen eigenen Bot sprechen Sie am Telefon mit Kralle. Was dort gesagt wird, geht über die Server von Telegram; der Rechner selbst ist von außen nicht zu erreichen.",
  none: "Es ist kein Bot verbunden.",
  connect: "Bot verbinden",
  newToken: "Anderes Token",
  steps: "Schreiben Sie in Telegram an @BotFather /newbot und wählen Sie einen Namen. Er antwortet mit einem Token.",
  token: "Token des Bots",
  tokenHint: "Wird auf diesem Rechner versiegelt und nirgends gezeigt.",
  checking: "Fragt den Bot …",
  go: "Prüfen und verbinden",
  connected: "Der Bot ist verbunden",
  pair: "Jemanden einlassen",
  pairTitle: (bot) => `Mit ${bot} sprechen`,
  pairAbout: (time) => `Öffnen Sie den Link am Telefon. Er lässt einen Menschen ein, bis ${time}.`,
  orSend: "Oder senden Sie dem Bot diesen Code:",
  nobody: "Noch ist niemand eingelassen.",
  types: { private: "Mensch", group: "Gruppe" },
  since: (time) => `seit ${time}`,
  forget: "Nicht mehr einlassen",
  forgetTitle: (name) => `${name} nicht mehr einlassen?`,
  forgetAbout: "Kralle antwortet dort nicht und sendet dorthin nichts mehr. Das Gespräch bleibt hier.",
  forgotten: "Nicht mehr eingelassen",
  strangers: (count) =>
    count === 1
      ? "Ein Fremder schrieb dem Bot und bekam keine Antwort:"
      : `${count} Fremde schrieben dem Bot und bekamen keine Antwort:`,
  off: "aus",
};

export const w = pick({ en, de });
