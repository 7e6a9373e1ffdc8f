import type { egress as englishEgress, privacy as englishPrivacy } from "../en/egress.ts";
import { wayOut } from "./waysOut.ts";

export const egress: typeof englishEgress = {
  about: "zeigen, was diesen Rechner verlassen hat: wofür, wohin, wie viel",
  options: { since: "nur von diesem Tag an (JJJJ-MM-TT)" },
  noDate: (text) => `„${text}“ ist kein Datum der Form JJJJ-MM-TT.`,
  none: "Nichts hat diesen Rechner verlassen.",
  headings: ["Zeit", "wofür", "wohin", "wie", "Ausgang", "Bytes hinaus", "Bytes herein"],
  outcomes: { started: "unterwegs", done: "erledigt", failed: "gescheitert", refused: "abgelehnt" },
};

export const privacy: typeof englishPrivacy = {
  about: "die Privatsperre schließen oder öffnen: Solange sie zu ist, verlässt nichts diesen Rechner",
  prove: "in einem Netz-Namensraum beweisen, dass bei geschlossener Privatsperre nichts hinausgeht (Linux)",
  proving: "Jeder Weg hinaus wird mit Privatsperre und ohne versucht, in einem eigenen Netz-Namensraum …",
  headings: ["Weg hinaus", "Pakete mit Sperre", "Pakete ohne"],
  wayOut,
  proved: (ways, locked, control) =>
    `${ways} Wege hinaus. Mit der Sperre zählte der Kernel ${locked.packets} Pakete (${locked.bytes} Bytes), ohne sie ${control.packets} (${control.bytes} Bytes).`,
  isProved: "Solange die Sperre zu ist, verlässt nichts diesen Rechner.",
  isNotProved: "Das ist kein Beweis: Mit der Sperre wurde etwas gesendet, oder ein Weg war ohne sie nicht zu sehen.",
  action: "status (ohne Angabe), lock oder unlock",
  unknownAction: (name) => `„kralle privacy ${name}“ gibt es nicht.`,
  actions: "Möglich sind: status, lock, unlock.",
  locked: (since) =>
    `Die Privatsperre ist zu${since === "" ? "" : `, seit ${since}`}: Nichts verlässt diesen Rechner. Server auf diesem Rechner bleiben erreichbar.`,
  open: "Die Privatsperre ist offen. Was wofür erreicht werden darf, steht in docs/egress.md; `kralle egress` zeigt, was erreicht wurde.",
};
