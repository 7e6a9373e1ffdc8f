import type { guard as english } from "../en/guard.ts";

export const guard: typeof english = {
  exists: (path) => `${path} gibt es schon.`,
  elsewhere: "Einen anderen Ort nennen.",
  approve: {
    about: "sehen, was auf ein Ja wartet, es beantworten, oder sehen, was beantwortet wurde",
    help: {
      action: "list, history oder die Kennung einer Frage",
      answer: "yes oder no",
      hash: "der Fingerabdruck der Frage, die Sie gesehen haben; eine andere wird nicht beantwortet",
      json: "ein JSON-Dokument ausgeben",
    },
    unknownAction: (words) => `„kralle approve ${words}“ gibt es nicht.`,
    actions: "Möglich sind: list, history, KENNUNG yes, KENNUNG no.",
    none: "Nichts wartet auf eine Antwort.",
    noHistory: "Noch wurde nichts gefragt.",
    how: (id, time) => `kralle approve ${id} yes   (oder no; bis ${time})`,
    allowed: "Erlaubt, einmal und genau dies.",
    refused: "Abgelehnt.",
    states: {
      open: "offen",
      allowed: "erlaubt",
      used: "erlaubt und getan",
      refused: "abgelehnt",
      expired: "verfallen",
    },
  },
  audit: {
    about: "wer was getan hat: das Prüfprotokoll zeigen, seine Unversehrtheit beweisen, es ausgeben",
    help: {
      action: "list, verify oder export",
      limit: "list: wie viele Einträge",
      head: "verify: ein Kopf, der anderswo aufgehoben wurde",
      to: "export: in diese Datei",
      json: "ein JSON-Dokument ausgeben",
    },
    unknownAction: (action) => `„kralle audit ${action}“ gibt es nicht.`,
    actions: "Möglich sind: list [--limit N], verify [--head HASH], export [--to DATEI].",
    wrongHead: (head) => `„${head}“ ist kein Kopf: 64 Zeichen 0-9 und a-f.`,
    none: "Noch ist nichts aufgezeichnet.",
    sound: (records) =>
      `${records} Einträge, keiner davon verändert. Ob das Ende abgeschnitten wurde, zeigt nur ein Kopf, der anderswo aufgehoben ist.`,
    soundSince: (records) => `${records} Einträge, keiner davon verändert; der Kopf ist darunter.`,
    head: (hash) => `Kopf: ${hash}`,
    broken: (seq, fault) => `Das Protokoll wurde verändert: Eintrag ${seq} ${fault}.`,
    faults: {
      changed: "ist ein anderer als der, der geschrieben wurde",
      gap: "fehlt",
      end: "und alles danach wurde abgeschnitten",
    },
    missing:
      "Das Protokoll wurde verändert: Es hat diesen Kopf nicht mehr, Einträge wurden abgeschnitten oder neu geschrieben.",
    exported: (records, path) => `${records} Einträge liegen in ${path}.`,
  },
  secret: {
    about: "Schlüssel und Token versiegelt aufheben; Einstellungen nennen sie als secret:NAME",
    help: { action: "list, set oder rm", name: "set, rm: Name des Geheimnisses", json: "ein JSON-Dokument ausgeben" },
    unknownAction: (action) => `„kralle secret ${action}“ gibt es nicht.`,
    actions: "Möglich sind: list, set NAME (der Wert über die Standardeingabe), rm NAME.",
    ask: (name) => `Wert von ${name} (wird nicht gezeigt): `,
    set: (handle, place) => `Aufgehoben. Einstellungen nennen es als ${handle}; der Schlüssel dazu liegt ${place}.`,
    places: { keyring: "im Schlüsselbund des Systems", file: "in secret.key in KRALLE_HOME, lesbar nur für Sie" },
    removed: (name) => `${name} ist entfernt.`,
    none: "Es gibt keine Geheimnisse. `kralle secret set NAME` hebt eines auf.",
    never: "nie",
    headings: ["Name", "gesetzt", "benutzt"],
  },
  data: {
    about: "eigene Daten aus Kralle herausholen oder endgültig löschen",
    help: {
      action: "export oder delete",
      session: "ein Gespräch, nach seiner Kennung",
      match: "Gespräche und Gemerktes, in denen dieser Text vorkommt",
      everything: "alle Gespräche, alles Gemerkte, das Profil; Einstellungen, Geheimnisse und Prüfprotokoll bleiben",
      to: "export: in diesen neuen Ordner",
      backups: "delete: auch alle Sicherungen, in denen es sonst noch steht",
      yes: "delete: ohne zu fragen",
      json: "ein JSON-Dokument ausgeben",
    },
    unknownAction: (action) => `„kralle data ${action}“ gibt es nicht.`,
    actions:
      "Möglich sind: export --to ORDNER oder delete [--backups] [--yes], mit --session KENNUNG, --match TEXT oder --everything.",
    ask: "Endgültig löschen? Es lässt sich nicht zurücknehmen, und die Änderungen dieser Arbeit auch nicht mehr. [j/N] ",
    notSure: "Es wurde nichts gelöscht.",
    sayYes: "Wo niemand gefragt werden kann, --yes angeben.",
    exported: (sessions, files, folder) =>
      `${sessions} ${sessions === 1 ? "Gespräch" : "Gespräche"} in ${files} ${files === 1 ? "Datei" : "Dateien"}: ${folder}`,
    deleted: (sessions, messages, memories) =>
      `Gelöscht: ${sessions} ${sessions === 1 ? "Gespräch" : "Gespräche"} mit ${messages} ${messages === 1 ? "Nachricht" : "Nachrichten"}, ${memories} ${memories === 1 ? "Eintrag" : "Einträge"} des Gedächtnisses.`,
    kept: (count) =>
      `${count} ${count === 1 ? "Wirkung" : "Wirkungen"} nach außen bleiben, weil ihr Ausgang noch nicht bekannt ist: kralle effects --unknown`,
    inBackups: (count) =>
      `In ${count} ${count === 1 ? "Sicherung" : "Sicherungen"} kann es noch stehen. Mit --backups werden auch sie gelöscht; Kopien anderswo sind selbst zu löschen.`,
    backupsRemoved: (count) => `Auch ${count} ${count === 1 ? "Sicherung wurde" : "Sicherungen wurden"} gelöscht.`,
    found: (paths) => `Der Text steht noch in: ${paths}`,
    elsewhere: "Dateien in eigenen Ordnern bleiben, wie sie sind.",
  },
};
