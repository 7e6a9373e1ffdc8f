import type { ErrorCode } from "../../core/index.ts";

/** What a code means and what to do, in German, where the message itself is English; the table of `docs/errors.md`. */
export const ERRORS_DE: Record<ErrorCode, { what: string; next: string }> = {
  E_USAGE: { what: "Die Befehlszeile war nicht zu verstehen.", next: "`kralle --help` zeigt, was möglich ist." },
  E_CONFIG: {
    what: "Eine Einstellung hat einen falschen Typ oder Wert.",
    next: "Die genannte Einstellung in config.json berichtigen oder entfernen.",
  },
  E_INPUT: { what: "Ein Argument ist ungültig.", next: "Das genannte Argument berichtigen." },
  E_BUG: {
    what: "Das ist ein Fehler von Kralle selbst.",
    next: "Bitte mit dieser Meldung und der Ausgabe von `kralle doctor` melden.",
  },
  E_HOME_LOCKED: {
    what: "Ein anderes Kralle benutzt diesen Heimordner.",
    next: "Warten, bis es fertig ist, oder es beenden; oder KRALLE_HOME auf einen anderen Ordner setzen.",
  },
  E_HOME_UNWRITABLE: {
    what: "Der Heimordner ist nicht beschreibbar.",
    next: "KRALLE_HOME auf einen Ordner setzen, den Sie beschreiben dürfen.",
  },
  E_STORE: {
    what: "Die Datenbank ließ sich nicht öffnen, lesen oder schreiben.",
    next: "Rechte und Platte prüfen; eine beschädigte Datenbank lässt sich wegschieben, dann beginnt eine neue.",
  },
  E_DISK_FULL: { what: "Auf der Platte ist nicht genug Platz.", next: "Platz schaffen und noch einmal starten." },
  E_NOTHING_TO_UNDO: { what: "Es gibt nichts zurückzunehmen.", next: "Es ist nichts zu tun." },
  E_UNDO_CONFLICT: {
    what: "Eine Datei wurde danach geändert; das Zurücknehmen würde das verlieren.",
    next: "Die eigene Änderung sichern und noch einmal zurücknehmen, oder die Datei lassen, wie sie ist.",
  },
  E_NOT_FOUND: { what: "Das gibt es nicht.", next: "Den Namen prüfen." },
  E_OUTSIDE_WORKSPACE: {
    what: "Ein Pfad führt aus dem Arbeitsordner hinaus.",
    next: "Die Datei in den Ordner kopieren, oder einen Ordner wählen, der sie enthält.",
  },
  E_EXISTS: { what: "Das Ziel gibt es schon.", next: "Einen anderen Namen wählen, oder die Datei vorher entfernen." },
  E_FILE_TOO_LARGE: { what: "Eine Datei ist zu groß.", next: "Die Datei teilen oder nur den nötigen Teil ausgeben." },
  E_FILE_UNREADABLE: {
    what: "Eine Datei lässt sich nicht lesen.",
    next: "In einem anderen Format oder ohne Kennwort speichern.",
  },
  E_MODEL_UNKNOWN: {
    what: "Dieses Modell ist nicht bekannt oder nicht hier.",
    next: "`kralle models` zeigt die Namen.",
  },
  E_MODEL_TOO_LARGE: {
    what: "Das Modell braucht mehr Speicher, als frei ist.",
    next: "Andere Programme schließen, oder ein kleineres Modell wählen (`kralle models`).",
  },
  E_MODEL_CORRUPT: {
    what: "Eine Modelldatei ist beschädigt oder keine GGUF-Datei.",
    next: "Die Datei entfernen und `kralle setup` starten; das holt und prüft sie neu.",
  },
  E_MODEL_SOURCES: {
    what: "Keine Quelle konnte das Modell liefern.",
    next: "Mit dem Netz verbinden und noch einmal versuchen, oder KRALLE_MODEL_PATH auf die Gewichte setzen.",
  },
  E_DIGEST_MISMATCH: {
    what: "Eine Quelle lieferte andere Bytes als erwartet; nichts davon wurde behalten.",
    next: "Noch einmal versuchen; geschieht es wieder, eine andere Quelle nehmen.",
  },
  E_PULL_BUSY: { what: "Ein anderer Prozess holt dasselbe Modell.", next: "Auf ihn warten, oder ihn beenden." },
  E_PACK: {
    what: "Die Engine ließ sich nicht installieren.",
    next: "Mit dem Netz verbinden und `kralle setup` noch einmal starten.",
  },
  E_ENGINE_START: {
    what: "Die Engine ließ sich nicht starten.",
    next: "Noch einmal versuchen; `kralle doctor` zeigt mehr.",
  },
  E_ENGINE_DIED: { what: "Die Engine endete mitten in der Antwort.", next: "Noch einmal fragen; sie startet neu." },
  E_ENGINE_BROKEN: {
    what: "Die Engine stürzte mehrmals ab und wird nicht mehr gestartet.",
    next: "`kralle doctor` starten, oder ein anderes Modell wählen.",
  },
  E_PROMPT_TOO_LONG: {
    what: "Das passt nicht in das Gedächtnis des Modells; abgeschnitten wird nie.",
    next: "Nach weniger oder kürzeren Dateien fragen.",
  },
  E_SCHEMA_OUTPUT: {
    what: "Das Modell lieferte keine Ausgabe in der verlangten Form.",
    next: "Anders fragen, oder ein fähigeres Modell wählen.",
  },
  E_TOOL_AMBIGUOUS: {
    what: "Die Antwort des Modells ließ sich nicht eindeutig lesen; nichts wurde ausgeführt.",
    next: "Anders fragen.",
  },
  E_CANCELLED: { what: "Abgebrochen.", next: "Nichts ist halb getan. `kralle undo` nimmt zurück, was geändert wurde." },
  E_BUDGET: {
    what: "Das Budget war vor der Arbeit zu Ende.",
    next: "Mehr erlauben (--seconds, --steps, --tokens), oder um ein kleineres Stück bitten.",
  },
  E_NOT_UNDERSTOOD: {
    what: "Daraus ließ sich kein Plan machen.",
    next: "Sagen Sie, was zu suchen, zählen, rechnen oder ändern ist und in welcher Datei.",
  },
  E_REFUSED: { what: "Das ist hier nicht erlaubt.", next: "Selbst tun, oder im Terminal (`kralle chat`) erlauben." },
  E_SANDBOX_MISSING: {
    what: "Befehle brauchen eine Sandbox, und hier ist keine.",
    next: "bubblewrap installieren (Debian, Ubuntu: apt-get install bubblewrap).",
  },
  E_SANDBOX_FAILED: { what: "Die Sandbox konnte den Befehl nicht ausführen.", next: "`kralle doctor` zeigt mehr." },
  E_SANDBOX_LIMIT: { what: "Der Befehl überschritt seine Grenzen.", next: "Den Befehl weniger tun lassen." },
  E_PLAN_INVALID: { what: "Der Plan war ungültig; nichts wurde ausgeführt.", next: "Anders fragen." },
  E_QUERY: { what: "Eine Abfrage war ungültig.", next: "Die Abfrage berichtigen." },
  E_NETWORK: { what: "Das Netz war nicht zu erreichen.", next: "Die Verbindung prüfen und noch einmal versuchen." },
};

