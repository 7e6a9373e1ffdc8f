import type { briefing as en } from "../en/briefing.ts";

export const briefing: typeof en = {
  about: {
    today: "was heute dringend ist, was wichtig ist und was warten kann; oder eine Frage dazu",
    briefing: "die tägliche Lage: wann sie kommt, wohin sie geht, was zählt",
  },
  help: {
    question: "eine Frage, etwa „warum ist das dringend?“",
    action: "now, at, off, show, list, weights, mail, telegram oder folder",
    words: "at: 7:00; show: TAG; weights: MERKMAL=ZAHL; mail: KONTO ADRESSE; telegram: KONTO CHAT; folder: ORDNER",
    zone: "at: Zeitzone, etwa Europe/Berlin",
    json: "ein JSON-Dokument ausgeben",
  },
  unknownAction: (name) => `„kralle briefing ${name}“ gibt es nicht.`,
  actions:
    "Möglich sind: now, again WEG, at 7:00, off, show 2026-11-26, list, weights [due=2 amount=0.5], mail KONTO ADRESSE|off, telegram KONTO CHAT|off, folder ORDNER|off.",
  missing: (what) => `${what} fehlt.`,
  noChannel: (word) => `${word} ist keines von mail, telegram und file.`,
  noNumber: (word) => `${word} ist kein MERKMAL=ZAHL von 0 bis 5.`,
  groups: { urgent: "Dringend", important: "Wichtig", later: "Kann warten" },
  sections: {
    appointments: "Termine",
    moved: "Zahlen, die sich bewegt haben",
    waits: "Wartet auf Sie",
    done: "Von selbst erledigt",
  },
  title: (day) => `Lage am ${day}`,
  asNow: "So wäre die Lage jetzt; zusammengestellt ist sie noch nicht.",
  composed: (time) => `Zusammengestellt ${time}.`,
  proposed: (title) => `Vorschlag: ${title}`,
  handled: "erledigt",
  delivery: {
    intended: (channel) => `${channel}: unterwegs`,
    done: (channel) => `${channel}: zugestellt`,
    unclear: (channel, id) =>
      `${channel}: unklar, ob sie ankam. Dort nachsehen, dann: kralle effects settle ${id} --happened|--did-not`,
    failed: (channel, note, name) =>
      `${channel}: nicht zugestellt: ${note} Noch einmal senden: kralle briefing again ${name}`,
  },
  channels: { web: "Seite", file: "Datei", mail: "Mail", telegram: "Telegram" },
  comes: (times, zone, next) => `Sie kommt um ${times} (${zone}), das nächste Mal am ${next}, solange Kralle läuft.`,
  off: "Sie kommt nicht von selbst. Mit `kralle briefing at 7:00` tut sie es.",
  none: "Noch gibt es keine Lage. `kralle briefing at 7:00` lässt sie täglich kommen, `kralle today` zeigt, wie sie jetzt wäre.",
  listHeadings: ["Tag", "zusammengestellt", "dringend", "wichtig", ""],
  amiss: (count) => `${count} ${count === 1 ? "Zustellung" : "Zustellungen"} unklar oder gescheitert`,
  weightHeadings: ["Merkmal", "Gewicht", "dringend", "wichtig", "was es ist"],
  features: {
    due: "der Tag, an dem es fällig ist, ist nah",
    overdue: "dieser Tag ist vorbei",
    urgency: "wie eilig es beurteilt wurde",
    importance: "wie schwer es beurteilt wurde",
    reply: "es will eine Antwort",
    waiting: "wie lange es auf eine wartet",
    known: "wie gut der Absender bekannt ist",
    amount: "Geld, um das es geht",
    promised: "eine Antwort ist versprochen",
    anomaly: "wie ungewöhnlich eine Zahl ist",
    class: "seine Art: Beschwerde, Bestellung, Newsletter …",
    spam: "wie sehr es nach Spam aussieht",
    doubt: "wie unsicher das Urteil ist",
  },
};
