import { accounts } from "./de/accounts.ts";
import { doctor } from "./de/doctor.ts";
import { encoder } from "./de/encoder.ts";
import { effects } from "./de/effects.ts";
import { memory } from "./de/memory.ts";
import { install } from "./de/install.ts";
import { resident } from "./de/resident.ts";
import { access, telegram } from "./de/access.ts";
import { gateway } from "./de/gateway.ts";
import { doors, mcp, skills } from "./de/doors.ts";
import { egress, privacy } from "./de/egress.ts";
import { policy } from "./de/policy.ts";
import { backup } from "./de/backup.ts";
import { database } from "./de/database.ts";
import { guard } from "./de/guard.ts";
import { runs } from "./de/runs.ts";
import { briefing } from "./de/briefing.ts";
import { demo } from "./de/demo.ts";
import { knowledge } from "./de/knowledge.ts";
import { inbox } from "./de/inbox.ts";
import { up } from "./de/up.ts";
import { schedule } from "./de/schedule.ts";
import { usage } from "./de/usage.ts";
import { engine } from "./de/engine.ts";
import { fit } from "./de/fit.ts";
import type { Texts } from "./en.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Everything that Kralle says in German. */
export const de: Texts = {
  access,
  telegram,
  gateway,
  doors,
  egress,
  privacy,
  backup,
  database,
  guard,
  runs,
  inbox,
  schedule,
  briefing,
  demo,
  knowledge,
  mcp,
  skills,
  policy,
  engine,
  accounts,
  effects,
  memory,
  resident,
  up,
  help: {
    about: "Ein KI-Team, das auf Ihrem eigenen Rechner lebt.",
    version: "die Version ausgeben",
    help: "diese Hilfe zeigen",
    headings: { "Usage:": "Aufruf:", "Arguments:": "Argumente:", "Options:": "Optionen:", "Commands:": "Befehle:" },
    words: { options: "[Optionen]", command: "[Befehl]" },
    groups: {
      begin: "Zum Anfangen:",
      work: "Arbeit:",
      day: "Post und der Tag:",
      models: "Modelle:",
      rules: "Was geschehen darf, und was geschah:",
      serving: "Gateway und Zugang:",
      keeping: "Aufbewahren:",
    },
    examples: "Beispiele:",
    more: "`kralle BEFEHL --help` sagt mehr zu jedem, mit Beispielen.",
    commands: {
      start: "einrichten, was fehlt, und anfangen, mit den Dateien einer Beispielfirma",
      ask: "einen Auftrag über einem Ordner von Dateien erledigen lassen",
      chat: "im Terminal sprechen und arbeiten",
      undo: "die letzte Änderung in einem Ordner zurücknehmen",
      why: "den Plan des letzten Auftrags zeigen, oder den eines Laufs",
      models: "Modelle auflisten, sagen, was passt, holen, entfernen oder wählen",
      engine: "andere Engines hinzufügen, zeigen, prüfen, entfernen: Ollama, OpenAI-kompatible Server",
      up: "Kralle für Browser und Programme bereitstellen, bis es beendet wird",
      memory: memory.help.command,
      accounts: accounts.help.about,
      effects: effects.help.effects,
      stop: effects.help.stop,
      setup: "das Modell holen, prüfen und ausprobieren",
      doctor: "prüfen, was Kralle auf diesem Rechner braucht",
      approve: guard.approve.about,
      audit: guard.audit.about,
      secret: guard.secret.about,
      migrate: database.migrate.about,
      data: guard.data.about,
      backup: backup.about,
      runs: runs.about,
      inbox: inbox.about,
      schedule: schedule.about,
      demo: demo.about,
      knowledge: knowledge.about,
      today: briefing.about.today,
      briefing: briefing.about.briefing,
      ...gateway.about,
      ...access.about,
      telegram: telegram.about,
      door: doors.about,
      egress: egress.about,
      privacy: privacy.about,
      mcp: mcp.about,
      skills: skills.about,
      policy: policy.about,
    },
    arguments: {
      text: "was zu tun ist, in eigenen Worten",
      run: "Kennung eines Laufs (sonst der letzte)",
      action: "list, search, fit, plan, show, probe, ps, pull, import, rm oder default",
      model: "Name eines Modells",
      engineAction: "add, list, check oder rm",
      engine: "Name der Engine",
    },
    options: {
      workspace: "Ordner, in dem gearbeitet wird (sonst der aktuelle)",
      startWorkspace: "Ordner, in dem gearbeitet wird (sonst der der Beispielfirma)",
      model: "Modell: ein Name oder eine GGUF-Datei",
      json: "das Ergebnis als ein JSON-Objekt in der letzten Zeile ausgeben",
      today: "der Tag, der als heute gilt (JJJJ-MM-TT)",
      steps: "so viele Schritte darf die Arbeit höchstens brauchen",
      tokens: "so viele Token darf die Arbeit höchstens brauchen",
      seconds: "so viele Sekunden darf die Arbeit höchstens brauchen",
      session: "dieses Gespräch fortsetzen",
      task: "dies eine erledigen und enden",
      port: "Port, auf dem es hört (Voreinstellung: gateway.port der Einstellungen); 0: irgendein freier",
      upJson: "eine Zeile JSON ausgeben, sobald es bedient",
      listJson: "ein JSON-Dokument ausgeben",
      machine: 'fit, plan: einen anderen Rechner, etwa "RTX 4090 24GB" oder "Mac mini 64GB"',
      context: "fit: so viele Token Kontext werden gebraucht",
      check: "fit: vorhergesagte Geschwindigkeiten mit veröffentlichten Messungen vergleichen",
      engineType: "was sie spricht: ollama, openai oder aisdk",
      engineUrl: "ihre Adresse, zum Beispiel http://127.0.0.1:8080/v1",
      engineKeyEnv: "Umgebungsvariable mit ihrem Schlüssel",
      enginePackage: "Anbieter-Paket des AI SDK (Art aisdk)",
      engineContext: "Token Kontext, wo sie es nicht selbst sagt",
      engineAllowRemote: "Anfragen dürfen diesen Rechner für sie verlassen",
      engineJson: "ein JSON-Dokument ausgeben",
    },
  },
  usage,
  errors: {
    cause: "Grund",
    next: "Weiter",
    bug: "Das ist ein Fehler von Kralle selbst.",
    cancelled: "Abgebrochen.",
    cancelHint: "Nichts ist halb getan. `kralle undo` nimmt zurück, was geändert wurde.",
  },
  settings: { unknown: (paths) => `Unbekannte Einstellungen in config.json: ${paths}` },
  setup: {
    hardware: (line) => `Dieser Rechner: ${line}`,
    model: (name, size, reason, installed) => {
      const why = {
        asked: "wie gewünscht",
        config: "laut Einstellung",
        installed: "das beste, das hier ist",
        hardware: "passt zu diesem Rechner",
      }[reason];
      return `Modell: ${name} (${size}, ${why}${installed ? "" : "; wird einmal geholt"})`;
    },
    packWait: "Ein anderes Kralle installiert gerade die Engine; das wird abgewartet",
    packInstall: "Die Engine wird installiert (llama.cpp, einmalig)",
    packPrune: "Die Engine wird aufgeräumt",
    packDone: (time) => `Engine installiert (${time})`,
    wait: (name) => `Ein anderes Kralle holt gerade ${name}`,
    probe: "Eine Quelle wird gesucht",
    download: (name, source) => `${name} wird von ${source} geholt`,
    left: (time) => `noch ${time}`,
    verify: "Die Gewichte werden geprüft (SHA-256)",
    weightsDone: (name, source) => `${name} ist da und geprüft (von ${source})`,
    loading: (name) => `${name} wird geladen`,
    loaded: (name, time) => `${name} ist geladen (${time})`,
    trying: "Es wird ausprobiert",
    tried: (time) => `Es antwortet (${time})`,
    probing: "Gemessen wird, was es kann (einmalig)",
    probed: (choose, schema, tools, speed) =>
      `Gemessen: auswählen ${choose}, Formulare füllen ${schema}, selbst Werkzeuge rufen ${tools}, ${speed} Token/s`,
    done: (name) => `Bereit: ${name}. Anfangen: \`kralle chat\`, oder \`kralle ask "…"\` in einem Ordner mit Dateien.`,
  },
  work: {
    changed: { created: "angelegt", edited: "geändert", renamed: "umbenannt", deleted: "gelöscht" },
    sources: "Aus",
    more: (count) => `und ${count} weitere`,
    usage: (model, time, steps) => `${model} · ${time} · ${plural(steps, "Schritt", "Schritte")}`,
    working: "In Arbeit",
    planned: (count) => plural(count, "Schritt geplant", "Schritte geplant"),
    asked: (question, chosen) => `das Modell gefragt: ${question} → ${chosen}`,
    compacted: (kept, dropped) =>
      `Das Gespräch wurde zu lang: ${kept} Teile behalten, ${dropped} weggefaltet (sie bleiben gespeichert).`,
    binaryDiff: "(kein Text zum Vergleichen)",
    stopped: {
      done: "erledigt",
      budget: "das Budget war vorher zu Ende",
      refused: "nicht getan",
      cancelled: "abgebrochen",
      error: "gescheitert",
    },
    undoHint: "`kralle undo` nimmt das zurück",
  },
  approval: {
    question: (tool) => `${tool} will dies tun, und das lässt sich nicht zurücknehmen:`,
    ask: "Erlauben? [j/N] ",
    yes: ["j", "ja", "y", "yes"],
    allowed: "erlaubt",
    refused: "abgelehnt",
  },
  chat: {
    title: (version) => `Kralle ${version}`,
    place: (folder) => `Ordner: ${folder}`,
    sampleIntro: "Der Ordner einer Beispielfirma, eines Fahrradverleihs. Drei Dinge zum Ausprobieren:",
    emptyIntro: "Sagen Sie in eigenen Worten, was mit den Dateien in diesem Ordner geschehen soll, zum Beispiel:",
    examples: [
      "Wie hoch ist die Summe der offenen Rechnungen?",
      "Welche Termine gibt es nächste Woche?",
      "Benenne die Fotos nach ihrem Datum um.",
    ],
    pick: "Tippen Sie 1, 2 oder 3, oder was Sie möchten, in eigenen Worten.",
    helpHint: "/help zeigt die Befehle, Strg-C bricht ab, /quit beendet.",
    files: (count) => plural(count, "Datei", "Dateien"),
    noFiles: "Dieser Ordner ist leer.",
    loading: (name) => `${name} lädt im Hintergrund; Sie können schon tippen.`,
    fetching: (name) => `${name} ist noch nicht hier und wird mit dem ersten Auftrag geholt.`,
    waiting: (name) => `Gewartet wird, bis ${name} geladen ist`,
    loadFailed: "Das Modell ließ sich nicht laden:",
    commands: {
      "/help": "diese Liste",
      "/files": "die Dateien des Ordners",
      "/details": "die letzte Arbeit, Schritt für Schritt",
      "/why": "der Plan des letzten Auftrags",
      "/undo": "die letzte Änderung zurücknehmen",
      "/model [NAME]": "das Modell zeigen oder wechseln",
      "/new": "ein neues Gespräch beginnen",
      "/quit": "beenden (auch Strg-D)",
    },
    unknown: (name) => `Den Befehl ${name} gibt es nicht. /help zeigt alle.`,
    noDetails: "Es wurde noch nichts getan.",
    newSession: "Ein neues Gespräch beginnt.",
    model: (name) => `Modell: ${name}`,
    others: "Hier sind",
    switched: (name) => `Ab jetzt: ${name}`,
    again: "Noch einmal Strg-C beendet.",
    cancelling: "Wird abgebrochen … (noch einmal Strg-C beendet)",
    resumeAsk: "Der letzte Auftrag wurde unterbrochen. Zu Ende bringen? [j/N] ",
    goOn: (id) => `Später fortsetzen: kralle chat --session ${id}`,
    bye: "Auf Wiedersehen.",
    you: "Sie",
  },
  suggestions: [
    "Wie viele Stunden hat Mara im Oktober gearbeitet?",
    "Welche Rechnungen sind noch nicht bezahlt, und wie viel ist das zusammen?",
    "Emma Blackwood fragt per Mail nach Leihrädern für drei Tage. Schreib ihr auf Englisch eine Antwort mit dem Preis nach unserer aktuellen Preisliste und leg sie als entwuerfe/blackwood.txt ab.",
  ],
  start: {
    sampleMade: (folder) => `Die Dateien der Beispielfirma liegen in ${folder}`,
    task: (text) => `Auftrag: ${text}`,
  },
  undo: {
    done: (label) => `Zurückgenommen: ${label}`,
    was: {
      created: "wieder entfernt",
      edited: "wie vorher",
      renamed: "hat wieder den alten Namen",
      deleted: "ist wieder da",
    },
  },
  why: {
    request: "Auftrag",
    when: "Wann",
    state: {
      waiting: "wartet",
      running: "unterbrochen, oder noch in Arbeit",
      done: "erledigt",
      failed: "gescheitert",
      cancelled: "abgebrochen",
      gaveUp: "aufgegeben",
    },
    plan: "Plan (gespeichert, bevor er lief)",
    noPlan: "Kein Plan: Der Auftrag endete, bevor es einen gab.",
    choices: "Das Modell wählte",
    chose: (question, offered, chosen) => `${question} ${chosen} (von ${offered})`,
    answer: "Antwort",
    evidence: "Belege",
    changed: "Geänderte Dateien",
  },
  models: {
    headings: ["Name", "Größe", "Speicher", "Stand"],
    state: ({ installed, fits, isDefault, role, verified }) =>
      [
        installed
          ? verified === false
            ? "hier, noch zu prüfen"
            : "hier"
          : fits
            ? "kann geholt werden"
            : "jetzt zu groß",
        isDefault ? "Standard" : "",
        role === "plumbing" ? "nur zum Probieren" : "",
      ]
        .filter(Boolean)
        .join(", "),
    known: (count) => `${count} weitere Modelle sind zu haben: \`kralle models search WÖRTER\` findet sie.`,
    removed: (id, size) => `${id} ist entfernt; ${size} sind wieder frei.`,
    isDefault: (id) => `Ab jetzt arbeitet ${id}, wenn kein Modell genannt ist.`,
    notHere: (id) => `Es ist noch nicht hier: \`kralle models pull ${id}\`, oder der nächste Auftrag holt es.`,
  },
  fit,
  doctor,
  encoder,
  install,
};
