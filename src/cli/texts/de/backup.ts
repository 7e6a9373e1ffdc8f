import type { backup as english } from "../en/backup.ts";

export const backup: typeof english = {
  about: "Gespräche, Gedächtnis und Einstellungen sichern, Sicherungen zeigen oder zurückspielen",
  help: {
    action: "create, list oder restore",
    name: "restore: Name einer Sicherung, ihr Ordner, oder „newest“ für die neueste",
    to: "create, list: ein anderer Ordner als der in KRALLE_HOME",
    check: "list: jedes Byte lesen und vergleichen",
    force: "restore: auch wo schon Daten sind; die werden beiseite gelegt",
    json: "ein JSON-Dokument ausgeben",
  },
  unknownAction: (name) => `„kralle backup ${name}“ gibt es nicht.`,
  actions: "Möglich sind: create [--to ORDNER], list [--check], restore NAME|ORDNER|newest [--force].",
  made: (name, size, folder) => `Die Sicherung ${name} (${size}) liegt in ${folder}.`,
  elsewhere: "Eine Kopie auf einem anderen Datenträger aufheben: Diese übersteht den Verlust des Rechners nicht.",
  withoutEngine: "Kralle läuft, deshalb fehlen darin die Aufzeichnungen der Arbeit, die gerade im Gang ist.",
  none: (folder) => `In ${folder} sind keine Sicherungen. \`kralle backup create\` macht eine.`,
  headings: ["Name", "gemacht", "Größe", "Zustand"],
  states: { good: "gut", damaged: "beschädigt", newer: "von einem neueren Kralle", unchecked: "nicht geprüft" },
  restored: (name, time) => `Zurückgespielt: ${name}, Stand ${time}.`,
  revoked: (count) =>
    `${count} Schlüssel oder Browser der Sicherung ${count === 1 ? "darf" : "dürfen"} nicht mehr herein: Was seither widerrufen wurde, bleibt widerrufen. \`kralle token create\` und \`kralle sign-in\` lassen neu herein.`,
  interrupted: (count) =>
    count === 1
      ? "Eine Nachricht wartete damals und ist als unterbrochen gekennzeichnet: nachsehen, ob sie seither beantwortet wurde, und sie sonst noch einmal senden."
      : `${count} Nachrichten warteten damals und sind als unterbrochen gekennzeichnet: nachsehen, ob sie seither beantwortet wurden, und sonst noch einmal senden.`,
  aside: (folder) => `Was vorher da war, liegt in ${folder}.`,
  missing: (count) => `${count} Inhalte zum Zurücknehmen waren nicht in der Sicherung.`,
  credentials: "Schlüssel und Geräte sind die von damals: Was seither widerrufen wurde, noch einmal widerrufen.",
};
