import type { Texts } from "../en.ts";

export const schedule: Texts["schedule"] = {
  about: "einen Auftrag immer wieder laufen lassen und sehen, dass er lief",
  help: {
    action: "list, add, remove, pause, resume, run oder ledger",
    words: 'add: NAME, dann Zeiten ("werktags 7:30"), dann der Auftrag; sonst NAME',
    zone: "add: Zeitzone, etwa Europe/Berlin",
    missed: "add: was mit verpassten Zeiten geschieht: once (die letzte nachholen), each (jede), skip (keine)",
    folder: "add: Ordner, in dem gearbeitet wird",
    json: "ein JSON-Dokument ausgeben",
  },
  unknownAction: (name) => `„kralle schedule ${name}“ gibt es nicht.`,
  actions:
    'Möglich sind: list, add NAME "werktags 7:30" "AUFTRAG", remove NAME, pause NAME, resume NAME, run NAME, ledger NAME.',
  missing: (what) => `${what} fehlt.`,
  none: 'Nichts ist geplant. `kralle schedule add morgens "werktags 7:30" "Was ist heute fällig?"` plant etwas.',
  headings: ["Name", "Zeiten", "nächstes Mal", "letztes Mal", "Auftrag"],
  paused: "angehalten",
  never: "noch nie",
  neverRan: (time) => `lief am ${time} nicht: War Kralle an?`,
  states: { due: "in Arbeit", skipped: "ausgelassen", done: "erledigt", failed: "gescheitert" },
  added: (name, next) =>
    `${name} läuft zum nächsten Mal am ${next}, solange Kralle an ist (\`kralle up\`, \`kralle service install\`).`,
  removed: (name) => `${name} ist nicht mehr geplant. Gespräch und Verzeichnis bleiben.`,
  pausedNow: (name) => `${name} ist angehalten.`,
  goesOn: (name, next) => `${name} geht weiter, das nächste Mal am ${next}.`,
  begun: (name) => `${name} hat begonnen; \`kralle schedule ledger ${name}\` sagt, wie es ausging.`,
  found: ({ count, missing, failed }) => {
    if (missing !== undefined) return `lief nicht, als es sollte: ${missing}`;
    return failed === undefined ? `${count}, nichts ist überfällig` : `beim letzten Mal gescheitert: ${failed}`;
  },
  ledgerHeadings: ["wann", "was daraus wurde", ""],
  notes: { paused: "angehalten", missed: "Kralle lief nicht" },
};
