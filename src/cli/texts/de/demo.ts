import type { demo as en } from "../en/demo.ts";

export const demo: typeof en = {
  about:
    "einen Tag einer Beispielfirma ablaufen lassen: Mails sortiert und mit Entwurf beantwortet, dazu die Lage des Tages; ohne eigenes Konto",
  isNew: "neu beginnen, mit heute als letztem Tag der Geschichte",
  once: "enden, wenn der Tag erzählt ist",
  days: "neu beginnen und die letzten Tage nacheinander erzählen, höchstens 30; Enter geht zum nächsten",
  next: "Enter: der nächste Tag; q und Enter: genug. ",
  day: (mails, left) => `${mails} neue ${mails === 1 ? "Mail" : "Mails"}; Tage, die noch kommen: ${left}`,
  begins:
    "Speichenglück ist eine kleine Fahrradwerkstatt mit 30 Tagen Post. Nichts verlässt diesen Rechner: Was gesendet würde, bleibt im Postfach der Beispielfirma.",
  steps: {
    files: "Die Dateien der Firma werden geschrieben",
    knowledge: "Was die Firma weiß, wird gelesen",
    mailbox: "Das Postfach wird verbunden",
    briefing: "Die Lage wird zusammengestellt",
  },
  mails: (done, all) => `Bearbeitete Mails: ${done} von ${all}`,
  told: (firm, mails, drafts) =>
    `${firm}: ${mails} Mails der letzten Tage sind sortiert, ${drafts} Entwürfe warten darauf, angesehen zu werden. Die Lage von heute:`,
  look: "Sehen Sie sich im Browser um; Strg-C beendet es. Anmelden, einmal und innerhalb von 10 Minuten:",
};
