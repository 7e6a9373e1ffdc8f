import type { memory as english } from "../en/memory.ts";

/** Wörter über das Gemerkte. */
export const memory: typeof english = {
  help: {
    command: "zeigen, hinzufügen, berichtigen oder vergessen, was Kralle sich merkt",
    action: "list, add, correct, forget oder profile",
    words: "add TEXT, correct KENNUNG TEXT, forget KENNUNG, list [WÖRTER]",
    json: "ein JSON-Dokument ausgeben",
    name: "profile: Ihr Name; „none“ leert ein Feld",
    address: "profile: „du“, „sie“ oder „firstName“",
    tone: "profile: friendly, formal oder brief",
    language: "profile: de oder en",
    timeZone: "profile: wie Europe/Berlin",
    hours: "profile: wie „Mo-Do 8-16, Fr 8-14“",
  },
  usage: {
    unknownAction: (name) => `„kralle memory ${name}“ gibt es nicht.`,
    actions: "Möglich sind: list [WÖRTER], add TEXT, correct KENNUNG TEXT, forget KENNUNG, profile [--name NAME …].",
    missing: (what) => `Das Argument „${what}“ fehlt.`,
  },
  used: "Benutzt",
  none: "Noch ist nichts gemerkt. `kralle memory add TEXT` fügt etwas hinzu, „Merk dir, dass …“ in einem Auftrag auch.",
  noMatch: "Nichts Gemerktes passt dazu.",
  more: (count) => `und ${count} weitere`,
  added: (text) => `Gemerkt: ${text}`,
  corrected: (text) => `Berichtigt: ${text}`,
  forgotten: "Vergessen, endgültig. Gespräche behalten, was in ihnen gesagt wurde.",
  times: (count) => (count === 0 ? "nie benutzt" : count === 1 ? "einmal benutzt" : `${count}-mal benutzt`),
  profile: "Profil",
  noProfile: "Über Sie ist noch nichts gesagt: `kralle memory profile --name NAME`.",
  fields: {
    name: "Name",
    address: "Anrede",
    tone: "Ton",
    language: "Sprache",
    timeZone: "Zeitzone",
    workingHours: "Arbeitszeiten",
  },
};
