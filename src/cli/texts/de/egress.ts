import type { egress as englishEgress, privacy as englishPrivacy } from "../en/egress.ts";

export const egress: typeof englishEgress = {
  about: "zeigen, was diesen Rechner verlassen hat: wofür, wohin, wie viel",
  options: { since: "nur von diesem Tag an (JJJJ-MM-TT)" },
  noDate: (text) => `„${text}“ ist kein Datum; schreibe es als JJJJ-MM-TT.`,
  none: "Nichts hat diesen Rechner verlassen.",
  headings: ["Zeit", "wofür", "wohin", "wie", "Ausgang", "Bytes hinaus", "Bytes herein"],
  outcomes: { started: "läuft", done: "fertig", failed: "gescheitert", refused: "abgelehnt" },
};

export const privacy: typeof englishPrivacy = {
  about: "die Privatsperre schließen oder öffnen: solange sie zu ist, verlässt nichts diesen Rechner",
  action: "status (ohne Angabe), lock oder unlock",
  unknownAction: (name) => `„kralle privacy ${name}“ gibt es nicht.`,
  actions: "Möglich sind: status, lock, unlock.",
  locked: (since) =>
    `Die Privatsperre ist zu${since === "" ? "" : `, seit ${since}`}: Nichts verlässt diesen Rechner. Server auf diesem Rechner bleiben erreichbar.`,
  open: "Die Privatsperre ist offen. Was wofür erreicht werden darf, steht in docs/egress.md; `kralle egress` zeigt, was erreicht wurde.",
};