/** What to do next, in English, where the error itself does not say it. */
export const NEXT_EN: Record<ErrorCode, string> = {
  E_USAGE: "`kralle --help` shows what is possible.",
  E_CONFIG: "Correct or remove the setting in config.json.",
  E_INPUT: "Correct the argument that is named.",
  E_BUG: "Please report it with this message and the output of `kralle doctor`.",
  E_HOME_LOCKED: "Wait until it has finished, or end it; or set KRALLE_HOME to another folder.",
  E_HOME_UNWRITABLE: "Set KRALLE_HOME to a folder that you may write to.",
  E_STORE: "Check rights and disk; a damaged database can be moved away, then a new one begins.",
  E_DISK_FULL: "Free some space and start again.",
  E_NOTHING_TO_UNDO: "Nothing needs to be done.",
  E_UNDO_CONFLICT: "Save your own change elsewhere and undo again, or leave the file as it is.",
  E_NOT_FOUND: "Check the name.",
  E_OUTSIDE_WORKSPACE: "Copy the file into the folder, or choose a folder that holds it.",
  E_EXISTS: "Choose another name, or remove the file first.",
  E_FILE_TOO_LARGE: "Split the file, or export only the part that is needed.",
  E_FILE_UNREADABLE: "Save it in another format, or without a password.",
  E_MODEL_UNKNOWN: "`kralle models` lists the names.",
  E_MODEL_TOO_LARGE: "Close other programs, or choose a smaller model (`kralle models`).",
  E_MODEL_CORRUPT: "Remove the file and run `kralle setup`, which fetches and verifies it again.",
  E_MODEL_SOURCES: "Connect to the network and try again, or set KRALLE_MODEL_PATH to the weights.",
  E_DIGEST_MISMATCH: "Nothing was kept. Try again; when it happens again, use another source.",
  E_PULL_BUSY: "Wait for the other process, or end it.",
  E_PACK: "Connect to the network and run `kralle setup` again.",
  E_ENGINE_START: "Try again; `kralle doctor` says more.",
  E_ENGINE_DIED: "Ask again; the engine is started anew.",
  E_ENGINE_BROKEN: "Run `kralle doctor`, or choose another model.",
  E_PROMPT_TOO_LONG: "Ask about fewer or shorter files.",
  E_SCHEMA_OUTPUT: "Ask in other words, or choose a more able model.",
  E_TOOL_AMBIGUOUS: "Ask in other words; nothing was run.",
  E_CANCELLED: "Nothing is half done. `kralle undo` takes back what was changed.",
  E_BUDGET: "Grant more (--seconds, --steps, --tokens), or ask for a smaller piece.",
  E_NOT_UNDERSTOOD: "Say what to find, count, compute or change, and in which file.",
  E_REFUSED: "Do it yourself, or allow it in a terminal (`kralle chat`).",
  E_SANDBOX_MISSING: "Install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap).",
  E_SANDBOX_FAILED: "`kralle doctor` says more.",
  E_SANDBOX_LIMIT: "Let the command do less.",
  E_PLAN_INVALID: "Ask in other words; nothing was run.",
  E_QUERY: "Correct the query.",
  E_NETWORK: "Check the connection and try again.",
};
