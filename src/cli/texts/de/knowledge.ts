import type { knowledge as en } from "../en/knowledge.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const knowledge: typeof en = {
  about: "die Ordner, aus denen Antworten an Kunden stammen: list, add, sync, rm oder ask",
  action: "list, add, sync, rm oder ask",
  words: "add, rm: ein Ordner; ask: eine Frage, wie ein Kunde sie stellt",
  json: "eine Zeile JSON ausgeben",
  unknownAction: (name) => `„kralle knowledge ${name}“ gibt es nicht.`,
  actions: "Möglich sind: list, add ORDNER, sync, rm ORDNER, ask FRAGE.",
  whatIsMissing: "Es ist nicht gesagt, welcher.",
  none: "Antworten stammen noch aus keinem Ordner. `kralle knowledge add ORDNER` nimmt einen auf: Preislisten, Öffnungszeiten, Fragen und Antworten.",
  documents: (count) => plural(count, "Dokument", "Dokumente"),
  checked: (time) => `angesehen ${time}`,
  report: (place, read, same, removed) =>
    `${place}: ${plural(read, "Datei", "Dateien")} gelesen, ${same} unverändert, ${removed} fort.`,
  removed: (place) => `Aus ${place} stammen keine Antworten mehr; der Ordner bleibt, wie er ist.`,
  unknown: "Darüber ist nichts bekannt. Eine Antwort würde das sagen und bei Ihnen nachfragen.",
};
