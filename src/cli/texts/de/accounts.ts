import type { accounts as english } from "../en/accounts.ts";

/** Wörter zu verbundenen Konten: `kralle accounts`. */
export const accounts: typeof english = {
  help: {
    about: "Postfächer und andere Konten verbinden, prüfen, schalten oder entfernen",
    action: "list, connect, sign-in, change, check, off, on oder rm",
    account: "connect: eine Adresse; sign-in: gmail oder outlook; sonst Kennung, Name oder Adresse eines Kontos",
    name: "connect, change: wie Sie es nennen",
    imap: "connect, change: Server zum Lesen, HOST:PORT",
    smtp: "connect, change: Server zum Senden, HOST:PORT",
    user: "connect, change: wie die Server Sie nennen (sonst: die Adresse)",
    ca: "connect, change: Datei mit dem Zertifikat Ihres eigenen Servers (PEM)",
    folder: "connect: ein Maildir auf diesem Rechner anstelle von Servern; es wird nur gelesen",
    calendar: "connect: die Adresse eines Kalenderservers (CalDAV) anstelle von Mailservern",
    clientId: "sign-in: Client-ID des Programms, das Sie beim Anbieter angemeldet haben",
    password: "connect, change: das Passwort von der Standardeingabe lesen",
    yes: "rm: nicht fragen",
    json: "ein JSON-Dokument ausgeben",
  },
  unknownAction: (action) => `„kralle accounts ${action}“ gibt es nicht.`,
  actions:
    "Möglich sind: list, connect ADRESSE, sign-in gmail|outlook, change KONTO, check [KONTO], off KONTO, on KONTO, rm KONTO.",
  missing: "Es fehlt, welches Konto.",
  noServer: (text) => `„${text}“ ist kein Server.`,
  serverForm: "Schreiben Sie HOST:PORT, zum Beispiel imap.example.org:993.",
  notFound: (address) => `Zu ${address} wurden keine Server gefunden.`,
  nameThem: "Nennen Sie sie: --imap HOST:PORT --smtp HOST:PORT. Die Hilfe des Anbieters sagt, welche.",
  signInOnly: (provider) => `${provider} lässt Mailprogramme nur hinein, wenn man sich dort anmeldet.`,
  forward:
    "Mit einer eigenen Client-ID anmelden: `kralle accounts sign-in outlook --client-id ID` (docs/accounts.md sagt, woher); oder den Betreiber des Postfachs nach einem App-Passwort fragen.",
  signIn: {
    missing: "Es fehlt, wo angemeldet werden soll, oder mit welcher Client-ID.",
    how: "kralle accounts sign-in gmail|outlook --client-id ID; docs/accounts.md sagt, woher.",
    ask: "Client-Geheimnis, leer, wo es keines gibt (wird nicht gezeigt): ",
    open: "Beim Anbieter anmelden, in einem Browser auf diesem Rechner:",
  },
  none: "Kein Konto ist verbunden. `kralle accounts connect ADRESSE` verbindet ein Postfach.",
  found: (provider, by) =>
    provider === null
      ? {
          table: "",
          mx: "",
          autoconfig: "Wie die Domain es sagt:",
          srv: "Wie die Domain es sagt:",
          guess: "Ausprobiert, und es antwortet:",
        }[by]
      : `${provider}:`,
  servers: (imap, smtp, user) => `Lesen ${imap} · Senden ${smtp} · Benutzer ${user}`,
  passwords: {
    usual: "",
    app: "Dieser Anbieter verlangt ein App-Passwort, das Sie in seinen Einstellungen anlegen; Ihr übliches geht nicht.",
    bridge:
      "Dieser Anbieter wird über sein eigenes Bridge-Programm auf diesem Rechner erreicht; nehmen Sie das Passwort, das es zeigt.",
    signIn: "",
  },
  mustBeEnabled: "Das Postfach muss erst für Mailprogramme (IMAP) geöffnet werden, in den Einstellungen des Anbieters.",
  howTo: (url) => `So geht es: ${url}`,
  ask: (address) => `Passwort von ${address} (wird nicht gezeigt): `,
  phases: {
    imap: "Anmeldung zum Lesen …",
    smtp: "Anmeldung zum Senden …",
    sent: "Sieht nach, ob Gesendetes abgelegt wird …",
    folder: "Sieht den Ordner an …",
    calendar: "Fragt den Kalender …",
    bot: "Fragt den Bot …",
  },
  connected: (name) => `${name} ist verbunden.`,
  changed: (name) => `${name} ist geändert und geht.`,
  states: { ok: "geht", trouble: "geht nicht", off: "aus" },
  promise: { keyed: "sendet genau einmal", queryable: "sendet genau einmal", neither: "sendet höchstens einmal" },
  since: (time) => `seit ${time}`,
  on: (name) => `${name} ist eingeschaltet.`,
  off: (name) => `${name} ist ausgeschaltet: Es bleibt, wird aber weder gelesen noch beschrieben.`,
  goes: (name, items) =>
    `Mit ${name} werden sein Passwort und ${items} ${items === 1 ? "Eintrag" : "Einträge"} daraus entfernt. Im Postfach selbst ändert sich nichts.`,
  sure: "Entfernen?",
  notSure: "Nichts wurde entfernt.",
  sayYes: "Mit --yes wird es entfernt.",
  removed: (name) => `${name} ist entfernt.`,
};
