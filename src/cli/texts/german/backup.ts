/** Errors of src/store/backup/, in German. */
export const BACKUP: Readonly<Record<string, string>> = {
  "{0} is no backup that can be read: its manifest is damaged.":
    "{0} ist keine lesbare Sicherung: Ihr Verzeichnis ist beschädigt.",
  "`kralle backup list` shows the others.": "`kralle backup list` zeigt die anderen.",
  "A restore was interrupted, and {0} does not say how to end it.":
    "Ein Zurückspielen wurde unterbrochen, und {0} sagt nicht, wie es zu beenden ist.",
  "Remove that file and restore again: `kralle backup restore NAME --force`.":
    "Diese Datei entfernen und noch einmal zurückspielen: `kralle backup restore NAME --force`.",
  "There is no backup in {0}.": "In {0} ist keine Sicherung.",
  "`kralle backup list` shows those in {0}.": "`kralle backup list` zeigt die in {0}.",
  "There is nothing to back up in {0} yet.": "In {0} gibt es noch nichts zu sichern.",
  "The backup {0} was made by a newer Kralle ({1}).": "Die Sicherung {0} stammt von einem neueren Kralle ({1}).",
  "Update Kralle and restore again.": "Kralle erneuern und noch einmal zurückspielen.",
  "The backup {0} is damaged: {1}. Nothing was changed.":
    "Die Sicherung {0} ist beschädigt: {1}. Es wurde nichts geändert.",
  "The home folder {0} holds data already.": "Im Heimordner {0} sind schon Daten.",
  "With --force it is moved aside (nothing is deleted) and the backup takes its place.":
    "Mit --force werden sie beiseite gelegt (nichts wird gelöscht), und die Sicherung tritt an ihre Stelle.",
  "The backup changed while it was read: {0}. Nothing was changed.":
    "Die Sicherung änderte sich beim Lesen: {0}. Es wurde nichts geändert.",
  "The database of the backup is damaged: {0}. Nothing was changed.":
    "Die Datenbank der Sicherung ist beschädigt: {0}. Es wurde nichts geändert.",
  "There is no good backup in {0}.": "In {0} ist keine gute Sicherung.",
  "Name the folder of one that you keep elsewhere: `kralle backup restore FOLDER --force`.":
    "Den Ordner einer Sicherung nennen, die anderswo liegt: `kralle backup restore ORDNER --force`.",
  "The store of this home is open and in use.": "Der Speicher dieses Heimordners ist offen und in Gebrauch.",
  "End Kralle; then do it on the command line.": "Kralle beenden; dann auf der Befehlszeile tun.",
};
