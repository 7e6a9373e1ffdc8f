import type { gateway as english } from "../en/gateway.ts";

export const gateway: typeof english = {
  about: {
    status: "sagen, ob das Gateway läuft, wo und was es tut",
    down: "das Gateway beenden; was noch läuft, geht beim nächsten Start weiter",
    service: "das Gateway beim Anmelden starten: install, status oder remove",
  },
  action: "install, status oder remove",
  json: "eine Zeile JSON ausgeben",
  runsAlready: (url, pid) => `Kralle bedient diesen Ordner schon: ${url}, Prozess ${pid}.`,
  runsHint: "`kralle status` sagt, was es tut, `kralle down` beendet es.",
  none: "Für diesen Ordner läuft kein Gateway. `kralle up` startet eines.",
  runs: (url, pid) => `Kralle bedient ${url} (Prozess ${pid}).`,
  since: (time) => `Seit ${time}.`,
  atWork: (count) =>
    count === 0
      ? "Gerade wird an nichts gearbeitet."
      : `An ${count === 1 ? "einer Nachricht" : `${count} Nachrichten`} wird gearbeitet.`,
  inMemory: (models) => (models === "" ? "Kein Modell ist im Speicher." : `Im Speicher: ${models}`),
  ended: (pid) => `Kralle (Prozess ${pid}) ist beendet.`,
  staysUp: (pid) => `Kralle (Prozess ${pid}) sollte enden und tut es nicht.`,
  staysHint: "Den Prozess beenden; nichts Angenommenes geht verloren.",
  opened: "Der Browser öffnet es gerade.",
  started: (url) => `Kralle bedient ${url}, bis Sie gehen.`,
  damaged: {
    title: "Die Datenbank von Kralle ist beschädigt.",
    ask: (of: string) =>
      `Die neueste gute Sicherung ist von ${of}. Sie einspielen? Die beschädigten Dateien bleiben beiseite. [j/N] `,
    best: (of: string) =>
      `Bis das behoben ist, antwortet Kralle auf nichts anderes. Die neueste gute Sicherung ist von ${of}: Kralle beenden, \`kralle backup restore newest --force\` aufrufen und es wieder starten; die beschädigten Dateien bleiben beiseite.`,
    none: "Bis das behoben ist, antwortet Kralle auf nichts anderes. Es gibt keine gute Sicherung: Kralle beenden, die Datei wegschieben und es mit einer leeren wieder starten.",
  },
  service: {
    unknownAction: (name) => `„kralle service ${name}“ gibt es nicht.`,
    actions: "Möglich sind: install, status, remove.",
    installed: (path) => `Der Dienst ist eingerichtet: ${path}`,
    running: "Er läuft jetzt und startet bei jeder Anmeldung.",
    linger: (user) => `Damit er auch läuft, wenn niemand angemeldet ist: loginctl enable-linger ${user}`,
    removed: (path) => `Der Dienst ist entfernt: ${path}`,
    absent: "Es ist kein Dienst eingerichtet. `kralle service install` richtet einen ein.",
    state: (path, state) => `${path}: ${state}`,
    active: "er läuft",
    inactive: "er läuft nicht",
    noManager: (name) => `Auf diesem Rechner gibt es kein ${name} für einen eigenen Dienst.`,
    noManagerHint:
      "`kralle up` mit dem starten, was hier Programme startet, zum Beispiel im Profil der Shell oder mit einer cron-Zeile @reboot.",
    failed: (command) => `${command} ist nicht gelungen.`,
    failedHint: "Was es sagte, steht oben als Ursache; die Datei liegt bereit und lässt sich von Hand starten.",
  },
};
